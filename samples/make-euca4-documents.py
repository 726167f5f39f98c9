"""Writes the two documents of samples/euca4-200-instances that nobody kept: instances.txt, euca-dhcp.conf.

Usage: make-euca4-documents.py [FOLDER]. The same bytes on every run: what varies comes from hashes.
What is known of 2014 and what is made up stands in README.md beside this file.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

REQUESTED, RUNNING, AT_A_TIME = 200, 94, 10
FIRST_LAUNCH = datetime(2014, 12, 14, 14, 14, 8)  # UTC
SECONDS_BETWEEN = 29  # twenty clicks on "Launch more like this" in nine and a half minutes

CONF_HEAD = """\
# automatically generated config file for DHCP server
default-lease-time 86400;
max-lease-time 86400;
ddns-update-style none;

shared-network euca {
subnet 10.1.0.0 netmask 255.255.0.0 {
  option subnet-mask 255.255.0.0;
  option broadcast-address 10.1.255.255;
  option domain-name "eucalyptus.internal";
  option domain-name-servers 192.168.122.115;
  option routers 10.1.0.1;
}
"""
CONF_HOST = """
host node-{ip} {{
  hardware ethernet {mac};
  fixed-address {ip};
}}
"""


class Instance(NamedTuple):
    """One of the 200, in the order of their launch. `place` is its place in its reservation, from 0."""

    id: str
    place: int
    launched: str
    ip: str
    running: bool


def digits(*what: object) -> str:
    """Eight upper-case hex digits that stand for what is named."""
    return sha256(" ".join(map(str, ("euca4", *what))).encode()).hexdigest()[:8].upper()


def instances() -> list[Instance]:
    """All that were asked for. The controller gives addresses in order, to those that will hang as well."""
    running = set(sorted(range(REQUESTED), key=turn)[:RUNNING])
    return [
        Instance(f"i-{digits('instance', n)}", n % AT_A_TIME, launch(n), f"10.1.0.{10 + n}", n in running)
        for n in range(REQUESTED)
    ]


def turn(number: int) -> float:
    """When an instance would have its turn: earlier launches a little sooner, else well mixed."""
    return 0.3 * number / REQUESTED + int(digits("turn", number), 16) / 16**8


def launch(number: int) -> str:
    """The launch time as the API prints it: instances of a reservation lie a few hundredths apart."""
    reservation, place = divmod(number, AT_A_TIME)
    drift = timedelta(milliseconds=int(digits("drift", reservation), 16) % 900 + 11 * place)
    moment = FIRST_LAUNCH + timedelta(seconds=SECONDS_BETWEEN * reservation) + drift
    return moment.isoformat(timespec="milliseconds") + "Z"


def mac(instance_id: str) -> str:
    """The MAC that Eucalyptus 4.0 makes of an id: the prefix, then the id's digits with their case."""
    bare = instance_id.removeprefix("i-")
    return ":".join(("D0:0D", bare[0:2], bare[2:4], bare[4:6], bare[6:8]))


def dhcpd_conf(every: list[Instance]) -> str:
    """euca-dhcp.conf of the node: one host block for each instance that the node reported."""
    hosts = (CONF_HOST.format(ip=each.ip, mac=mac(each.id)) for each in every if each.running)
    return CONF_HEAD + "".join(hosts) + "}\n"


def table(every: list[Instance]) -> str:
    """What euca-describe-instances prints for them, a reservation after the other."""
    lines = []
    for start in range(0, REQUESTED, AT_A_TIME):
        lines.append(["RESERVATION", f"r-{digits('reservation', start)}", "048327715563", "default"])
        lines += [row(each) for each in every[start : start + AT_A_TIME]]
    return "".join("\t".join(line) + "\n" for line in lines)


def row(each: Instance) -> list[str]:
    """An INSTANCE row: 32 columns after the word, most of them empty here."""
    ip = each.ip if each.running else "0.0.0.0"  # noqa: S104  an address that is printed, not bound
    state = "running" if each.running else "pending"
    names = (each.id, f"emi-{digits('image')}", ip, ip, state, "admin", str(each.place), "")
    placed = ("m1.small", each.launched, "default", "", "", "", "monitoring-disabled", ip, ip, "", "")
    machine = ("instance-store", "", "", "", "", "hvm", "", "", f"sg-{digits('group')}", "default")
    return ["INSTANCE", *names, *placed, *machine, "", "", "x86_64"]


def main(folder: Path) -> None:
    """Write both documents into a folder."""
    every = instances()
    (folder / "instances.txt").write_text(table(every), encoding="ascii")
    (folder / "euca-dhcp.conf").write_text(dhcpd_conf(every), encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "euca4-200-instances")
