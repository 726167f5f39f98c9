"""What stands behind the words with which platforms give a guest's start up, and who speaks in their lines."""

from __future__ import annotations

import pytest

from logdiag.parse.records import parse_line
from logdiag.record import Record
from logdiag.refusals import SHOWN, refusal_of

MEANINGS = {
    "cluster not ready - no quorum?": "majority",
    "Command failed: Host key verification failed.": "known_hosts",
    "Error creating the Kvm object: Error(13)": "permission to the device",
    "VmCreate(No such file or directory (os error 2))": "no hardware virtualisation",
    "error: Cannot check QEMU binary /usr/bin/qemu-kvm-one: No such file or directory": "not installed",
    "Required tool 'zpool' is missing": "ZFS",
    "qemu-system-x86_64: -balloon: invalid option": "versions do not fit",
    "can't lock file '/var/lock/pve-manager/pve-storage-local-lvm' - got timeout": "Another task",
    "Server_error(VM_REQUIRES_SR, [ OpaqueRef:b8ca05cd ])": "storage repository",
    "failed plugging phase1 at nic 'net1': Link not found": "multus",
    "machine didn't return an IP after 120 seconds": "DHCP",
    "Timeout: request did not complete within requested timeout 30s": "in time",
    "the moon is in the wrong quarter": "the line alone",
}


@pytest.mark.parametrize("reason, words", MEANINGS.items())
def test_a_reason_is_told_with_what_it_means(reason: str, words: str) -> None:
    assert words in refusal_of(reason)[0].means


def test_of_a_long_reason_the_part_is_shown_that_tells() -> None:
    reason = f"{'before ' * 40}No space left on device{' behind' * 40}"
    refusal, shown = refusal_of(reason)
    assert "full" in refusal.means
    assert "No space left on device" in shown
    assert len(shown) <= SHOWN + 4


def test_a_hostile_reason_takes_no_time() -> None:
    assert refusal_of("bridge" * 100_000 + "\x00")[1]


def test_a_line_of_kubevirt_is_told_by_its_component_with_guest_and_reason() -> None:
    read = parse_line(
        '{"component":"virt-handler","level":"error","msg":"Synchronizing the VirtualMachineInstance failed.",'
        '"name":"vm7","namespace":"prod","pos":"vm.go:1690","reason":"Link not found",'
        '"timestamp":"2026-11-22T06:16:00.052144Z"}'
    )
    assert isinstance(read, Record)
    assert (read.program, read.kind) == ("virt-handler", "kubevirt.sync_failed")
    assert read.fields == {"instance": "prod/vm7", "reason": "Link not found"}


def test_other_json_keeps_its_message_and_its_name() -> None:
    read = parse_line('{"name":"vm7","msg":"started","reason":"asked","ts":"2026-11-22T06:16:00Z"}')
    assert isinstance(read, Record)
    assert (read.program, read.message) == ("vm7", "started")


@pytest.mark.parametrize(
    "line, program, kind",
    [
        ("udhcpc: no lease, failing", "udhcpc", "dhclient.no_offers"),
        ("TASK ERROR: start failed: QEMU exited with code 1", None, "proxmox.task_error"),
        ("ALERT!  /dev/vda1 does not exist.  Dropping to a shell!", None, "initramfs.root_not_found"),
        ("No bootable device.", None, "initramfs.nothing_to_boot"),
    ],
)
def test_a_line_of_a_terminal_tells_no_time_and_is_read(line: str, program: str | None, kind: str) -> None:
    read = parse_line(line)
    assert isinstance(read, Record)
    assert (read.time, read.program, read.kind) == (None, program, kind)
