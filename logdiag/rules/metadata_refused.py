"""The metadata service answered a guest with an error: no key, no user data.

What it looks for: cloud-init's `Calling 'http://169.254.169.254/...' failed ...: bad status code [404]`, or
`request error [500 Server Error ...`.

Why it fails a launch: the guest runs and nobody can log in: the key and the user data come from there.

What to do: the way is open, so look at what answers: the metadata agent's log, its shared secret, and nova's
metadata service.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_STATUS = re.compile(r"bad status code \[|[45][0-9]{2} (Client|Server) Error")
_HEAD = "Nov 22 06:16:00 guest1 cloud-init[812]: 2026-11-22 06:16:00,123 - url_helper.py[WARNING]: "
_CALL = f"{_HEAD}Calling 'http://169.254.169.254/2009-04-04/meta-data/instance-id' failed [0/120s]: "


def is_answer(fields: Mapping[str, str]) -> bool:
    """Whether something answered with a status, so that the way to it is open."""
    return bool(_STATUS.search(fields["reason"]))


rule = told(
    id="metadata-refused",
    kinds={"cloudinit.metadata_refused"},
    subject="host",
    noun="guest",
    fields=("url", "reason"),
    where=is_answer,
    mended_by={"cloudinit.finished"},
    title="The metadata service answered a guest ({where}) with an error: {reason}",
    means=(
        "The guest has its network: something answered {url}, and refused. 404: the proxy or nova does not"
        " know the guest (nova: service_metadata_proxy not set or misspelt). 400: the request did not"
        " come by neutron's proxy, which names the guest. 401, 403: the shared secrets of nova and the"
        " metadata agent differ. 500, 503: the service behind it fails. The guest has no SSH key."
    ),
    severity="error",
    stage="configured",
    category="metadata",
    says="the metadata service answered a guest with an error",
    symptom_of=("nova-metadata-failed", "neutron-metadata-broken", "neutron-metadata-refused"),
    telling=Telling(
        confidence="likely",
        rivals=(
            ("another machine answers on that address", "its Server: header in curl -i is not nova's"),
        ),
        beyond="not known: which service refuses; its log says why",
        asks=(
            Ask(
                "curl -si -m 5 http://169.254.169.254/openstack",
                (
                    ("in the guest: a list", "it answers by now: cloud-init clean and boot again"),
                    ("404 or 500", "see the log of the metadata agent and of nova's metadata service"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_CALL}bad status code [404]\n",
        f"{_CALL}request error [500 Server Error: Internal Server Error for url: http://169.254.169.254/]\n",
    ),
    quiet=(
        "Nov 22 06:16:20 guest1 cloud-init[812]: Cloud-init v. 22.4.2-1 finished at Sun, 22 Nov 2026"
        " 06:16:20 +0000. Datasource DataSourceEc2Local.  Up 26.10 seconds\n",
    ),
    fix="mend what answers: service_metadata_proxy and the shared secret in nova.conf, the metadata agent",
)
