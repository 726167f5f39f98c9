"""Refusals of a cloud's own services: words that one service hands on from another, what stands behind them, the cure.

They are looked for before those of `logdiag.refusals`, whose words come with many more.
"""

from __future__ import annotations

CLOUD: dict[str, tuple[str, str]] = {
    r"find at least one running router|Unable to find (?:any |a )?running router|router is not running": (
        "The network of the machine has no virtual router that runs: it was destroyed or could not be started, and a"
        " network that has its DHCP from one starts no machine without it. No host is unreachable and none is full",
        "restart the network with clean-up, so that a router is made anew, and read why if that fails",
    ),
    r"Expecting to find domain|user_domain|project_domain": (
        "The service logs in at keystone's v3 without a domain: the section of its configuration for the service that"
        " it asks lacks user_domain_name and project_domain_name (or names the login of v2)",
        "add user_domain_name and project_domain_name (Default) to that section ([neutron], [placement], [cinder] of"
        " nova.conf on that node) and restart the service",
    ),
    r"Cannot find device \"": (
        "The network interface below (a VLAN's or bridge's physical device) is not on this host, or the network's"
        " definition names none (an empty PHYDEV makes ip take the next word for its name)",
        "give the network the physical device that the host has (PHYDEV, ip link), or leave the attribute out",
    ),
    r"conversion of the nvram template|nvram template to another": (
        "The firmware for EFI and its store of variables (NVRAM template) do not fit what is asked for: another format"
        " or file than this libvirt, or this version of the platform, can use",
        "take a firmware and template that this version ships, or boot without EFI; see the platform's release notes"
        " for this fault",
    ),
    r"InvalidVersion|DistributionNotFound|VersionConflict|pkg_resources|packaging\.version": (
        "A Python package on this host has a version that setuptools cannot read, or another one than the service asks"
        " for: the reason names it",
        "install a fitting version of the package that is named (pip check), in the service's own environment",
    ),
    r"misconfigured|must be [0-9]+ characters|Configuration is [Ii]nvalid|InvalidConfiguration|InvalidSpec": (
        "An option of the service's configuration has a value that it does not take: the reason names it",
        "correct that option and start the service",
    ),
    r"no usable volumes found": (
        "All volumes of the machine are destroyed or none is ready: its template is not ready in this zone (the one of"
        " the system machines was never fetched, secondary storage is not reached), or an earlier start took its root"
        " volume away",
        "see the template's state in that zone and secondary storage; destroy the machine (CloudStack makes its system"
        " machines anew) or recover its volume",
    ),
    r"Unable to create (?:a )?(?:new )?[Vv]ol(?:ume)?|Failed to copy /": (
        "The root volume was not made on primary storage: the copy of the template failed there (no room, storage not"
        " reached or read-only, a template that is broken)",
        "read agent.log of the host for the command that copied, and see the storage pool's room and state",
    ),
    r"Not allowed to copy image|RESTRICTED_DIRS|SAFE_DIRS": (
        "The path of the image lies in a folder that the datastore forbids (RESTRICTED_DIRS) and does not allow by name"
        " (SAFE_DIRS): files of the front-end itself are kept from users in that way",
        "move the image to a folder of SAFE_DIRS (/var/tmp), or add its folder to SAFE_DIRS of the datastore"
        " (onedatastore update)",
    ),
    r"Error copying [^ ]{1,300} to ": (
        "The copy of the image to the host failed; the lines just before it have the command and its own error: the"
        " file is not in the datastore (not mounted, or not shared with it), ssh refused, or the disk is full",
        "read the error of the command in the lines before, and run that command once as oneadmin",
    ),
    r"WaitConditionTimeout|[0-9]+ of [0-9]+ received|Timed out waiting for.{0,40}signal": (
        "The instance was to tell heat that it has come up, and did not: it has no network or metadata, its user data"
        " (cloud-init) failed, or it cannot reach heat-api-cfn (port 8000) or heat-api, which may not run or whose"
        " address (heat_waitcondition_server_url) is one that instances do not reach",
        "see the console of the instance (cloud-init), and whether heat-api-cfn runs and its address answers from an"
        " instance",
    ),
    r"Resource Type \(?.{0,100}could not be found|UnknownResourceType": (
        "The template names a resource type that heat does not know: its mapping is missing from the environment"
        " (resource_registry), or the plugin or service of that type is not installed",
        "give the environment file with that resource_registry (-e), or install the plugin; openstack orchestration"
        " resource type list",
    ),
    r"invalid volume state|volume .{0,80}not ready|not ready for workload": (
        "Longhorn refuses the attach in the state that the volume is in: its replicas were not scheduled (larger than"
        " the space that is left, or more replicas than nodes), it is faulted, or it still detaches from another node",
        "see kubectl -n longhorn-system get volumes.longhorn.io and the conditions of that volume: give it room or"
        " fewer replicas, or wait for the detach",
    ),
    r"ovsdbapp|Result queue is empty|exceeded timeout [0-9]+ seconds": (
        "The database of OVN or Open vSwitch did not answer the service in time: ovsdb-server is down, overloaded or"
        " has another leader, or the service's connection to it hangs (a fault of older releases, above all with SSL)",
        "see ovsdb-server and the cluster's leader; where they are well, restart the service that waits"
        " (neutron-server, the agent)",
    ),
    r"agent_url|Agent driver requires": (
        "The deploy agent (ramdisk) of the node has not reported its address, or ironic took an old one for live (fast"
        " track): it is not running, was not reached, or did not call back before this step",
        "see the node's console whether the agent runs and reaches ironic's API; switch [deploy]fast_track off where"
        " the node is not kept powered with its agent",
    ),
    r"[Qq]uota exceeded|OverQuota|exceeded for quota|QuotaError|LimitExceeded|ExceedsAvailableQuota"
    r"|Maximum number of [a-z ]{1,40}(?:allowed|exceeded)|quota of ": (
        "The quota of the project (of instances, cores, memory, volumes, gigabytes, ports, addresses: the reason names"
        " it) is used up. The cloud itself may be empty; what is in ERROR counts too",
        "delete what the project does not need, or raise that quota (openstack quota show PROJECT, quota set)",
    ),
    r"Invalid key_name|[Kk]ey ?pair .{0,80}not (?:be )?found|KeypairNotFound": (
        "The key pair that the request names does not exist in nova for the user that asks: keys belong to a user, and"
        " a service (octavia: amp_ssh_key_name, sahara, magnum) asks as its own user",
        "make the key pair as that user (openstack keypair list as that user), or take the name out of the"
        " configuration (octavia.conf: amp_ssh_key_name) or the request",
    ),
    r"Multiple possible networks|NetworkAmbiguous|[Mm]ore than one network": (
        "The request named no network and the project sees several, so that nova does not know which: where a service"
        " asked, its option for the network is empty or names none that is (octavia: amp_boot_network_list, the"
        " management network)",
        "name the network (octavia.conf on every worker: amp_boot_network_list), or give the request one",
    ),
    r"[Nn]o.{0,12}management network is configured|NetworkNotFoundToBoot": (
        "The configuration of the service names no management network to boot its instances in",
        "set the management network in the service's configuration (amp_boot_network_list, amp_mgmt_network)",
    ),
    r"CA [Cc]ert|CertificateGeneration|CA [Pp]rivate [Kk]ey|open CA certificate": (
        "The CA's certificate or key with which the service signs is not where its configuration says, or cannot be"
        " read, or its passphrase is another: without it no instance of the service gets its certificate. A file"
        " copied one folder too deep, or onto one node alone, is usual",
        "put certificate and key where the configuration names them on every node (octavia.conf [certificates]:"
        " ca_certificate, ca_private_key), readable for the service's user",
    ),
    r"admission webhook \"?[^ \"]{0,80}\"? ?denied|denied the request:": (
        "Kubernetes' API took the object to an admission webhook and that refused it: a field is missing or not"
        " allowed, as the reason says. Where a program made the object, its version and that of the operator or class"
        " behind the webhook do not fit each other",
        "give the field that is named, or bring the program and the operator (cluster class, CRDs) to fitting ones",
    ),
    r"failed calling webhook": (
        "Kubernetes' API could not reach an admission webhook it has to ask: the operator behind it is down, has no"
        " endpoint or a certificate that is not trusted. Nothing of that kind is made until it answers",
        "see that the pods of that operator run and its service has endpoints",
    ),
    r"Subnet None|[Ss]hare.?network .{0,60}(?:not found|could not)|neutron_subnet_id": (
        "The share network names no subnet of neutron (or none any more), so that the share's server gets no port",
        "make the share network with its network and subnet (openstack share network show), then the share again",
    ),
    r"ServiceInstanceUnavailable|[Ss]ervice instance is not available": (
        "manila's service instance (the machine that serves the share) is not reached: it is not running, has not come"
        " up, or the share host has no way to it over the service network (ssh)",
        "see that instance in nova (project of manila's service user), and ssh to it from the share host",
    ),
    r"Conflicting resource provider name|ResourceProviderCreationFailed|resource provider name: ": (
        "Placement has a resource provider of the same name already, under another uuid: left over from this node"
        " before it was made anew, renamed or deleted as a service. Until it is gone the node offers nothing and gets"
        " no instance",
        "openstack resource provider list --name NODE; if it has no allocations: openstack resource provider delete"
        " UUID; then restart nova-compute there",
    ),
    r"[Nn]o [Vv]alid [Hh]ost|NoValidHost|[Nn]o [Vv]alid (?:[Bb]ackend|[Ss]ervice)|NoValidBackend|No weighed backend": (
        "The scheduler found no place: too little is left, no service of that kind is up, or none fits what was asked",
        "see the scheduler's log for the filter that left none, and the list of services for those that are down",
    ),
    r"[Ee]xceeded maximum number of retries|MaxRetriesExceeded|Exhausted all hosts": (
        "Every host that was tried failed to make the instance: the reason stands in nova-compute's log of those hosts",
        "read nova-compute's log of the hosts that were tried",
    ),
    r"external network|ExternalNetworkAttach": (
        "Ports on an external network may be made by administrators only: the request has a network that instances are"
        " not to be on",
        "give the instance a project network (and a floating IP), or share the external network",
    ),
    r"[Ii][Pp] ?[Aa]ddress.{0,60}already (?:allocated|in use)|IpAddressInUse|IpAddressAlreadyAllocated": (
        "The fixed address that was asked for is another port's already",
        "ask for another address, or delete the port that has it (openstack port list --fixed-ip ip-address=...)",
    ),
    r"InvalidIpForSubnet|not a valid IP for|gateway.{0,30}not (?:valid )?on (?:the )?subnet": (
        "The address that was asked for does not lie in the subnet",
        "correct the address or the subnet of the request",
    ),
    r"MissingAuthPlugin|auth plugin is required|[Uu]nrecognized schema in response|MissingRequiredOptions"
    r"|Auth plugin requiring parameters": (
        "The section of the service's configuration for the other service has no credentials (auth_type, auth_url,"
        " username ...), so that it cannot ask it",
        "fill in that section of the configuration ([placement], [neutron], [nova], [keystone_authtoken]) and restart",
    ),
    r"EndpointNotFound|[Ee]ndpoint for .{0,80}not found|publicURL endpoint|internalURL endpoint"
    r"|No suitable endpoint": (
        "Keystone's catalogue has no endpoint of that service for this region and interface",
        "see openstack endpoint list; add the endpoint, or correct region_name and valid_interfaces",
    ),
    r"does not support RPC version|UnsupportedVersion|IncompatibleObjectVersion|UnsupportedObject|RPC version"
    r"|Version .{0,40}not supported by the API": (
        "Two services of different releases speak with each other and one does not know what the other says: an upgrade"
        " that was not done everywhere",
        "bring all services of that project to the same release and restart them (or pin upgrade_levels)",
    ),
    r"unknown command|[Uu]nrecognized option|unknown option|invalid option --|unrecognized arguments": (
        "A program was called in a way that this version of it does not know: it is older or newer than what the"
        " platform expects on that host",
        "bring that program on the host to the version that the platform's release asks for",
    ),
    r"Unable to add bridge [^ ]+ port [^ ]+: Operation not supported": (
        "libvirt was to put the guest's tap into that bridge as into one of Linux and the kernel refused: what has that"
        " name is no Linux bridge (one of Open vSwitch, a bond, an interface or VLAN), or the kernel lacks its module",
        "see ip -d link show BRIDGE and ovs-vsctl list-br: make it a Linux bridge, or tell the platform that it is"
        " Open vSwitch's",
    ),
    r"Unable to allocate vnet|InsufficientVirtualNetworkCapacity": (
        "The zone's physical network has no VLAN or VXLAN id left for another guest network, or no range of them was"
        " ever given",
        "give the physical network a (larger) VLAN range, or delete networks that are not used",
    ),
    r"InsufficientAddressCapacity|Insufficient address capacity": (
        "The zone, pod or network has no free address left, or no range that fits",
        "add an address range, or release addresses that are not used",
    ),
    r"(?:not authorized|not allowed) to|PolicyNotAuthorized|disallowed by policy|HTTP 403|403 Forbidden|: Forbidden": (
        "The other service knows who asks and forbids it: the user or the service's own user lacks a role in that"
        " project, or a policy, or the sharing (image, network) does not allow it",
        "give the user the role that the policy asks for, or share what was asked for with its project",
    ),
    r"HTTP 401|401 Unauthorized|requires authentication|Invalid user token": (
        "Keystone or the other service did not accept the credentials or the token: a password that differs between"
        " configuration and keystone, or a token that is no longer good",
        "compare the user and password in that section of the configuration with keystone's, and the hosts' clocks",
    ),
    r"[Ff]lavor .{0,80}(?:could not be found|not found)|FlavorNotFound": (
        "No flavor of that name or id exists, or the project does not see it",
        "correct the flavor in the request or the service's configuration, or make it (and give the project access)",
    ),
    r"[Ii]mage .{0,80}(?:could not be found|not found)|ImageNotFound|retrieve image with": (
        "No image of that name, id or tag is there for the project that asks",
        "upload or share the image, tag it as the configuration says (octavia: amp_image_tag), or correct its name",
    ),
    r"Image is larger than|ImageTooLarge|exceeded instance_type allowed size|FlavorDiskSmallerThan": (
        "The image does not fit the root disk of the flavor: no node can take it",
        "take a flavor with a larger disk, or a smaller image",
    ),
    r"(?:Type|Attribute|Name|Key|Index|Unbound\w+)Error|has no attribute|NoneType": (
        "The program met what its authors did not expect: a fault of that release, a library of another version than it"
        " wants, or something that it was given is missing or empty",
        "compare the release with its list of known faults, and its libraries with what it asks for; the traceback has"
        " the place",
    ),
}
