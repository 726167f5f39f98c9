"""dhcpd.conf: what is read of it, and what is said where it is broken."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag.documents.dhcpd import DhcpdConf, SharedNetwork, Subnet, repeated
from logdiag.documents.reading import read_document
from logdiag.documents.values import ReadDocument

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SHARED = Path(__file__).resolve().parents[1].parent / "shared"
EUCA = (SAMPLES / "bridge-limit/euca-dhcp.conf").read_text()

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the captures beside the checkout are absent")

MANY_FORMS = """\
# comment with { and ; in it
authoritative;
Default-Lease-Time 600; max-lease-time 7200;
option domain-name "a \\"quoted\\" { name";
option space PXE;
option PXE.mtftp-ip code 1 = ip-address;
option contents code 151 = { ip-address, integer 8, array of text };
option client-arch code 93 = unsigned integer 16;
ddns-update-style none;
include "/etc/dhcp/more.conf";
key rndc-key { algorithm hmac-md5; secret pRP5FapFoJ95JEL06sv4PQ==; };
zone example.org. { primary 127.0.0.1; key rndc-key; }
failover peer "two" { primary; address 10.0.0.1; port 647; mclt 3600; split 128; }
class "pxe" {
  match if substring (option vendor-class-identifier, 0, 9) = "PXEClient";
  if option client-arch = 00:07 { filename "boot.efi"; }
  elsif option client-arch = 00:09 { filename "boot64.efi"; }
  else { filename "pxelinux.0"; }
}
subclass "known" 1:08:00:2b:4c:39:ad;
subclass "known" 1:08:00:2b:a9:cc:e3 { option root-path "/export"; }
subnet6 2001:db8::/32 { range6 2001:db8::10 2001:db8::20; }
shared-network "upper floor" {
  subnet 10.5.5.0 netmask 255.255.255.224 {
    range dynamic-bootp 10.5.5.26 10.5.5.30;
    option routers 10.5.5.1, 10.5.5.2;
    on commit { set client = binary-to-ascii(10, 8, ".", leased-address);
                execute("/bin/note", "up", client); log(info, concat("got ", client)); }
  }
  subnet 10.6.0.0 netmask 255.255.0.0 { }
  pool { allow known-clients; range 10.6.0.10 10.6.0.20; range 10.6.0.99; }
}
subnet 192.168.1.0 netmask 255.255.255.0 {
  pool { deny unknown-clients; failover peer "two"; range 192.168.1.5 192.168.1.9; }
}
group { use-host-decl-names on;
  host passacaglia { hardware ethernet 0:0:c0:5D:bd:95; filename "vmunix.passacaglia"; server-name "toccata"; }
  host fantasia { hardware ethernet 08:00:07:26:c0:a5; fixed-address fantasia.example.org, 10.5.5.7; }
  host ring { hardware token-ring 10:00:5a:11:22:33; }
  host clone { hardware ethernet 08:00:07:26:c0:a5; }
}
"""


def read(text: str) -> ReadDocument:
    return read_document("dhcpd.conf", text, "dhcpd.conf")


def conf_of(text: str) -> DhcpdConf:
    content = read(text).content
    assert isinstance(content, DhcpdConf)
    return content


def test_eucalyptus_file_gives_its_entries_with_their_places() -> None:
    conf = conf_of(EUCA)
    entry = conf.host_of("D0-0D-85-1A-7A-B9")
    assert entry is not None
    assert (entry.name, entry.mac, entry.addresses) == (
        "node-172.31.0.15",
        "d0:0d:85:1a:7a:b9",
        ("172.31.0.15",),
    )
    lines = EUCA.splitlines()
    assert lines[entry.line - 1].startswith("host node-172.31.0.15")
    assert entry.mac_line is not None
    assert "D0:0D:85:1A:7A:B9" in lines[entry.mac_line - 1]
    assert len(conf.hosts) == 94
    assert conf.from_eucalyptus
    assert conf.complete
    assert (conf.default_lease_time, conf.default_lease_time_line) == (86400, 2)
    assert conf.shared_networks == (SharedNetwork("euca", 6, conf.subnets, has_range=False),)
    assert conf.host_of("d0:0d:00:00:00:00") is None


def test_facts_are_what_a_person_asks_first() -> None:
    facts = read(EUCA).facts
    assert {name: facts[name] for name in ("hosts", "subnets", "ranges", "shared_network", "complete")} == {
        "hosts": 94,
        "subnets": 1,
        "ranges": 0,
        "shared_network": "euca",
        "complete": True,
    }


def test_every_form_of_the_language_is_understood() -> None:
    assert read(MANY_FORMS).error is None
    conf = conf_of(MANY_FORMS)
    assert [host.mac for host in conf.hosts] == [
        "00:00:c0:5d:bd:95",
        "08:00:07:26:c0:a5",
        None,
        "08:00:07:26:c0:a5",
    ]
    assert conf.hosts[1].addresses == ("fantasia.example.org", "10.5.5.7")
    assert [(each.low, each.high) for each in conf.ranges] == [
        ("10.5.5.26", "10.5.5.30"),
        ("10.6.0.10", "10.6.0.20"),
        ("10.6.0.99", "10.6.0.99"),
        ("192.168.1.5", "192.168.1.9"),
    ]
    assert [len(each.ranges) for each in conf.subnets] == [1, 2, 1]
    assert [each.deny_unknown_clients for each in conf.pools] == [True, True]
    assert [(each.shared_network, each.subnet) for each in conf.pools] == [
        ("upper floor", None),
        (None, "192.168.1.0"),
    ]
    assert conf.shared_networks[0].has_range
    assert (conf.default_lease_time, conf.max_lease_time) == (600, 7200)
    assert conf.authoritative
    assert not conf.deny_unknown_clients
    assert conf.includes == ("/etc/dhcp/more.conf",)
    assert conf.duplicate_macs == ("08:00:07:26:c0:a5",)
    assert not conf.from_eucalyptus


@pytest.mark.parametrize(
    "name, line",
    [
        ("upper floor", 23),
        ("192.168.1.0/24", 33),
        ("192.168.1/24", 33),
        ("10.5.5.0/27", 24),
        ("10.9.9.0/24", None),
    ],
)
def test_a_network_is_found_by_the_name_dhcpd_logs(name: str, line: int | None) -> None:
    network = conf_of(MANY_FORMS).network_named(name)
    assert (network.line if network else None) == line


def test_an_address_is_found_in_its_subnet() -> None:
    conf = conf_of(MANY_FORMS)
    found = conf.network_of_address("10.6.200.1")
    assert isinstance(found, Subnet)
    assert found.name == "10.6.0.0/16"
    assert conf.network_of_address("8.8.8.8") is None
    assert conf.network_of_address("no address") is None


@pytest.mark.parametrize(
    "text, sentence",
    [
        (
            "subnet 10.0.0.0 netmask 255.0.0.0 {\n  range 10.0.0.1 10.0.0.9\n  option routers 10.0.0.1;\n}\n",
            "line 3, column 3: expected ';' after '10.0.0.9', found 'option'",
        ),
        ("default-lease-time 600\nmax-lease-time 7200;\n", "line 2, column 1: expected ';' after '600'"),
        (
            "option routers 10.0.0.1 # the gate\nhost a { }\n",
            "line 2, column 1: expected ';' after '10.0.0.1'",
        ),
        (
            "host a { hardware ethernet d0:0d:zz:00:00:01; }\n",
            "line 1, column 28: expected a hardware address",
        ),
        (
            "subnet 10.0.0.0 255.0.0.0 { }\n",
            "line 1, column 17: expected the word netmask after '10.0.0.0'",
        ),
        (
            "host a { fixed-address 10.0.0.1; }\n}\n",
            "line 2, column 1: expected a statement after '}', found '}'",
        ),
        (
            "host a {\n  fixed-address 10.0.0.1;\nhost b { }\n",
            "line 3, column 1: expected a statement or '}'",
        ),
        (
            "max-lease-time soon;\n",
            "line 1, column 16: expected a number after 'max-lease-time', found 'soon'",
        ),
        ('option domain-name "x;\nauthoritative;\n', "line 1, column 20: expected ';'"),
        ("range 10.0.0.1 10.0.0.2;\nhost {\n", "line 2, column 6: expected a text in quotes or a name"),
        (
            "subnet 10.0.0.0 netmask 255.0.0.0 {\n  range 11.0.0.1 11.0.0.9;\n}\n",
            "line 2, column 3: 11.0.0.1 is not in subnet 10.0.0.0 netmask 255.0.0.0: dhcpd will not start",
        ),
        ("host a { }\n host a { }\n", "line 2, column 2: host 'a' is declared a second time"),
    ],
)
def test_an_error_says_what_was_expected_and_what_stands_there(text: str, sentence: str) -> None:
    document = read(text)
    assert document.error is not None
    assert document.error.startswith(sentence)
    assert sentence.startswith(f"line {document.line}, column {document.column}")


@needs_shared
def test_the_file_that_dhcpd_refused_is_refused_at_the_same_line() -> None:
    document = read((SHARED / "lab/dhcpd/conf-error/dhcpd.conf").read_text())
    assert (document.line, document.facts["complete"], document.facts["cut_off"]) == (6, False, False)


def test_what_stood_before_an_error_is_kept() -> None:
    conf = conf_of(EUCA.replace("fixed-address 172.31.0.20;", "fixed-adress 172.31.0.20", 1))
    assert [host.name for host in conf.hosts] == [f"node-172.31.0.{n}" for n in range(10, 20)]
    assert (conf.complete, conf.cut_off) == (False, False)
    assert len(conf.subnets) == 1


def test_a_file_without_its_last_brace_is_cut_off_and_says_which_block() -> None:
    document = read(EUCA.rstrip()[:-1])
    assert isinstance(document.content, DhcpdConf)
    assert document.content.cut_off
    assert not document.content.complete
    assert document.facts["hosts"] == 94
    assert document.error is not None
    assert "the file ends before the '}' that closes 'shared-network euca' of line 6" in document.error


@pytest.mark.parametrize("offset", range(560, len(EUCA) - 2, 97))
def test_a_file_cut_anywhere_keeps_its_whole_entries(offset: int) -> None:
    text = EUCA[:offset]
    conf = conf_of(text)
    assert len(conf.hosts) == text.count("fixed-address 172.31.0.") - (not closed(text))
    assert not conf.complete
    assert conf.cut_off


def closed(text: str) -> bool:
    last = text[text.rfind("\nhost ") :]
    return "fixed-address 172.31.0." not in last or "}" in last


def test_hosts_are_read_fast() -> None:
    head = EUCA[: EUCA.index("\nhost ")]
    entry = (
        "\nhost node-{} {{\n  hardware ethernet D0:0D:00:00:{:02X}:{:02X};\n  fixed-address 10.0.0.1;\n}}\n"
    )
    entries = "".join(entry.format(n, n >> 8, n & 255) for n in range(5000))
    start = time.perf_counter()
    conf = conf_of(f"{head}{entries}}}\n")
    assert len(conf.hosts) == 5000
    assert time.perf_counter() - start < 5


def test_deep_nesting_is_read_without_harm() -> None:
    assert conf_of("group {" * 20_000 + "host a { }" + "}" * 20_000).hosts[0].name == "a"
    assert not conf_of("group {" * 20_000).complete


@given(st.lists(st.sampled_from(MANY_FORMS.split()), max_size=60).map(" ".join))
@settings(max_examples=150)
def test_shuffled_words_never_raise(text: str) -> None:
    document = read(text)
    assert (document.error is None) == (document.line is None)


@given(st.integers(0, len(MANY_FORMS)), st.text(max_size=4), st.integers(0, 5))
@settings(max_examples=150)
def test_damage_never_raises_and_an_error_points_into_the_file(at: int, what: str, lost: int) -> None:
    text = MANY_FORMS[:at] + what + MANY_FORMS[at + lost :]
    document = read(text)
    if document.line is not None:
        assert 1 <= document.line <= text.count("\n") + 1


@given(st.lists(st.sampled_from("abc")))
def test_repeated_names_are_those_found_twice(names: list[str]) -> None:
    assert repeated(names) == tuple(dict.fromkeys(name for name in names if names.count(name) > 1))
