"""OpenStack and CloudStack: builds by their reason, retries that worked, who is blamed, what services are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import report_on

from logdiag.reasons import BUILD, REASONED, reason_of
from logdiag.report.values import Report
from logdiag.rules.library import all_rules
from logdiag.services import SOME_SERVICE, service_of

RULES = {rule.id: rule for rule in all_rules()}
INSTANCE, OTHER = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", "5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d"
REQUEST = "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -]"


def said(second: int, logger: str, message: str, level: str = "ERROR", context: str = f"{REQUEST} ") -> str:
    return f"2026-11-02 06:11:{second:02}.120 4711 {level} {logger} {context}{message}\n"


def failed(second: int, reason: str, instance: str = INSTANCE) -> str:
    return said(
        second, "nova.compute.manager", f"[instance: {instance}] Instance failed to spawn: {reason}"
    )


def built(second: int, instance: str = INSTANCE) -> str:
    text = f"[instance: {instance}] Took 21.38 seconds to build instance."
    return said(second, "nova.compute.manager", text, "INFO")


def broker(second: int, level: str, message: str) -> str:
    return f"2026-11-02 06:11:{second:02}.120333+00:00 [{level}] <0.470.0> {message}\n"


def report(folder: Path, text: str) -> Report:
    log = folder / "nova.log"
    log.write_text(text, encoding="utf-8")
    return report_on(log)


def incidents(report: Report) -> list[str]:
    return [one.causes[0].partition("@")[0] for one in report.incidents]


# ---- the reason of a failed build

# What libvirt, qemu and nova print as the reason, in the words of several versions.
REASONS = {
    "nova.exception.VirtualInterfaceCreateException: Virtual Interface creation failed": "vif",
    "VirtualInterfaceCreateException: Virtual Interface creation failed": "vif",
    "Failed to allocate the network(s), not rescheduling.": "vif",
    "PortBindingFailed: Binding failed for port 1111, please check neutron logs for more information.": "binding",
    "nova.exception.NoMoreFixedIps: No fixed IP addresses available for network: 1": "addresses",
    "libvirtError: internal error: process exited while connecting to monitor: Could not access KVM kernel module:"
    " Permission denied\nfailed to initialize KVM: Permission denied": "kvm",
    "libvirtError: invalid argument: could not find capabilities for domaintype=kvm": "kvm",
    "libvirt.libvirtError: unsupported configuration: CPU mode 'host-passthrough' for x86_64 kvm domain"
    " on x86_64 host is not supported by hypervisor": "cpu",
    "libvirt.libvirtError: internal error: qemu unexpectedly closed the monitor: cannot set up guest memory"
    " 'pc.ram': Cannot allocate memory": "memory",
    "libvirt.libvirtError: Cannot get interface MTU on 'br7': No such device": "bridge",
    "libvirtError: Unable to add bridge br-int port tap1: Operation not supported": "bridge",
    "libvirtError: Network not found: no network with matching name 'default'": "bridge",
    "libvirtError: Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file": "libvirt-gone",
    "libvirtError: Cannot access storage file '/x/disk': Permission denied": "denied",
    "libvirtError: Cannot access backing file '/x/_base/1' of storage file '/x/disk': No such file": "missing-file",
    "OSError: [Errno 28] No space left on device": "disk-full",
    "Insufficient compute resources: Free memory 512.00 MB < requested 2048 MB.": "claim",
    "Insufficient compute resources: Claim pci failed.": "pci",
    "Insufficient compute resources: Requested instance NUMA topology cannot fit the host's.": "huge-pages",
    "Image 8d2f is unacceptable: Converted to raw, but format is now qcow2": "image",
    "VolumeNotCreated: Volume 5b0c did not finish being created even after we waited 187 seconds": "volume",
    "MessagingTimeout: Timed out waiting for a reply to message ID 5b0c": "no-reply",
    "TypeError: 'NoneType' object is not iterable": "other",
    "": "",
    "u''": "",
}


@pytest.mark.parametrize("text", REASONS)
def test_a_reason_is_told_by_its_words(text: str) -> None:
    assert reason_of(text) == REASONS[text]


def test_a_reason_stands_at_the_end_of_a_long_traceback_too() -> None:
    assert reason_of("x" * 100_000 + " libvirtError: Cannot allocate memory") == "memory"


@pytest.mark.parametrize("rule", [name for name in REASONED if RULES[name].fold.kinds >= BUILD])
def test_a_build_that_failed_and_worked_elsewhere_is_a_note_and_no_incident(
    tmp_path: Path, rule: str
) -> None:
    logs = (log for log in RULES[rule].fires if INSTANCE in log)
    for log in logs:
        found = report(tmp_path, log + built(50))
        assert [(one.role, one.status) for one in found.findings] == [("noise", "over")], rule
        assert found.incidents == ()


def test_a_retry_that_worked_says_that_the_instance_runs(tmp_path: Path) -> None:
    first = f"[instance: {INSTANCE}] Build of instance {INSTANCE} was re-scheduled: internal error"
    found = report(tmp_path, said(2, "nova.compute.manager", first) + built(40))
    assert found.incidents == ()
    assert "1 instance started" in found.verdict.text


def test_a_retry_that_worked_for_one_leaves_the_other(tmp_path: Path) -> None:
    full = "OSError: [Errno 28] No space left on device"
    found = report(tmp_path, failed(2, full) + failed(3, full, OTHER) + built(40))
    (incident,) = found.incidents
    assert incident.causes == ("nova-disk-full@",)
    assert incident.explains.ids == (OTHER,)


def test_a_traceback_line_that_names_no_instance_follows_those_that_do(tmp_path: Path) -> None:
    """Old releases print the reason in the traceback alone, and some of its lines name nobody."""
    broken = said(
        3,
        "nova.compute.manager",
        "PortBindingFailed: Binding failed for port 1111, please check",
        context="",
    )
    whole = broken.replace("check", "check neutron logs for more information.")
    log = failed(2, "PortBindingFailed: Binding failed for port 1111, please check") + whole
    assert incidents(report(tmp_path, log)) == ["nova-port-binding"]
    assert report(tmp_path, log + built(40)).incidents == ()


def test_the_reason_in_a_traceback_explains_a_failure_that_tells_none(tmp_path: Path) -> None:
    log = said(2, "nova.compute.manager", f"[instance: {INSTANCE}] Instance failed to spawn") + said(
        2,
        "nova.compute.manager",
        f"[instance: {INSTANCE}] libvirtError: Cannot allocate memory",
        context="",
    )
    (incident,) = report(tmp_path, log).incidents
    assert incident.causes == ("nova-out-of-memory@",)
    assert incident.symptoms == ("nova-build-failed@",)


def test_an_interface_that_is_late_at_a_reboot_is_no_failed_launch(tmp_path: Path) -> None:
    late = (
        f"[instance: {INSTANCE}] Timeout waiting for ['network-vif-plugged-1111'] for instance with vm_state active"
        " and task_state reboot_started_hard. Event states are: network-vif-plugged-1111: timed out"
    )
    assert report(tmp_path, said(2, "nova.virt.libvirt.driver", late, "WARNING")).findings == ()


def test_an_error_of_libvirt_that_names_no_instance_fails_none(tmp_path: Path) -> None:
    text = "libvirt.libvirtError: Node device not found: no node device with matching name 'net_tap1'"
    log = said(2, "nova.compute.manager", f"Error updating resources for node nc03.: {text}")
    log += said(2, "nova.compute.manager", text, context="")
    assert incidents(report(tmp_path, log)) == ["nova-resources-not-reported"]


# ---- no valid host

NO_HOST = said(
    9,
    "nova.scheduler.utils",
    "Failed to compute_task_build_instances: No valid host was found. ",
    "WARNING",
)
FILTERS = f"Filtering removed all hosts for the request with instance ID '{INSTANCE}'. Filter results: "


def test_no_filter_is_to_blame_where_no_host_was_there_at_the_start(tmp_path: Path) -> None:
    log = said(2, "nova.filters", "Starting with 0 host(s) get_filtered_objects /x/filters.py:70", "DEBUG")
    log += said(2, "nova.filters", f"{FILTERS}[('AvailabilityZoneFilter', None)]", "DEBUG") + NO_HOST
    (incident,) = report(tmp_path, log).incidents
    assert incident.causes == ("nova-no-hosts-at-start@",)
    assert {"nova-filtered-out@", "nova-no-valid-host@"} <= set(incident.symptoms)
    assert incident.explains.ids == (INSTANCE,)


def test_the_filter_that_removed_the_last_host_is_named_first(tmp_path: Path) -> None:
    log = said(2, "nova.filters", "Filter ComputeFilter returned 0 hosts", "INFO")
    log += said(2, "nova.filters", f"{FILTERS}['ComputeFilter: (start: 3, end: 0)']", "INFO") + NO_HOST
    (incident,) = report(tmp_path, log).incidents
    assert incident.title == "ComputeFilter of the scheduler removed the last hosts"


def test_no_valid_host_blames_the_builds_that_failed_before(tmp_path: Path) -> None:
    last = f"Exhausted all hosts available for retrying build failures for instance {INSTANCE}."
    log = (
        failed(2, "libvirt.libvirtError: Cannot allocate memory")
        + said(8, "nova.conductor.manager", last)
        + NO_HOST
    )
    (incident,) = report(tmp_path, log).incidents
    assert incident.causes == ("nova-out-of-memory@",)
    assert set(incident.symptoms) == {"nova-hosts-exhausted@", "nova-no-valid-host@"}


def test_a_node_that_fell_silent_says_for_how_long(tmp_path: Path) -> None:
    view = (
        "Final resource view: name=nc03 phys_ram=257520MB used_ram=8704MB phys_disk=1787GB used_disk=140GB"
    )
    log = said(2, "nova.compute.resource_tracker", view, "INFO", "[-] ").replace("06:11", "05:51")
    log += said(
        2, "nova.scheduler.host_manager", "Host nc03 has not been heard from in a while", "WARNING", "[-] "
    )
    (incident,) = report(tmp_path, log + NO_HOST).incidents
    assert incident.title.endswith("not a line of its own for 20 min before")
    assert incident.symptoms == ("nova-no-valid-host@",)
    alone = report(tmp_path, log.splitlines(keepends=True)[1]).incidents[0]
    assert alone.title == "nova-compute on nc03 has fallen silent: the scheduler takes it for dead"


# ---- the broker, as it and its clients printed it (RabbitMQ 3.10.8, oslo.messaging 18.3.1)

REFUSED = (
    "Connection failed: [Errno 111] Connection refused (retrying in 1.0 seconds): "
    "ConnectionRefusedError: [Errno 111] Connection refused"
)
IMPL = "oslo.messaging._drivers.impl_rabbit"


def test_a_broker_that_came_back_is_over(tmp_path: Path) -> None:
    gone = "AMQP server on controller:5672 is unreachable: [Errno 111] ECONNREFUSED. Trying again in 1 seconds."
    back = "[0e3c5a2b] Reconnected to AMQP server on controller:5672 via [amqp] client with port 38806."
    log = said(2, IMPL, gone, context="[-] ") + said(5, IMPL, back, "INFO", "[-] ")
    assert report(tmp_path, log).incidents == ()
    assert incidents(report(tmp_path, said(2, IMPL, gone, context="[-] "))) == ["oslo-broker-unreachable"]
    assert incidents(report(tmp_path, said(2, IMPL, REFUSED, context="[-] "))) == [
        "oslo-broker-unreachable"
    ]


def test_a_name_that_is_unknown_is_told_from_a_broker_that_is_down(tmp_path: Path) -> None:
    text = "AMQP server on controller:5672 is unreachable: [Errno -2] Name or service not known. Trying again in 1"
    (incident,) = report(tmp_path, said(2, IMPL, text, context="[-] ")).incidents
    assert incident.causes == ("oslo-broker-name-unknown@",)
    assert incident.checks[0].command.endswith("getent hosts controller")


def test_an_alarm_of_the_broker_is_over_when_it_clears(tmp_path: Path) -> None:
    raised = broker(2, "warning", "memory resource limit alarm set on node rabbit@localhost.")
    assert incidents(report(tmp_path, raised)) == ["rabbitmq-alarm"]
    cleared = broker(9, "warning", "memory resource limit alarm cleared on node rabbit@localhost")
    assert report(tmp_path, raised + cleared).incidents == ()


def test_silence_of_services_is_blamed_on_the_broker_that_blocks(tmp_path: Path) -> None:
    log = said(2, IMPL, "The broker has blocked the connection: low on memory", context="[-] ")
    log += said(
        9,
        "nova.conductor.manager",
        "oslo_messaging.exceptions.MessagingTimeout: Timed out waiting for a reply to message ID b606",
        context="",
    )
    (incident,) = report(tmp_path, log).incidents
    assert incident.causes == ("oslo-broker-blocks@",)
    assert incident.symptoms == ("oslo-no-reply@",)


# ---- who speaks

SERVICES = {
    "nova.compute.manager": "nova-compute",
    "nova.virt.libvirt.driver": "nova-compute",
    "nova.compute.api": "nova-api",
    "nova-compute": "nova-compute",
    "nova.db.main.api": "nova",
    "neutron.plugins.openvswitch.agent.ovs_neutron_agent": "neutron-openvswitch-agent",
    "neutron.plugins.ml2.drivers.openvswitch.agent.ovs_neutron_agent": "neutron-openvswitch-agent",
    "neutron.plugins.ml2.managers": "neutron-server",
    "cinder.volume.manager": "cinder-volume",
    "root": "",
    "oslo.messaging._drivers.impl_rabbit": "",
    "keystonemiddleware.auth_token": "",
}


@pytest.mark.parametrize("logger", SERVICES)
def test_a_logger_is_known_by_its_service(logger: str) -> None:
    assert service_of(logger) == SERVICES[logger]


def test_a_library_speaks_for_the_one_service_there_is(tmp_path: Path) -> None:
    late = 'Timeout: Timeout while waiting on RPC response - topic: "q-plugin", RPC method: "report_state"'
    agent = said(2, "neutron.plugins.openvswitch.agent.ovs_neutron_agent", late, context="")
    root = said(9, "root", "Unexpected exception occurred 60 time(s)... retrying.", context="[-] ")
    (incident,) = report(tmp_path, agent + root).incidents
    assert incident.title.startswith("neutron-openvswitch-agent on ")
    alone = report(tmp_path, root).incidents[0]
    assert alone.title.startswith(SOME_SERVICE)


def test_the_guest_agent_that_is_silent_names_its_machine(tmp_path: Path) -> None:
    head = "2026-11-02 06:11:02,120 {} [kvm.resource.LibvirtComputingResource] (agentRequest-Handler-2) "
    silent = "Process [40217] for command [/usr/share/patch.sh -n i-2-9-VM -c x=y] timed out. Output is []."
    log = head.format("WARN ") + silent + "\n" + head.format("ERROR") + "Passing cmdline failed:timeout\n"
    (incident,) = report(tmp_path, log).incidents
    assert incident.causes == ("cloudstack-guest-agent@",)
    assert incident.explains.ids == ("i-2-9-VM",)
