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
    "Check of pool vg0/instances failed (status:1). Manual repair required!": "thin pool is damaged",
    'Volume group "vg0" not found': "sees no such volume group",
    "cannot import 'tank': pool was previously in use from another system.": "another machine",
    "iSCSI login failed due to authorization failure": "CHAP",
    "no secret with matching uuid '5b0c7a3e'": "key with which the disk's storage",
    "Cannot set interface vlanid to 312 for ifname ens3f0 vf 6: Resource temporarily unavailable": "virtual function",
    "access denied by server while mounting 192.0.2.50:/export": "exports",
    "Could not open '/dev/drbd1000': Wrong medium type": "secondary on this host",
    "Transport endpoint is not connected": "mount there is dead",
    "Address family not supported by protocol": "IPv6",
    "unable to create VM 233 - unsupported format 'qcow2'": "raw only",
    "VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded for quota 'volumes'.": "quota",
    "Invalid key_name provided. (HTTP 400)": "key pair",
    "Multiple possible networks found, use a Network ID to be more specific. (HTTP 409)": "no network",
    "Failed to load CA Certificate /etc/octavia/certs/ca.pem.": "CA's certificate",
    'admission webhook "default.cluster.example" denied the request: spec.x: Required value': "webhook",
    "manila.exception.NetworkException: Subnet None could not be found.": "no subnet of neutron",
    "Conflicting resource provider name: nc03.example.net already exists.": "same name",
    "Tenant is not allowed to create an interface on external network": "administrators only",
    "An auth plugin is required to determine endpoint URL": "no credentials",
    "rbd-nbd: unknown command: --id": "older or newer",
    "Unable to add bridge cloudbr0 port vnet5: Operation not supported": "no Linux bridge",
    "Unable to allocate vnet as a part of network": "VLAN",
    "AttributeError: 'NoneType' object has no attribute 'id'": "a fault of that release",
    "Not allowed to copy image file /var/lib/one/build/os.qcow2": "RESTRICTED_DIRS",
    "WaitConditionTimeout: resources.wait_condition: 0 of 1 received": "tell heat",
    "The Resource Type (My::Port) could not be found.": "resource_registry",
    "unable to attach volume pvc-5a2b to hv3: invalid volume state to start migration attaching": "Longhorn",
    "exceeded timeout 180 seconds, cause: Result queue is empty": "OVN",
    "Agent driver requires agent_url in driver_internal_info": "fast",
    "BadRequest: Expecting to find domain in user. (HTTP 400)": "user_domain_name",
    'pre: Cannot find device "name"': "PHYDEV",
    "conversion of the nvram template to another target format is not supported": "EFI",
    "InvalidVersion: Invalid version: '1.16.0-unknown' (package: gpg)": "setuptools",
    "heat.conf misconfigured, auth_encryption_key must be 32 characters": "An option",
    "Unable to create deployment, no usable volumes found for the VM: 11": "template",
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
        ("No bootable device.", None, "initramfs.no_device"),
    ],
)
def test_a_line_of_a_terminal_tells_no_time_and_is_read(line: str, program: str | None, kind: str) -> None:
    read = parse_line(line)
    assert isinstance(read, Record)
    assert (read.time, read.program, read.kind) == (None, program, kind)
