"""A guest's own log says that its start failed, and no log at hand says why.

What it looks for: `shutting down, reason=failed` in /var/log/libvirt/qemu/GUEST.log with no word of libvirt
or qemu just before it that gives a reason. A reason belongs to the next failure alone.

Why it fails a launch: libvirt writes this line when a start was given up. The reason went to the client that
asked (virsh, the cloud); some reasons, as a network that is not active, stand in no log of libvirt at all.

What to do: see the client's log (nova-compute.log, nc.log), or start the guest by hand: virsh start prints the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from logdiag.context import SECOND, Context, named
from logdiag.event import At
from logdiag.parse.uptimes import is_untied
from logdiag.report.values import Entity
from logdiag.rules.folds import EVIDENCE, Sequence, Steps, Timeline, Values
from logdiag.rules.rule import Ask, Judged, Rule, Telling

FAILED, REASON = "failed", "reason"
# libvirt waits that long at most between an error and the end of the start it ends.
NEAR = 5 * SECOND
# Of so many in one source and stretch of time both places are kept: the first and the last.
TELLABLE = 2
# What ends a start, in the grammars of libvirt and qemu.
_OF_LIBVIRT = """
    interface_mtu bridge_port interface_index tun_missing tap_failed interface_mac no_names
    vhost_net network_inactive network_unknown died command_failed storage_file no_port port_taken
    locked_memory fork_failed cpu_affinity cgroup_write no_cgroups machined logfile cpu_features
    cpu_mode no_kvm emulator_missing machine_type security_driver ownership profile_load disk_locked
    lock_failed device_in_use device_unassignable huge_pages numa_node pool_inactive volume_unknown
    hook_failed socket_connect firewall_rules state_lock
"""
_OF_QEMU = """
    guest_memory huge_pages kvm_access kvm_create accelerator_failed vcpu_failed cpu_features msr_refused
    disk_locked image_open image_format storage_connect protocol_unknown vnc_port tun vhost_net
    socket_connect socket_bind vfio device_unknown firmware machine_type migration_failed
    option_refused lock_byte phys_bits
"""
REASONS = frozenset(
    [f"libvirt.{name}" for name in _OF_LIBVIRT.split()] + [f"qemu.{name}" for name in _OF_QEMU.split()]
)


def judge(state: Values[Steps], context: Context) -> Iterator[Judged]:
    """One finding a host, about the failures that nothing explains."""
    for (host,), steps in state.items():
        told = [other for key, other in state.items() if not host or key[0] in ("", host)]
        silent = _silent(steps.of(FAILED), [other.of(REASON) for other in told])
        if silent:
            yield _judged(host, silent, context)


def _silent(failed: Timeline, reasons: Iterable[Timeline]) -> list[At]:
    """The failures without a reason of their own: of a crowd too big to tell apart, none."""
    whole = [told for line in reasons for cell in line for told in cell.told.values()]
    if any(is_untied(told.first.wall) for told in whole):
        return []  # a reason that tells no time may be that of any failure
    crowds = [(told.first.time, told.last.time) for told in whole if told.times > TELLABLE]
    given = {(at.time, 0, at) for told in whole for at in (told.first, told.last)}
    missed = {(at.time, 1, at) for at in _each(failed)}
    found: list[At] = []
    reason: int | None = None
    for time, is_failure, at in sorted(given | missed):
        if is_failure:
            is_told = reason is not None and time - reason <= NEAR
            if not is_told and not any(first <= time <= last for first, last in crowds):
                found.append(at)
        reason = None if is_failure else time
    return found


def _each(failed: Timeline) -> Iterator[At]:
    for cell in failed:
        for told in cell.told.values():
            if told.times <= TELLABLE:
                yield from (told.first, told.last)


def _judged(host: str, silent: list[At], context: Context) -> Judged:
    many = f"{len(silent)} guests" if len(silent) > 1 else "1 guest"
    return Judged(
        host=host,
        title=f"{many} failed to start on {named(host)}, and no log at hand says why",
        severity="error",
        role="cause",
        status=context.status_since(host, silent[-1]),
        entities=(Entity("host", named(host), len(silent)),),
        count=len(silent),
        at_least=bool(context.gaps_of(host)),
        first=silent[0],
        last=silent[-1],
        evidence=tuple(silent[:EVIDENCE]),
        values={"where": named(host)},
    )


rule = Rule(
    id="guest-start-failed",
    severity="error",
    stage="defined",
    category="hypervisor",
    fold=Sequence({FAILED: frozenset({"libvirt.start_failed"}), REASON: REASONS}, ("host",)),
    judge=judge,
    says="a guest's start failed, and no log says why",
    telling=Telling(
        means=(
            "libvirt gave a guest's start up and wrote only that it failed. The reason was told to "
            "the client that"
            " asked for it (virsh, nova-compute, Eucalyptus' nc.log); some, such as a network of "
            "libvirt that is not"
            " active, stand in no log of libvirt at all. The file's name is the guest's."
        ),
        beyond="not known: the reason is not in these logs",
        asks=(
            Ask("virsh net-list --all", (("inactive", "a network is not started: virsh net-start NAME"),)),
            Ask(
                "virsh list --all",
                (
                    ("shut off", "virsh start GUEST prints the reason"),
                    ("running", "it was started later: the trouble is over"),
                ),
            ),
        ),
    ),
    symptom_of=("guest-out-of-memory", "guest-memory-limit", "apparmor-denied", "selinux-denied"),
    fires=(
        "2026-11-22 06:16:01.123+0000: shutting down, reason=failed\n",
        "2026-11-22 06:16:00.642+0000: 23633: error : virNetDevGetMTU:417 : Cannot get interface MTU on"
        " 'br7': No such device\n2026-11-22 06:16:00.670+0000: shutting down, reason=failed\n"
        "2026-11-22 06:16:01.123+0000: shutting down, reason=failed\n",
    ),
    quiet=(
        "2026-11-22 06:16:01.123+0000: shutting down, reason=destroyed\n",
        "2026-11-22 06:16:01.123+0000: shutting down, reason=shutdown\n",
    ),
    fix="see the client's log, or start the guest by hand: virsh start prints the reason",
)
