"""Launched: which instances a hypervisor or a cloud service says it has started, and when."""

from __future__ import annotations

from logdiag.rules.folds import Seen

# Kinds that say that a machine was made and runs; grammars that name none of them are no error.
KINDS = frozenset(
    {"nova.spawned", "nova.built", "nova.vm_started", "eucalyptus.nc_running", "libvirtd.started"}
)
LAUNCHED = Seen(kinds=KINDS, key=("host", "instance"))
