"""Interfaces by their names: which are guests' taps, which are bridges that guests would be on."""

from __future__ import annotations

import re

# Taps as libvirt, Eucalyptus 4.1 on (vn_<instance id>) and OpenStack name them.
TAPS = ("vnet", "tap", "vn_i", "macvtap")
# Bridges that libvirt and container engines keep for themselves, with DHCP servers of their own.
OTHERS_BRIDGES = ("virbr", "docker", "lxc", "lxd", "podman", "cni")
# Docker names the bridge of a network by its id; `br-int` and `br-ex` are Open vSwitch's.
DOCKER = re.compile(r"br-[0-9a-f]{4,12}\Z")
BRIDGES = ("br", "eucabr", "xenbr", "ovs", "vmbr", "bridge")


def is_tap(name: str) -> bool:
    """Whether an interface is, by its name, a guest's."""
    return name.startswith(TAPS)


def is_bridge(name: str) -> bool:
    """Whether an interface is, by its name, a bridge that guests of the cloud would be on."""
    return name.startswith(BRIDGES) and not name.startswith(OTHERS_BRIDGES) and not DOCKER.match(name)
