"""nova's metadata service refuses neutron's metadata agent.

What it looks for: `The remote metadata server responded with Forbidden. This response usually occurs when
shared secrets do not match.`

Why it fails a launch: instances get neither keys nor user data: nobody can log in.

What to do: make metadata_proxy_shared_secret the same in nova.conf and metadata_agent.ini.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_SERVER = "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [req-5f323bd4 - - - - -] "
_META = "2026-11-22 05:54:48.123 4711 ERROR neutron.agent.metadata.agent [-] "

rule = told(
    id="neutron-metadata-refused",
    kinds={"neutron.metadata_forbidden"},
    subject="host",
    noun="host",
    title="nova refuses the metadata agent on {where}: the shared secrets differ",
    means=(
        "The agent signs each request with metadata_proxy_shared_secret. nova has another one, "
        "and refuses: cloud-init in every instance gets no keys and no user data, so that "
        "instances run but nobody can log in."
    ),
    severity="error",
    stage="configured",
    category="metadata",
    says="nova refuses neutron's metadata agent",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "grep -n metadata_proxy_shared_secret /etc/nova/nova.conf /etc/neutron/metadata_agent.ini",
                (
                    ("they differ", "make them the same, restart nova-api and the agent"),
                    ("they agree", "one of the services was not restarted since"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_META}The remote metadata server responded with Forbidden. This response usually "
            f"occurs when shared secrets do not match.\n"
        ),
    ),
    quiet=((f"{_SERVER}Attempt 2 to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d\n"),),
    fix="the same metadata_proxy_shared_secret on both sides",
)
