"""Refusals: what stands behind the words with which a platform gives a guest's start up, whoever says them.

A reason as the program told it comes in; what it means and what mends it come out. The first that fits has it: deeper
reasons stand before those whose words come with many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from logdiag.refusals_cloud import CLOUD
from logdiag.refusals_storage import STORAGE

LONGEST = 4000
"""Characters of a reason that are looked at, from its beginning and from its end."""

SHOWN = 160
"""Characters of a reason that sentences show."""


class Refusal(NamedTuple):
    """What a reason means, and what mends it."""

    means: str
    cure: str


_OTHER = Refusal(
    "What that means for the start is told by the line alone", "mend what the reason names and start again"
)

_KNOWN: dict[str, Refusal] = {
    **{words: Refusal(*told) for words, told in (*STORAGE.items(), *CLOUD.items())},
    r"no quorum|not quorate": Refusal(
        "The cluster has lost the majority of its votes: its configuration is read-only and no "
        "guest may be started,"
        " until enough other nodes are reached again",
        "bring the missing nodes, or the network between the nodes, back (pvecm status)",
    ),
    r"[Hh]ost key verification failed": Refusal(
        "ssh refused to go on: the host key of the other machine is not in known_hosts, or it "
        "has changed. The"
        " platform logs in without a password and nobody can answer the question",
        "put the other machine's host key into the known_hosts of the platform's user "
        "(ssh-keyscan), and try ssh as"
        " that user",
    ),
    r"Permission denied \([a-z,\-]*(?:publickey|password)|Authentication failed"
    r"|[Ll]ogin incorrect|401 Unauthorized": Refusal(
        "The login was refused: the key or the password of the platform's user is not accepted "
        "by the other machine",
        "install the platform's key, or correct its credentials, on the other machine",
    ),
    r"Insufficient devices\.kubevirt\.io": Refusal(
        "No node offers the device that guests need (/dev/kvm and its like): virtualisation is "
        "off on the nodes, or"
        " KubeVirt's virt-handler, which announces the devices, does not run there",
        "see that virt-handler runs on every node and that /dev/kvm is there (or switch useEmulation on)",
    ),
    r"Insufficient (?:cpu|memory|hugepages|ephemeral)|untolerated taint|had taint"
    r"|node affinity|nodes are available": Refusal(
        "Every node was ruled out: too little CPU, memory or huge pages left, a taint (a node "
        "that is down or set apart),"
        " or an affinity or a volume that ties the guest to a node that cannot take it",
        "free or add capacity, bring the nodes that are down back, or loosen what ties the guest",
    ),
    r"(?:[Dd]evice or r|R)esource busy": Refusal(
        "Something else has the device already: the interface is a port of a bridge or has "
        "another macvtap, the disk or PCI"
        " device is another guest's or a driver's",
        "use the bridge in place of its port, or free the device",
    ),
    r"connect socket to|(?:virtlogd|libvirt|virtqemud)-sock": Refusal(
        "libvirt's daemon, or one it needs (virtlogd), is not running on that machine: its "
        "socket is not there",
        "start it (systemctl start libvirtd virtlogd.socket), and enable its sockets",
    ),
    r"start pve-container@|lxc-start": Refusal(
        "The container's own start failed: the lines of lxc-start just before it have the reason "
        "(a hook, a mount, a"
        " network device)",
        "read the lines of lxc-start before it; pct start VMID --debug prints more",
    ),
    r"selinux label: operation not supported|[Ss][Ee][Ll]inux.{0,60}not supported": Refusal(
        "The platform asks for SELinux labels, and the kernel or the file system of this host "
        "has none (SELinux is off or"
        " another policy, such as AppArmor, is used): what it found out about the host does not fit",
        "switch SELinux off for the platform on this host, or on for the kernel, and restart its "
        "service there",
    ),
    r"request alignment|not a multiple of": Refusal(
        "The image's size is no multiple of the block size of the storage below it (mostly 4096 "
        "bytes), which direct I/O"
        " asks for",
        "round the image up to whole blocks (qemu-img resize), or use a cache mode without direct I/O",
    ),
    r"returned error: [45][0-9][0-9]|[45][0-9][0-9] (?:Not Found|Forbidden|Unauthorized"
    r"|Bad Gateway)": Refusal(
        "The server with the image or file answered, and refused: under that address it is not "
        "(any more) there (404),"
        " or may not be had (401, 403), or the server is in trouble itself (5xx)",
        "correct the address of the image, or use another mirror",
    ),
    r"Error executing probes": Refusal(
        "What OpenNebula runs on the host to watch it failed: libvirt is not running there, ruby "
        "or a probe is missing,"
        " or ssh does not get in",
        "run virsh list and the probes of /var/tmp/one/im on that host as oneadmin, then onehost "
        "sync --force",
    ),
    r"Unable to apply .{0,60}on router": Refusal(
        "The network's virtual router did not take a setting of the guest (its DHCP entry, its "
        "user data): the router is"
        " down, out of memory or disk, or its agent does not answer; capacity is not the trouble",
        "see the router's state, and restart the network with clean-up",
    ),
    r"vsock device|VhostOpen|/dev/(?!kvm|net/tun)[a-z0-9/\-]+: [Nn]o such (?:device|file)": Refusal(
        "A device node has no driver behind it: the kernel module of that name (vhost_vsock, "
        "vhost_net, ...) is not"
        " loaded, or another module holds its place",
        "load the module (modprobe) and have it loaded at boot",
    ),
    r"network script .{0,80}failed|pve-bridge": Refusal(
        "The script that puts the guest's tap into its bridge failed: the bridge or VLAN is not "
        "there or not as the"
        " definition says, or a setting of the kernel that it needs is missing (IPv6 switched off, for one)",
        "run the guest's start once by hand and read the script's lines before it; mend the "
        "bridge that the guest names",
    ),
    r"[Bb]us '[^']*' not found": Refusal(
        "The guest's machine type has no bus for a device that its definition names: it was "
        "written for another machine"
        " type or processor (IDE on an ARM machine, for one)",
        "give the device a bus that the machine type has (scsi, virtio, sata)",
    ),
    r"csi driver|CSI driver|registered CSI": Refusal(
        "The storage driver (CSI) is not registered with the kubelet of that node: its pod does "
        "not run there, or not yet"
        " after a boot",
        "see the pods of the storage driver on that node; once they run the volume is attached by itself",
    ),
    r"FAILED_TO_START_EMULATOR|QMP failure|xenopsd internal error": Refusal(
        "The emulator of the guest (qemu-dm) ended or did not answer: its own log of that domain "
        "has the reason, often a"
        " device or an image that is not well",
        "see daemon.log and the emulator's lines of that domain; eject ISOs and take away "
        "devices that are gone",
    ),
    r"cannot create PID file|Cannot lock pid file": Refusal(
        "A qemu of the same guest still runs: left over from a start that was given up, or a second "
        "daemon started it",
        "find that process by its pid file (or ps -ef | grep qemu), end it, and start the guest again",
    ),
    r"for 'core-id', expected|Invalid parameter type for '": Refusal(
        "The qemu that is installed is newer than what drives it and takes its commands otherwise",
        "update the daemon that starts guests, or go back to the qemu before",
    ),
    r"QEMU command not available": Refusal(
        "qemu for the guest's processor is not installed, or was installed after the daemon started: it "
        "looks for it at its start",
        "install qemu-system for that processor, and restart the daemon",
    ),
    r"apparmor|AppArmor|SELinux|selinux|security label": Refusal(
        "A security policy of the host forbids it, whatever the permissions of the file are",
        "let the profile or the label allow that path",
    ),
    r"Kvm(?:New)?[ (:].{0,30}(?:Error\(13\)|Permission denied|os error 13)|Kvm object: Error\(13\)"
    r"|(?:/dev/kvm|KVM kernel module).{0,40}Permission denied": Refusal(
        "It may not open /dev/kvm: the user that runs it has no permission to the device, as it "
        "is in no group that"
        " has (mostly kvm)",
        "give the user access to /dev/kvm (group kvm, or an ACL), and log in again",
    ),
    r"/dev/kvm|KVM kernel module|KVM object|Kvm object|KvmNew|KVM virtuali[sz]ation configured"
    r"|KVM support|requires kvm"
    r"|VmCreate\(No such file|[Kk][Vv][Mm] is not available|initialize KVM|domain type .?kvm": Refusal(
        "The host offers no hardware virtualisation: /dev/kvm is not there, since it is off in "
        "the firmware, the kvm"
        " module is not loaded, or the host is a guest itself without nested virtualisation",
        "switch virtualisation on in the firmware (or nested virtualisation on the machine "
        "below), and load the module",
    ),
    r"'(?:zpool|zfs)' is missing|zfs error|ZFS (?:module|tools)": Refusal(
        "ZFS, or its pool, is not there for the platform: the module is not loaded, the tools "
        "are missing, or the pool"
        " was not imported after the boot",
        "load the zfs module, install its tools, import the pool (zpool import), then restart "
        "the platform's service",
    ),
    r"Cannot check QEMU binary|Required tool|executable file not found|command not found"
    r"|failed to find plugin"
    r"|No emulator found|Cannot find .{0,40}emulator|qemu-[a-z0-9_\-]+: No such file": Refusal(
        "A program that the platform calls is not installed on that machine, or not where it "
        "looks for it (not"
        " installed, its package was removed, or its directory is not in the search path)",
        "install the package that has it on that machine, or link it to the path that is named",
    ),
    r"invalid option|unrecognized option|Unsupported machine type|unsupported machine type"
    r"|is not a valid device model"
    r"|[Uu]nknown (?:option|argument)|Property '[^']+' not found": Refusal(
        "The versions do not fit: the emulator on that machine is newer or older than what the "
        "platform expects, and"
        " does not know an option, a device or a machine type that it was given",
        "bring the platform and the emulator to versions that belong together",
    ),
    r"phys-bits|Address space limit": Refusal(
        "The processor can address less memory than the guest was given room for: its physical "
        "address bits are too"
        " few for the most memory that the guest may be given",
        "limit the guest's memory and what may be plugged in later (limits.memory, maxmem), or "
        "use a newer processor",
    ),
    r"CPU model|CPU feature|host CPU|guest CPU|feature list specified without|CPU mode"
    r"|CPU is incompatible|missing features": Refusal(
        "The CPU model or its features that the guest's definition asks for do not fit: libvirt "
        "refused the definition,"
        " or the host's processor has not got them",
        "correct the CPU type of the guest, the template or the cluster",
    ),
    r"Failed to get \"?[a-z ]+\"? lock|Failed to lock byte|Is another process using|[Ll]ocked by another"
    r"|failed to acquire lock|Failed to acquire lock|No locks available": Refusal(
        "The disk or image could not be locked: another emulator has it open (on this host or "
        "another), or the storage"
        " refuses locks, as NFS does whose lock service does not answer",
        "find who has the file open, and see that the locks of NFS work (rpcbind, lockd, statd) on this host",
    ),
    r"can't lock file|unable to create.*lock|is locked \(|(?:VM|CT) is locked"
    r"|OTHER_OPERATION_IN_PROGRESS": Refusal(
        "Another task held the lock for too long: a clone, a backup or a snapshot of the same "
        "storage or guest still"
        " runs, or ended without giving it back",
        "wait for the other task, start fewer at once, or unlock the guest if no task is left",
    ),
    r"[Vv][Ff][Ii][Oo]|IOMMU|iommu|PCI device|pci device|mdev": Refusal(
        "A device of the host that the guest is to have cannot be handed over: no IOMMU, another "
        "driver or guest has"
        " it, or it is gone",
        "bind the device to vfio-pci, switch the IOMMU on, or take it out of the guest",
    ),
    r"ReadKernelImage|KernelLoad": Refusal(
        "The kernel could not be read into the guest's memory: the memory is to come from huge "
        "pages and too few are free,"
        " or the file is no kernel that can be loaded so (an ELF vmlinux, a firmware)",
        "see HugePages_Free in /proc/meminfo, and what kind of file the kernel is",
    ),
    r"[Hh]uge ?[Pp]age|hugetlbfs|unable to map backing store": Refusal(
        "The guest's memory is to come from huge pages, and not enough of them are free on this host",
        "reserve more huge pages (vm.nr_hugepages), or start without them",
    ),
    r"[Cc]annot allocate memory|cannot set up guest memory|NOT_ENOUGH_FREE_MEMORY"
    r"|[Nn]ot enough (?:free )?memory"
    r"|available memory is too low|insufficient memory|[Oo]ut of memory|failed: out of memory": Refusal(
        "The host has not got the memory that the guest asks for",
        "free memory on the host, start the guest elsewhere, or give it less",
    ),
    r"[Nn]o space left on device|out of disk space|[Nn]ot enough (?:free )?(?:disk )?space|disk space"
    r"|[Ii]nsufficient free space|SR_FULL|ENOSPC": Refusal(
        "The storage is full: the disk of the guest, or the copy of its image, has no room",
        "free the storage that is named, or use another",
    ),
    r"REQUIRES_SR|SR_NOT_ATTACHED|PBD": Refusal(
        "A storage repository (SR) that the guest's disks or its inserted ISO need is not "
        "attached (plugged) to any"
        " host that could run it",
        "plug the PBD of that storage repository (xe pbd-plug), or eject the ISO of a repository "
        "that is gone",
    ),
    r"SR_BACKEND_FAILURE|VDI is not available|VDI_": Refusal(
        "The storage repository refused the guest's disk (VDI): it is still held from an earlier "
        "start, or its storage"
        " is not reached",
        "see SMlog for the reason; rescan the repository, or reset the disk once no host has it",
    ),
    r"storage '[^']*' is not online|no such (?:logical volume|volume group)"
    r"|could not activate storage|unable to activate storage"
    r"|no such pool|storage pool|no zvol device|not mounted|mount (?:failed|error)"
    r"|[Mm]ount.{0,60}failed|mount\.nfs|failed to attach|Multi-Attach"
    r"|Storage (?:domain|pool)|zfs error|shared mounts": Refusal(
        "The storage that holds the guest's disks is not there on this host: not mounted, not "
        "imported, not reached,"
        " or not activated yet after a boot",
        "bring that storage back on this host, then start again",
    ),
    r"Link not found|plugging phase|No networks? found|NetworkAttachmentDefinition": Refusal(
        "An interface of the pod is not there: a secondary network that multus did not add to "
        "it, or whose definition"
        " names a master interface or bridge that does not exist on this node",
        "see the pod's annotation k8s.v1.cni.cncf.io/network-status, multus on that node, and "
        "the interface that the"
        " network's definition names",
    ),
    r"[Bb]ridge.{0,60}(?:does not exist|doesn't exist|not found)|interface MTU on"
    r"|[Pp]arent device"
    r"|(?:interface|bridge|nic|tap|link|MTU).{0,60}No such device|no such network interface"
    r"|[Nn]etwork not found|network .{0,60}is not active"
    r"|private nic|failed to find interface|BRIDGE_NOT_AVAILABLE"
    r"|master .{0,40}not found|NETWORK_": Refusal(
        "A bridge, interface or network that the definition names does not exist on this machine",
        "create the interface, or correct its name in the network's definition",
    ),
    r"Open tap device failed|CreateTap|tap device|TapOpen|/dev/net/tun": Refusal(
        "The guest's tap interface could not be opened: it does not exist, is held by another "
        "machine, or the user"
        " may not open it",
        "create the tap for that user before the start, and use it for one guest only",
    ),
    r"didn't return an IP|did not return an IP|(?:no|get an|got no|obtain an?) IP address"
    r"|DHCP lease": Refusal(
        "The guest was made and got no address: no DHCP server answered it in its network "
        "(dnsmasq of that libvirt"
        " network, a firewall that drops DHCP), or the guest did not boot",
        "see the leases and dnsmasq of that network (virsh net-dhcp-leases), the firewall's zone "
        "of its bridge, and the"
        " guest's console",
    ),
    r"NO_HOSTS_AVAILABLE|no suitable host|no host that satisfies"
    r"|SCHEDULING_ALL_HOSTS_FILTERED_OUT|[Nn]ot enough capacity"
    r"|[Ii]nsufficient.{0,20}(?:resources|[Cc]apacity)|did not satisfy internal filter": Refusal(
        "No host has room for it, or every host was ruled out: too little memory or CPU left, "
        "storage or network that"
        " a host lacks, a host that is down or in maintenance",
        "free or add capacity, or bring the hosts that were ruled out back",
    ),
    r"Temporary failure in name resolution|Name or service not known|no such host"
    r"|[Cc]ould not resolve": Refusal(
        "A name could not be resolved to an address",
        "mend the name service of that machine, or its hosts file",
    ),
    r"certificate|x509": Refusal(
        "The other side's certificate was refused: expired, of an authority that is not trusted, "
        "or for another name",
        "renew or install the certificate",
    ),
    r"[Cc]onnection refused|refused by other side": Refusal(
        "The other side answers, and no program listens there: a service is down, or it has another port",
        "start that service on the machine that is named",
    ),
    r"request did not complete|context deadline exceeded|DeadlineExceeded|timed? ?-?out"
    r"|got timeout|[Nn]o route to host"
    r"|unreachable|Unavailable desc|transport is closing": Refusal(
        "Whoever was asked did not answer in time: it is overloaded, hangs on a disk or a mount "
        "that does not answer,"
        " or is not reached by the network",
        "see why the other side is slow or not reached",
    ),
    r"[Pp]ermission denied|[Oo]peration not permitted|EACCES": Refusal(
        "The system refused: the user that runs it has no permission to what is named, or its "
        "confinement (AppArmor,"
        " SELinux, a container, a snap) forbids it",
        "give that user access to the file and to every directory above it",
    ),
    r"already exists|already in use|is already|Address already|in use by": Refusal(
        "Something of that name or address is there already: left over from an earlier start, or "
        "of another guest",
        "remove what was left over, or choose another name or address",
    ),
    r"[Nn]o such file or directory|does not exist|not found|NotFound|Could not open"
    r"|cannot find|Cannot access": Refusal(
        "A file, disk or image that the guest's definition names is not there",
        "bring the file back or correct its path in the definition",
    ),
    r"XML error|unsupported configuration|invalid argument|Invalid argument|parse error|not a valid": Refusal(
        "The definition of the guest was refused as it is written: it asks for something that "
        "does not fit together",
        "correct the guest's definition or its template",
    ),
}


NOT_TOLD = Refusal("More about the reason is not told here", "see the lines before it, and start again")


def refusal_of(reason: str) -> tuple[Refusal, str]:
    """What a reason means and what mends it, and of a long reason the part that tells."""
    return _refusal_of(reason[:LONGEST] + reason[-LONGEST:] if len(reason) > 2 * LONGEST else reason)


def deepest(reasons: Iterable[str]) -> str:
    """Of several reasons for one trouble that which tells the deepest one; the first where none is known."""
    told = list(dict.fromkeys(reasons))
    known = [one for one in told if refusal_of(one)[0] not in (_OTHER, NOT_TOLD)]
    if len(known) < 2:
        return known[0] if known else told[0]
    order = {refusal: number for number, refusal in enumerate(_KNOWN.values())}
    return min(known, key=lambda one: (order[refusal_of(one)[0]], one))


@lru_cache(maxsize=1024)
def _refusal_of(reason: str) -> tuple[Refusal, str]:
    if not reason:
        return NOT_TOLD, ""
    for words, refusal in _KNOWN.items():
        found = re.search(words, reason)  # made when a reason is there: most runs have none
        if found:
            return refusal, _around(reason, found.start())
    return _OTHER, _around(reason, 0)


def _around(reason: str, place: int) -> str:
    """A part of the reason that holds this place, cut between words."""
    if len(reason) <= SHOWN:
        return reason
    begin = min(max(0, place - SHOWN // 2), len(reason) - SHOWN)
    part = reason[begin : begin + SHOWN]
    if begin:
        part = f"..{part.partition(' ')[2] or part}"
    return part if begin + SHOWN == len(reason) else f"{part.rpartition(' ')[0] or part}.."
