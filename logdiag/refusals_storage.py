"""Refusals of storage and of the network's devices: words, what stands behind them, what mends it.

They are looked for before those of `logdiag.refusals`, whose words come with many more.
"""

from __future__ import annotations

STORAGE: dict[str, tuple[str, str]] = {
    r"Check of pool|Manual repair required|transaction_id is": (
        "The metadata of an LVM thin pool is damaged, or does not fit what LVM noted (after a power failure, a full"
        " metadata volume, or a restored configuration): the pool is not activated, nor any disk in it",
        "stop what uses the pool, then repair its metadata: thin_check on POOL_tmeta, lvconvert --repair POOL; keep a"
        " copy of the metadata first",
    ),
    r"duplicate (?:devices|PVs)|[Dd]uplicate PV": (
        "Two disks carry one and the same LVM physical volume: a clone or a snapshot of a disk, a guest's disk that the"
        " host sees as its own, or two paths to one disk without multipath. LVM activates neither",
        "take the copy away from the host (detach it, or a filter in lvm.conf), or set up multipath",
    ),
    r"unsupported format '|format '[^']{1,20}' is not supported|no qcow2 on": (
        "The storage that was named holds disks as block devices (LVM, ZFS, Ceph: raw only), and a file format was"
        " asked for",
        "ask for raw on that storage, or use a directory or NFS storage for qcow2",
    ),
    r"storage '[^']{1,100}' does not exist": (
        "No storage of that name is configured in this cluster: the request, the template or the guest's definition"
        " names one of another installation, or it was removed",
        "see the storages that there are (pvesm status), and correct the name, or configure that storage",
    ),
    r"unavailable on this server": (
        "The network or storage was not set up on this member of the cluster: its start failed there when the daemon"
        " came up (OVN or its uplink was not there yet), and it is tried again only now and then",
        "see the daemon's first lines about that network on this member, mend what they name, restart the daemon there",
    ),
    r"is prohibited while logical volume": (
        "A hidden part of the pool (its _tmeta or _tdata) is active by itself, mostly left so by a repair or a start"
        " that broke off: LVM refuses the pool until it is not",
        "deactivate the part that is named (lvchange -an), then activate the pool",
    ),
    r"Refusing activation of partial LV|Couldn't find device with uuid": (
        "A disk of the volume group is missing, so that the logical volume is not whole",
        "bring the disk back (cable, iSCSI session, multipath, pvs), or remove it from the group",
    ),
    r"[Vv]olume group \"?[^\"]{0,128}\"? (?:not found|is exported)|Cannot process volume group"
    r"|no such volume group|[Vv]olume [Gg]roup [^ ]{0,128} does not exist": (
        "LVM on this host sees no such volume group: it was never made here, has another name, its disk is not there"
        " (not attached, no iSCSI session yet), or LVM's filter or devices file hides the disk",
        "see vgs and pvs: make the group (vgcreate), correct its name in the configuration, or bring its disk back"
        " (and vgimportdevices, or the filter of lvm.conf)",
    ),
    r"previously in use from another system|last accessed by another system": (
        "The ZFS pool was last used by another machine (or by this one under another hostid) and was not exported"
        " there: it is not imported by itself",
        "be sure that no other machine uses the pool, then zpool import -f it once; export it before a move",
    ),
    r"cannot import '|no such pool|pool is unavailable": (
        "The ZFS pool is not imported on this host: its disks are not there or not yet there, or its import failed"
        " at boot",
        "see zpool import for what is missing, bring the disks back, import the pool",
    ),
    r"Image is corrupt|Marking image as corrupt": (
        "The disk image is damaged inside (its qcow2 tables): qemu marked it when it found that, and does not open it"
        " for writing again. A second program that wrote to it (qemu-img resize or snapshot on a running guest), a"
        " full disk or a crash of the host bring that about",
        "copy the image, then qemu-img check -r all it with the guest off, or restore a backup",
    ),
    r"[Ss]ecret not found|no secret (?:with )?match": (
        "libvirt on this host has no such secret: the key with which the disk's storage (Ceph, iSCSI, encryption) is"
        " opened was never defined here, was lost (not kept over a restart), or has another UUID than the guest's"
        " definition and the cloud's configuration (rbd_secret_uuid) name",
        "define the secret with that UUID and set its value (virsh secret-define, virsh secret-set-value)",
    ),
    r"authorization failure|failed authorization with target": (
        "The target refused the login: the CHAP user or password is wrong or missing, or the target's list does not"
        " have this host's initiator name",
        "compare user and password (node.session.auth) and the initiator name with what the target allows",
    ),
    r"iSCSI driver not found": (
        "The kernel module of iSCSI (iscsi_tcp, libiscsi) is not loaded on this host, and could not be loaded from"
        " where iscsiadm ran (a container)",
        "load it on the host (modprobe iscsi_tcp) and have it loaded at boot",
    ),
    r"could not (?:connect|communicate) (?:to|with) iscsid|daemon access denied": (
        "The iSCSI daemon (iscsid) does not run on this host, or may not be reached from there",
        "start iscsid (systemctl enable --now iscsid), or its socket",
    ),
    r"target not found|no records found|no objects found": (
        "The storage answers and has no such target, or shows it to no initiator of this name",
        "make the target, or allow this host's initiator name on it",
    ),
    r"still in reset|MAC/vlanid|for ifname .{1,40} vf [0-9]": (
        "The driver of the network card refused the address or VLAN of a virtual function (SR-IOV): the function was"
        " still being reset after its last guest, its interface is down, or driver and firmware do not fit. At a"
        " second try it often works",
        "start the guest again; if it comes again, update the card's driver and firmware, and see that the physical"
        " interface is up",
    ),
    r"Address family not supported": (
        "The kernel makes no such tunnel (VXLAN, Geneve, GRE) here: it opens the tunnel's socket for IPv6 too, and"
        " IPv6 is switched off on this host (ipv6.disable=1), or the kernel has no module for that tunnel",
        "leave IPv6 on in the kernel (no ipv6.disable=1 on its command line; use net.ipv6.conf.*.disable_ipv6),"
        " or load the tunnel's module, then restart Open vSwitch",
    ),
    r"[Nn]etwork type [^ ]{1,40} is not supported": (
        "The mechanism driver knows no networks of that type: ml2/OVN makes geneve, vlan, flat and local ones, and"
        " vxlan only where it is set up for it",
        "use a type that the driver supports (project_network_types and type_drivers of ml2: geneve for OVN)",
    ),
    r"to tgt daemon": (
        "The iSCSI target daemon (tgtd) does not run where the service asked it: no volume is made or served by it",
        "start it (systemctl start tgt, or tgtd) and see why it ended",
    ),
    r"Transport endpoint is not connected": (
        "The mount there is dead: the program behind it (GlusterFS', CephFS' or another FUSE client) ended or lost its"
        " servers, and everything on it answers so until it is mounted anew",
        "unmount it (umount -l), see why its client ended (its own log), and mount it again",
    ),
    r"Could not read (?:qcow2 header|image for determining its format|L1 table|snapshots): Invalid argument"
    r"|does not support O_DIRECT|[Dd]irect I/O": (
        "The storage below does not read the image the way qemu asks: with cache=none or directsync it reads past the"
        " page cache (direct I/O), in blocks that the file system or device below does not allow (blocks of 4096 bytes"
        " as of VDO or a 4Kn disk, a FUSE mount without direct I/O)",
        "give the disk a cache mode without direct I/O (writethrough, writeback), or storage with blocks of 512 bytes",
    ),
    r"already mounted or mount point busy": (
        "Something on this host has the device already: multipathd took it as a path of a map, LVM activated a group"
        " on it, or it is mounted elsewhere",
        "see lsblk for what lies on the device; keep multipathd off it (blacklist in multipath.conf)",
    ),
    r"[Dd]uplicate address detected|DADFailed": (
        "Another machine or namespace on the same network has that address already (IPv6 duplicate address detection):"
        " for neutron's metadata address a second agent with the same one, which newer versions of neutron let pass",
        "find who has the address, or upgrade the agent",
    ),
    r"access denied by server": (
        "The NFS server answered and refused this client: its exports do not name this host (or its address as the"
        " server sees it), have another path, or do not allow that version of NFS",
        "add this host to the server's exports (exportfs -v), and mount with the path and version that it exports",
    ),
    r"(?:mount\.nfs|[Nn][Ff][Ss]).{0,80}(?:Protocol not supported|requested NFS version)": (
        "Server and client have no version of NFS in common, or the server's NFS service is not the one that was asked",
        "mount with a version that the server has (rpcinfo, vers=3 or 4.1)",
    ),
    r"Failed to make directory": (
        "The folder on which the share is to be mounted could not be made: it is there already (code 17: a stale mount"
        " or a folder left over from before), or nobody may write there",
        "unmount and remove what was left over under the platform's mount folder, then attach the storage again",
    ),
    r"Read-only file system|[Rr]ead-only device": (
        "What holds the disk is read-only: the file system was set so after errors, or the device below does not allow"
        " writing (a DRBD resource that is secondary here, a snapshot, a locked disk)",
        "see the kernel's lines on that device; make it writable (fsck and mount, or promote the resource)",
    ),
    r"Wrong medium type": (
        "The DRBD resource is secondary on this host and cannot become primary: another host has it open, or its data"
        " is not up to date here",
        "see drbdadm status on all nodes: end the guest that has it, or bring the node with the good data back",
    ),
    r"Input/output error|I/O error": (
        "The storage below answered with an error: a disk that fails, a path that is lost, a server that gave up",
        "see the kernel's lines of that time for the device, and mend the storage",
    ),
    r"File exists": (
        "Something of that name, or with the same settings, is there already: a left-over of an earlier start, or two"
        " ports that ask for the same",
        "remove what was left over",
    ),
}
