"""A machine that boots from the network got an address, and no file to boot.

What it looks for: `PXE-E53: No boot filename received`, `PXE-E32: TFTP open timeout`, `PXE-T01: File not found`, iPXE's
`Nothing to boot`.

Why it fails a launch: the DHCP server names no boot file, or it is not on the TFTP server, or that does not answer.

What to do: next-server and filename of the DHCP server; the file on the TFTP server; a firewall before port 69.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="netboot-no-file",
    kinds={"initramfs.netboot_without_file"},
    subject="host",
    noun="machine",
    fields=("reason",),
    title="A machine ({where}) that boots from the network got an address, and no file to boot: {reason}",
    means=(
        "DHCP answered; what failed is the boot file: the server named none (filename, option 67, for this kind of"
        " firmware), the TFTP server (next-server, option 66) does not answer, or it has no such file."
    ),
    severity="error",
    stage="usable",
    category="dhcp.path",
    says="a machine that boots from the network got no file to boot",
    symptom_of=("boot-disk-missing",),
    telling=Telling(
        confidence="likely",
        beyond="not known: whether the file is named and missing, or not named",
        asks=(
            Ask(
                "ss -lunp sport = :69",
                (
                    ("nothing", "no TFTP server runs there"),
                    ("a server", "look in its log for the file's name"),
                ),
            ),
        ),
    ),
    fires=("PXE-E53: No boot filename received\n", "PXE-E32: TFTP open timeout\n"),
    quiet=("net0: 52:54:00:4f:11:c9 using virtio-net on 0000:00:03.0 (Ethernet) [open]\n",),
    fix="name the boot file and its server in the DHCP server's settings, and put the file there",
)
