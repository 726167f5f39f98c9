"""Recognising documents by their content."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from logdiag.documents.recognise import recognise, without_prompt

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SHARED = Path(__file__).resolve().parents[1].parent / "shared"
CONF = (SAMPLES / "story-94/euca-dhcp.conf").read_text()
LOG = (SAMPLES / "story-94/messages").read_text()

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the captures beside the checkout are absent")


@pytest.mark.parametrize(
    "file, kind",
    [
        ("euca-dhcp.conf", "dhcpd.conf"),
        ("instances.txt", "euca-describe-instances"),
        ("zones.txt", "euca-describe-availability-zones"),
        ("free.txt", "free"),
        ("df.txt", "df"),
        ("cpuinfo.txt", "cpuinfo"),
        ("messages", None),
    ],
)
def test_the_files_of_the_story_are_told_apart(file: str, kind: str | None) -> None:
    text = (SAMPLES / "euca4-200-instances" / file).read_text()
    assert recognise(text) == kind
    assert recognise("\ufeff" + text) == kind, "with a byte-order mark"
    assert recognise(text.replace("\n", "\r\n")) == kind, "with DOS line ends"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "\x00\x01\x02subnet 10.0.0.0 netmask 255.0.0.0 {\n}\n",
        CONF + LOG,
        LOG + CONF,
        "Dec 14 23:29:56 euca4 root: subnet 10.0.0.0 netmask 255.0.0.0 {\n",
        "2014-12-14 23:29:56 INFO |   hardware ethernet d0:0d:00:00:00:01;\n  fixed-address 10.0.0.1;\n}\n",
        "#!/bin/sh\ncat > /etc/dhcp/dhcpd.conf <<END\nsubnet 10.0.0.0 netmask 255.0.0.0 {\n}\nEND\n",
        "# DHCP\n\nTo serve addresses, write\n\n    subnet 10.0.0.0 netmask 255.0.0.0 {\n    }\n\nand restart it.\n",
        'timeout 60;\nsend host-name "x";\nrequest subnet-mask, routers;\n',
        'lease {\n  interface "eth0";\n  fixed-address 10.0.0.5;\n  option routers 10.0.0.1;\n}\n',
        'zone "example.org" {\n  type master;\n  file "example.db";\n};\n',
        '{ "Dhcp4": { "subnet4": [ { "subnet": "10.0.0.0/8" } ] } }\n',
        "INSTANCE of something\nelse entirely\n",
        "Filesystem check failed\n",
        "processor: food\nblender: 2\n",
    ],
)
def test_what_is_no_document_is_not_taken_for_one(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    "text, kind",
    [
        ("[root@euca4 ~]# free -m\n", "free"),
        ("$ sudo free -m\n", "free"),
        ("euca4# cat /proc/cpuinfo\n", "cpuinfo"),
        ("[admin@euca4]$ euca-describe-instances\n", "euca-describe-instances"),
    ],
)
def test_a_prompt_above_a_table_is_looked_over_and_keeps_its_line(text: str, kind: str) -> None:
    story = SAMPLES / "euca4-200-instances"
    name = {"free": "free.txt", "cpuinfo": "cpuinfo.txt"}.get(kind, "instances.txt")
    whole = text + (story / name).read_text()
    assert recognise(whole) == kind
    assert without_prompt(whole).count("\n") == whole.count("\n")


def test_a_conf_with_a_syntax_error_is_still_a_conf() -> None:
    assert recognise(CONF.replace("D0:0D:12:4D:C8:EB;", "D0:0D:ZZ")) == "dhcpd.conf"
    assert recognise(CONF[:2000]) == "dhcpd.conf"
    assert recognise(CONF[:60]) == "dhcpd.conf", "cut off in the generator's comment"


@needs_shared
def test_in_the_lab_every_document_is_recognised_and_no_log_is() -> None:
    documents = {"dhcpd.conf", "euca-dhcp.conf"}
    for path in sorted((SHARED / "lab").rglob("*")):
        if not path.is_file() or path.stat().st_size == 0:
            continue
        kind = recognise(path.open("rb").read(65536).decode("utf-8", "replace"))
        if path.name in documents:
            assert kind == "dhcpd.conf", path
        elif path.name.endswith("dhcpd.leases") or path.name == "euca-dhcp.leases":
            assert kind == "dhcpd.leases", path
        elif path.name == "dm.leases":
            assert kind == "dnsmasq.leases", path
        elif path.name == "virsh.txt":
            assert kind == "transcript", path
        elif path.name == "links.txt":
            assert kind == "links", path
        elif path.parent.name != "story":
            assert kind is None, path


@needs_shared
def test_nothing_in_the_outside_exams_is_taken_for_a_document() -> None:
    for folder, _, files in os.walk(SHARED / "exam"):
        for file in files:
            path = Path(folder, file)
            assert recognise(path.open("rb").read(65536).decode("utf-8", "replace")) is None, path


@given(st.text(), st.sampled_from([CONF[:400], LOG[:400]]))
@example(" ", "")
def test_recognising_never_raises(noise: str, text: str) -> None:
    recognise(noise)
    recognise(noise + text)
    recognise(text + noise)
