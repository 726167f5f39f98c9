"""A guest did not reach its metadata: no key, no user data, no host name.

What it looks for: cloud-init's `Calling 'http://169.254.169.254/...' failed`, `Giving up on md`, `No
instance datasource found`, `DataSourceNone`.

Why it fails a launch: the guest runs and nobody can log in: the key and the user data come from the
metadata service, which it asks by the network.

What to do: a lease with the route to 169.254.169.254, the metadata proxy or agent of that network, the
shared secret (404, 500), security rules; or a config drive.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.metadata_refused import is_answer
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 guest1 cloud-init[812]: 2026-11-22 06:16:00,123 - "


def is_silence(fields: Mapping[str, str]) -> bool:
    """Whether nothing answered; what answered with an error is metadata-refused's."""
    return not is_answer(fields)


rule = told(
    id="metadata-unreached",
    kinds={
        "cloudinit.metadata_refused",
        "cloudinit.metadata_gave_up",
        "cloudinit.metadata_silent",
        "cloudinit.no_datasource",
        "cirros.metadata_unread",
    },
    subject="host",
    noun="guest",
    fields=(
        "url",
        "reason",
    ),
    where=is_silence,
    mended_by={"cloudinit.finished"},
    title="A guest ({where}) did not reach its metadata: no key, no user data",
    means=(
        "cloud-init in the guest asked for its metadata (169.254.169.254, or the address its "
        "image names) and got none. Reason given:"
        " {reason}. The guest runs, but without its SSH key, user data and name, so that nobody can"
        " log in. A time-out or no route means the guest's network, its lease, or a metadata proxy"
        " that is down."
    ),
    severity="error",
    stage="configured",
    category="metadata",
    says="a guest did not reach its metadata",
    symptom_of=("guest-no-lease", "machine-no-lease", "lease-asked-in-vain", "metadata-refused"),
    telling=Telling(
        rivals=(
            (
                "the guest has no lease at all",
                "cloud-init prints no address in its ci-info table, or DHCPDISCOVER without an answer",
            ),
        ),
        beyond="not known: whether the guest's network, the proxy or the service is at fault",
        asks=(
            Ask(
                "curl -m 5 http://169.254.169.254/",
                (
                    ("in the guest: a list", "it answers by now: cloud-init clean and boot again"),
                    ("a time-out", "no way to the proxy: lease, route, security rules"),
                    ("404 or 500", "the service does not know the guest, or its own back end fails"),
                ),
            ),
            Ask("ip route", (("no route to 169.254.169.254 and no default", "the lease gave none"),)),
        ),
        fix=(
            "bring the metadata proxy or agent of that network back, then boot the guest again",
            "or give guests a config drive",
        ),
    ),
    fires=(
        (
            f"{_HEAD}url_helper.py[WARNING]: Calling"
            f" 'http://169.254.169.254/2009-04-04/meta-data/instance-id' failed [0/120s]: request error"
            f" [timed out]\n"
        ),
        (
            f"{_HEAD}DataSourceEc2.py[CRITICAL]: Giving up on md from"
            f" ['http://169.254.169.254/2009-04-04/meta-data/instance-id'] after 126 seconds\n"
        ),
        f"{_HEAD}main.py[WARNING]: No instance datasource found! Likely bad things to come!\n",
    ),
    quiet=(
        (
            "Nov 22 06:16:20 guest1 cloud-init[812]: Cloud-init v. 22.4.2-1 finished at Sun, 22 Nov 2026"
            " 06:16:20 +0000. Datasource DataSourceEc2Local.  Up 26.10 seconds\n"
        ),
    ),
    fix="bring the metadata service or its proxy back, or use a config drive",
)
