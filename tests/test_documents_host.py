"""What a host's own tools print: told by its content, alone or in a text with prompts, and read as far as it goes.

The outputs of iproute2 6.1.0, bridge-utils 1.7.1 and libvirt 9.0.0 are real ones (samples/captures/host-tools); those
of systemctl are written after its source.
"""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
from cases import LAB, SAMPLES, needs_lab, report_on
from hypothesis import given
from hypothesis import strategies as st

from logdiag.documents.host_values import Leases, Links, Networks, Plugs, Units
from logdiag.documents.reading import read_document, read_documents_in
from logdiag.documents.recognise import recognise
from logdiag.documents.values import Content

TOOLS = SAMPLES / "captures" / "host-tools"
RULE = "-" * 40
NET_LEASES = (
    " Expiry Time           MAC address         Protocol   IP address          Hostname   Client ID or DUID\n"
    + "-" * 104
    + "\n 2026-11-22 10:20:30   52:54:00:0A:0b:0c   ipv4       192.168.122.45/24   web1       01:52:54:00:0a:0b:0c\n\n"
)
STATUS = """\
× nova-compute.service - OpenStack Compute
     Loaded: loaded (/lib/systemd/system/nova-compute.service; enabled; preset: enabled)
     Active: failed (Result: exit-code) since Sun 2026-11-22 10:00:02 UTC; 3min ago
   Main PID: 812 (code=exited, status=1/FAILURE)

Nov 22 10:00:02 cmp1 systemd[1]: nova-compute.service: Failed with result 'exit-code'.
"""
FAILED = """\
  UNIT                 LOAD   ACTIVE SUB    DESCRIPTION
● nova-compute.service loaded failed failed OpenStack Compute
● e2scrub_all.service  loaded failed failed Online ext4 Metadata Check for All Filesystems

LOAD   = Reflects whether the unit definition was properly loaded.
2 loaded units listed.
"""
DNSMASQ = (
    "1795332423 d0:0d:a2:00:00:02 172.31.0.11 * 01:d0:0d:a2:00:00:02\n"
    "1795332445 d0:0d:a2:00:00:01 172.31.0.19 nc01 *\n"
)
OLD_FLAGS = "<BROADCAST,MULTICAST,UP,LOWER_UP>"
OLD_BRIDGE = (
    f"3: vnet7 state UNKNOWN : {OLD_FLAGS} mtu 1500 master br0 state forwarding priority 32 cost 100 \n"
)


def content_of(text: str) -> Content | None:
    kind = recognise(text)
    assert kind, text
    return read_documents_in("x", text, kind)[0].content


@pytest.mark.parametrize(
    "text, kind",
    [
        *(((TOOLS / f"{name}.txt").read_text(), "links") for name in ("ip-link", "ip-addr", "ip-br-link")),
        *(
            ((TOOLS / f"{name}.txt").read_text(), "links")
            for name in ("ip-br-addr", "bridge-link", "brctl")
        ),
        ((TOOLS / "virsh.txt").read_text(), "transcript"),
        (NET_LEASES, "virsh net-dhcp-leases"),
        (STATUS, "systemctl"),
        (FAILED, "systemctl"),
        (DNSMASQ, "dnsmasq.leases"),
        (OLD_BRIDGE, "links"),
        ("$ systemctl status nova-compute\n" + STATUS, "systemctl"),
    ],
)
def test_each_is_told_by_its_content(text: str, kind: str) -> None:
    assert recognise(text) == kind
    assert recognise(text.replace("\n", "\r\n")) == kind, "with DOS line ends"
    bare = text.split("\n", 1)[1] if text[0] in "#$" and kind != "transcript" else text
    assert recognise(bare) == kind, "without the prompt"


@pytest.mark.parametrize(
    "text",
    [
        "Nov 22 10:00:00 h root: # virsh list --all\nNov 22 10:00:01 h root: $ ip link\n",
        "# virsh list --all\nerror: failed to connect to the hypervisor\n",
        "$ openstack server list\n\nNov 22 10:00:00 h dhcpd: DHCPDISCOVER from d0:0d:00:00:00:01 via br0\n",
        "1: one <b>\n2: two\n",
        "PORT STATE\nssh UP\n",
    ],
)
def test_what_only_looks_so_is_no_document(text: str) -> None:
    assert recognise(text) is None


def test_links_tell_their_bridge_and_who_set_them_up() -> None:
    links = content_of((TOOLS / "ip-link.txt").read_text())
    assert isinstance(links, Links)
    told = {row.name: (row.state, row.master, row.is_down, row.is_set_down) for row in links.rows}
    assert told["vnet0"] == ("UP", "br0", False, False)
    assert told["vnet1"] == ("DOWN", "br0", True, True)
    assert told["vnet2"] == ("UP", "", False, False)
    assert told["qvb0a1b2c3d-4e"] == ("UP", "br0", False, False)
    assert links.tells_masters
    brief = content_of((TOOLS / "ip-br-link.txt").read_text())
    assert isinstance(brief, Links)
    assert not brief.tells_masters
    whole = {row.name: (row.mac, row.state) for row in links.rows if row.name != "lo"}
    assert whole == {row.name: (row.mac, row.state) for row in brief.rows if row.name != "lo"}


@pytest.mark.parametrize("name", ["bridge-link", "brctl"])
def test_both_lists_of_bridges_have_the_same_ports(name: str) -> None:
    links = content_of((TOOLS / f"{name}.txt").read_text())
    assert isinstance(links, Links)
    assert links.of_bridges
    assert [row.name for row in links.rows if row.master == "br0"] == ["vnet0", "vnet1", "qvb0a1b2c3d-4e"]
    old = content_of(OLD_BRIDGE)
    assert isinstance(old, Links)
    assert [(row.name, row.master) for row in old.rows] == [("vnet7", "br0")]


def test_several_commands_in_one_text_are_read_each_with_the_lines_of_the_whole() -> None:
    text = (
        "Hello,\nsee below.\n\n```\n"
        + (TOOLS / "virsh.txt").read_text()
        + "```\n$ bridge link\n"
        + OLD_BRIDGE
    )
    documents = read_documents_in("ticket", text, recognise(text) or "")
    kinds = ["virsh list", "virsh domiflist", "virsh net-list", "links"]
    assert [one.kind for one in documents] == kinds
    assert all(one.error is None for one in documents)
    lines = text.splitlines()
    plugs, networks = documents[1].content, documents[2].content
    assert isinstance(plugs, Plugs)
    assert isinstance(networks, Networks)
    (plug,) = plugs.rows
    assert (plug.domain, plug.interface, plug.source) == ("test", "testnet0", "default")
    assert "testnet0" in lines[plug.line - 1]
    assert [(row.name, row.is_active, "inactive" in lines[row.line - 1]) for row in networks.rows] == [
        ("default", False, True)
    ]


def test_a_log_with_a_list_pasted_in_is_read_as_both(tmp_path: Path) -> None:
    log = "Nov 22 10:00:00 h dhcpd: Listening on LPF/br0/52:54:00:00:00:01/172.31.0.0/16\n"
    printed = f"# virsh list --all\n Id   Name   State\n{RULE}\n 1    i-1    running\n"
    (tmp_path / "ticket.txt").write_text(f"{log}\n{printed}", "utf-8")
    report = report_on(tmp_path)
    assert [(one.kind, one.facts["running"]) for one in report.documents] == [("virsh list", 1)]
    assert [(one.format, one.lines) for one in report.sources] == [("rfc3164", 6)]


def test_units_tell_what_failed() -> None:
    for text in (STATUS, FAILED):
        units = content_of(text)
        assert isinstance(units, Units)
        assert (units.rows[0].name, units.rows[0].active) == ("nova-compute.service", "failed")


def test_leases_say_whom_an_address_is_lent_to_in_the_end() -> None:
    text = (
        "lease 10.0.0.5 {\n  starts 0 2026/11/22 06:10:01;\n  ends 1 2026/11/23 06:10:01;\n  binding state active;\n"
        "  hardware ethernet d0:0D:e1:0:00:01;\n}\n"
        "lease 10.0.0.5 {\n  starts 0 2026/11/22 07:10:01;\n  binding state abandoned;\n}\n"
        "lease 10.0.0.6 {\n  starts epoch 1795332423; # Sun\n  ends never;\n  binding state active;\n}\n"
        "lease 10.0.0.7 {\n  st"
    )
    read = read_document("l", text, "dhcpd.leases")
    assert isinstance(read.content, Leases)
    assert [(row.ip, row.state, row.line) for row in read.content.rows] == [
        ("10.0.0.5", "abandoned", 7),
        ("10.0.0.6", "active", 11),
    ]
    assert read.content.as_of == "2026-11-22T07:27:03Z"
    assert (read.error, read.line) == ("line 16, column 1: a lease has no end: the file was cut", 16)
    lent = content_of(DNSMASQ)
    assert isinstance(lent, Leases)
    assert [(row.ip, row.mac, row.name) for row in lent.rows] == [
        ("172.31.0.11", "d0:0d:a2:00:00:02", ""),
        ("172.31.0.19", "d0:0d:a2:00:00:01", "nc01"),
    ]
    lent = content_of(NET_LEASES)
    assert isinstance(lent, Leases)
    assert [(row.ip, row.mac, row.name) for row in lent.rows] == [
        ("192.168.122.45", "52:54:00:0a:0b:0c", "web1")
    ]


@needs_lab
def test_the_lab_s_transcript_of_virsh_is_read() -> None:
    text = (LAB / "libvirt" / "virsh.txt").read_text("utf-8")
    documents = read_documents_in("v", text, recognise(text) or "")
    plugs = [row for one in documents if isinstance(one.content, Plugs) for row in one.content.rows]
    assert [(row.domain, row.interface, row.source) for row in plugs] == [("i-00000001", "vnet0", "br0")]


@given(st.text(max_size=200), st.integers(0, 400))
def test_a_damaged_one_never_raises(noise: str, place: int) -> None:
    for text in (STATUS, FAILED, DNSMASQ, NET_LEASES, (TOOLS / "ip-addr.txt").read_text()):
        broken = text[:place] + noise + text[place:]
        kind = recognise(broken)
        for one in read_documents_in("x", broken, kind) if kind else ():
            assert one.kind


@pytest.mark.parametrize(
    "text", ["lease 1.2.3.4 {\n" * 20_000, "lease 1.2.3.4 {\n}\n" * 20_000, "# virsh list\n" * 20_000]
)
def test_a_hostile_text_takes_no_long_time(text: str) -> None:
    kind = recognise(text[:65536])
    begun = perf_counter()
    for one in read_documents_in("x", text, kind) if kind else ():
        assert one.kind
    assert perf_counter() - begun < 5
