"""Reasons: what stands behind a failed build of an instance, told by the words of nova, libvirt and qemu in it.

One text has one reason, the first that fits; "" is a text that tells none, "other" one that nobody knows yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

# Messages of nova-compute and the conductor that say why a build failed, each with the reason as its last field.
BUILD = frozenset(
    {
        "nova.spawn_failed",
        "nova.build_failed",
        "nova.build_aborted",
        "nova.build_rescheduled",
        "nova.build_broken",
        "nova.libvirt_error",
        "nova.guest_not_started",
        "nova.last_host_error",
        "nova.retries_exceeded",
        "nova.networks_not_allocated",
        "nova.network_setup_failed",
        "nova.port_refused",
        "nova.block_device_failed",
        "nova.process_stderr",
    }
)

# The rules that each know one or more of these reasons: they stand above those that only know that a build failed.
REASONED = (
    "nova-compute-stopping",
    "nova-vif-timeout",
    "nova-port-binding",
    "nova-no-address",
    "nova-network-refused",
    "ceph-settings-missing",
    "nova-ceph-unreachable",
    "nova-disk-full",
    "nova-disk-locked",
    "nova-out-of-memory",
    "nova-huge-pages",
    "nova-pci-device",
    "nova-claim-refused",
    "nova-flavor-too-small",
    "nova-volume-late",
    "nova-volume-failed",
    "nova-glance-unreachable",
    "nova-image-part-unnamed",
    "nova-image-refused",
    "nova-libvirt-unreachable",
    "nova-kvm-missing",
    "nova-machine-not-registered",
    "nova-pinning-refused",
    "nova-cpu-mismatch",
    "nova-bridge-missing",
    "nova-plug-refused",
    "nova-access-denied",
    "nova-file-missing",
    "nova-name-taken",
    "nova-console-port-taken",
    "nova-build-no-reply",
)

# In this order: a deeper reason stands before one whose words come with many.
_WORDS = {
    "stopping": r"In shutdown, no new events",
    "vif": r"Virtual Interface creation failed|VirtualInterfaceCreateException"
    r"|network\(s\), not rescheduling|^creation failed",
    "binding": r"Binding failed for port|PortBindingFailed",
    "addresses": r"No fixed IP|No more fixed IP|No more IP addresses|IpAddressGenerationFailure"
    r"|IP to be allocated|^to be allocated",
    "neutron": r"Connection to neutron failed|Unable to establish connection to [^ ]*:9696|NeutronAdminCredential"
    r"|neutronclient|quantumclient|(Neutron|Quantum)ClientException"
    r"|PortNotUsable|PortInUse|PortLimitExceeded|Port quota|NetworkAmbiguous|NetworkNotFound"
    r"|PortNotFound|Request to [^ ]*:9696[^ ]* timed out",
    "ceph-unset": r"monitor info from DNS SRV|no monitors specified to connect|unable to find a keyring",
    "ceph": r"Secret not found|RADOS|rados\.|connecting to the cluster|error reading header|rbd:|rbd\.|ImageNotFound\(",
    "disk-full": r"No space left on device|disk space|ENOSPC",
    "lock": r"Failed to get [^ ]+ lock|Is another process using the image|failed to acquire lock|lock manager",
    "memory": r"Cannot allocate memory|cannot set up guest memory|unable to map backing store",
    "huge-pages": r"hugetlbfs|[Hh]uge ?page|page size|NUMA topology|insufficient free memory on NUMA",
    "pci": r"MAC/vlanid|PCI device|PCI Device|Claim pci failed|PciDevice|vfio|VFIO|IOMMU|Node device not found",
    "claim": r"Insufficient compute resources|ComputeResourcesUnavailable|Free [a-z]+ [-0-9.]+ [A-Z]+ < requested",
    "flavor": r"Flavor's (disk|memory)|FlavorDisk|FlavorMemory|instance's disk would be too small"
    r"|ImageTooLarge|Image is larger than|larger than instance type"
    r"|too small for requested image|smaller than the minimum size|flavors with zero disk",
    "volume": r"did not finish being created|Volume[A-Z][A-Za-z]+:|Block Device Mapping|Volume device not found"
    r"|cinderclient|Invalid volume|InvalidBDM|BootFromVolume|attach(ing)? volume|Volume [^ ]+ could not be",
    "glance": r"GlanceConnectionFailed|Connection to glance|contacting glance|glanceclient",
    "image-part": r"Image None could not be found",
    "image": r"Image [^ ]+ (could not be found|is unacceptable|is not active|is not authorized)|ImageUnacceptable"
    r"|ImageNotFound|ImageNotAuthorized|CouldNotFetchImage|InvalidDiskFormat|not in (qcow2|raw) format"
    r"|Image is corrupt|checksum|Image not in a supported format|SignatureVerification",
    "libvirt-gone": r"Failed to connect socket|Connection to the hypervisor|HypervisorUnavailable|Cannot recv data"
    r"|End of file while reading data|client socket is closed|unable to connect to server",
    "kvm": r"KVM kernel module|[Kk][Vv][Mm] is not available|initialize KVM|initialize kvm|virtualization support"
    r"|domaintype=kvm|domain type .?kvm|os type hvm|virt type .?kvm|requires kvm|/dev/kvm",
    "pinning": r"[Cc][Pp][Uu] affinity is not supported",
    "machined": r"error from service: CreateMachine|CreateMachine:|TerminateMachine:",
    "cpu": r"CPU (mode|model|features?|is incompatible)|host CPU|guest CPU|CPU doesn't match|Unacceptable CPU"
    r"|CPU set to pin|Unable to find CPU",
    "bridge": r"interface MTU on|to add bridge|bridge .* does not exist|Unable to create tap device|get interface index"
    r"|/dev/net/tun|Unable to add port|network .* is not active|Network not found: no network"
    r"|No such bridge|ovs-vsctl",
    "plug": r"os_vif plugin|Failed to plug VIF|InternalError: Failure running|vif_plug_[a-z]+",
    "denied": r"Permission denied|Operation not permitted|AppArmor|apparmor|SELinux|security label|set user and group",
    "missing-file": r"Cannot access (backing|storage) file|No such file or directory|DiskNotFound|No disk at"
    r"|Failed to find file|Could not open ",
    "exists": r"already exists|already defined|already running|domain .* is already|DestinationDiskExists",
    "port-in-use": r"Address already in use|Failed to start VNC|already in use, please|Unable to find an unused port",
    "no-reply": r"MessagingTimeout|Timed out waiting for a reply|Timeout while waiting on RPC",
    "database": r"DBConnectionError|pymysql\.err|OperationalError|DBError",
    "quota": r"[Qq]uota exceeded|OverQuota|exceeding volume related resource quota",
}
_TRACEBACK = "Traceback (most recent call last)"
# Between two items of a list as Python prints it, and what stands before the reason of a build tried elsewhere.
_PARTS = r"""\\n['"], u?['"]"""
_AGAIN = r"^[A-Za-z_.]{0,80}Exception: Build of instance [^ ]{1,60} (?:was re-scheduled|aborted): "
_POOL = (
    r"HTTPS?ConnectionPool\(host='([^']{1,255})', port=([0-9]{1,5})\): Max retries exceeded with url: "
    r"[^ ]{1,2000} \(Caused by (.*)"
)
# What libvirt says before it repeats what qemu said.
_BEFORE_QEMU = (
    r"^(?:(?:libvirt\.)?(?:libvirtError: )?(?:internal error: )?(?:qemu unexpectedly closed the monitor"
    r"|process exited while connecting to monitor): )?(?:20[0-9T:.Z-]{18,30} )?"
    r"(?:(?:/[^ ]{1,80}/)?(?:qemu|kvm)[a-z0-9_-]{0,40}: )(?:-[a-z]{1,40} [^ ]{1,2000}: )?(?=.)"
)
# An answer of an API as JSON: its detail, without the sentence that each answer of 400 begins with.
_DETAIL = (
    r"""\{"errors": \[\{[^\n]{0,600}?"detail": "(?:The server could not comply[^"\\]{0,120})?(?:\\n| )*"""
    r"""([^"\\]{3,1000})"""
)
# What stands before it is the whole interface, as os-vif prints it.
_GOT = ". Got error: "
_CLOSING = "'\")],"
LONGEST_TASK = 60
"""Characters before the name of a server that are shown with it."""
LONGEST = 4000
"""Characters that are looked at: a conductor repeats whole tracebacks, whose last line tells the reason."""


def last_words(text: str) -> str:
    """The last words of a traceback that was put into one line, as conductors do, and who did not answer an HTTP
    request for what reason; any other text as it is.
    """
    if "ConnectionPool(host=" in text:
        text = _unreached(text[:LONGEST])
    if '{"errors": [' in text and (told := re.search(_DETAIL, text[:LONGEST])):
        return told[1]
    if _TRACEBACK not in text:
        return re.sub(_BEFORE_QEMU, "", text.rpartition(_GOT)[2])
    shown = text[-LONGEST:] if len(text) > LONGEST else text
    end = next(
        (
            part
            for part in reversed(re.split(_PARTS, shown))
            if part.strip("'\"\\ n]") and _TRACEBACK not in part
        ),
        text,
    )
    return (
        re.sub(_AGAIN, "", end)
        .rpartition(_GOT)[2]
        .removesuffix("]")
        .rstrip("'\"")
        .removesuffix("\\n")
        .rstrip()
    )


def _unreached(text: str) -> str:
    found = re.search(_POOL, text)
    if found is None:
        return text
    why = found[3].rpartition("Failed to establish a new connection: ")[2]
    task = text[: found.start()] if found.start() < LONGEST_TASK else ""
    return f"{task}{found[1]} port {found[2]}: {why.rstrip(_CLOSING)}"


def reason_of(text: str) -> str:
    """The name of the reason that a text tells; "" if it tells none, "other" if it is not known."""
    if _TRACEBACK in text:
        known = _reason_of(last_words(text))
        if known not in ("", "other"):
            return known
    return _reason_of(text[:LONGEST] + text[-LONGEST:] if len(text) > 2 * LONGEST else text)


@lru_cache(maxsize=1024)
def _reason_of(text: str) -> str:
    if not text.strip("'\"\\ nu"):
        return ""
    return next((name for name, words in _WORDS.items() if re.search(words, text)), "other")


def because(*names: str, fields: tuple[str, ...] = ()) -> Callable[[Mapping[str, str]], bool]:
    """Whether a message tells one of these reasons, or one of these fields, which tell the reason by being there."""
    wanted = frozenset(names)

    def is_so(told: Mapping[str, str]) -> bool:
        return any(told.get(name) for name in fields) or reason_of(told.get("reason", "")) in wanted

    return is_so
