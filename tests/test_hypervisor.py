"""Hypervisors: one trouble is one incident, the reason is blamed and not its echo, and what came right is over."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import LAB, NOW, find, needs_lab, report_on, vocabulary

from logdiag.correlate.story import story_of
from logdiag.diagnose import Options
from logdiag.report.values import Report

KERNEL = "Nov 22 06:16:{:02} nc01 kernel: [ 8123.114204] "
LIBVIRT = "Nov 22 06:16:{:02} nc01 libvirtd[1402]: "
DIED = "internal error: process exited while connecting to monitor: "
CLOSED = "internal error: qemu unexpectedly closed the monitor: "
QEMU = "2026-11-22T06:16:00.787608Z qemu-system-x86_64: "
NO_MEMORY = "cannot set up guest memory 'pc.ram': Cannot allocate memory"
NO_PAGES = "unable to map backing store for guest RAM: Cannot allocate memory"
OUTDATED = "-realtime mlock=off: warning: '-realtime mlock=...' is deprecated"
OWN_LOG = "2026-11-22 06:16:01.123+0000: "


def scanned(folder: Path, *lines: str) -> Report:
    log = folder / "messages"
    log.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return report_on(log)


def incidents(report: Report) -> dict[str, tuple[str, ...]]:
    """Rule -> the rules of its symptoms."""
    return {
        one.id.partition("@")[0]: tuple(name.partition("@")[0] for name in one.symptoms)
        for one in report.incidents
    }


def over(report: Report) -> set[str]:
    return {one.rule for one in report.findings if one.status == "over"}


def test_one_start_that_is_told_twice_is_one_trouble(tmp_path: Path) -> None:
    report = scanned(
        tmp_path,
        f"{LIBVIRT.format(0)}{CLOSED}{QEMU}{NO_MEMORY}",
        f"{LIBVIRT.format(1)}{DIED}{QEMU}{NO_MEMORY}",
        f"{OWN_LOG}shutting down, reason=failed",
    )
    assert incidents(report) == {"guest-memory": ()}


@pytest.mark.parametrize(
    "lines",
    [
        (
            f"{OWN_LOG}2201: error : qemuProcessReportLogError:2097 : {DIED}{QEMU}{OUTDATED}",
            f"{QEMU}{NO_PAGES}",
        ),
        (f"{LIBVIRT.format(1)}{DIED}{QEMU}{OUTDATED}#012{QEMU}{NO_PAGES}",),
        (f"{LIBVIRT.format(1)}1402: error : qemuProcessReportLogError:2097 : {DIED}{QEMU}{NO_PAGES}",),
    ],
    ids=["on a line of its own", "behind another in one line", "with thread and place"],
)
def test_the_reason_is_blamed_and_not_the_warning_before_it(tmp_path: Path, lines: tuple[str, ...]) -> None:
    report = scanned(tmp_path, *lines)
    assert [one.id.partition("@")[0] for one in report.incidents] == ["huge-pages"]
    assert "deprecated" not in report.verdict.text


def test_where_no_log_says_why_that_is_said(tmp_path: Path) -> None:
    report = scanned(tmp_path, f"{OWN_LOG}shutting down, reason=failed")
    assert incidents(report) == {"guest-start-failed": ()}
    assert "NOT KNOWN" in report.verdict.doubt


@needs_lab
def test_a_network_that_was_not_active_stands_in_no_log_and_is_not_guessed() -> None:
    report = report_on(LAB / "libvirt" / "log" / "qemu" / "i-nonet.log")
    assert incidents(report) == {"guest-start-failed": ()}


@needs_lab
def test_of_seven_failed_starts_the_two_without_a_reason_are_named() -> None:
    report = report_on(LAB / "libvirt" / "log")
    (finding,) = [one for one in report.findings if one.rule == "guest-start-failed"]
    assert [Path(shown.source).stem for shown in finding.evidence] == ["i-nonet", "i-nonet2"]


def test_a_reason_explains_the_next_failure_alone(tmp_path: Path) -> None:
    missing = "Cannot get interface MTU on 'br7': No such device"
    lines = [f"2026-11-22 06:16:0{n}.100+0000: 7: error : virNetDevGetMTU:417 : {missing}" for n in (1, 3)]
    failed = [f"2026-11-22 06:16:0{n}.200+0000: shutting down, reason=failed" for n in (1, 2, 3)]
    report = scanned(tmp_path, *sorted(lines + failed))
    (finding,) = [one for one in report.findings if one.rule == "guest-start-failed"]
    assert (finding.count, finding.evidence[0].line) == (1, 3)


@needs_lab
def test_a_guest_that_was_destroyed_is_no_trouble() -> None:
    report = report_on(LAB / "libvirt" / "log" / "qemu" / "i-00000010.log")
    assert (report.incidents, report.findings) == ((), ())


def killed(scope: str, process: str) -> str:
    return f"{KERNEL.format(2)}{scope}: Killed process 4711 ({process}) total-vm:42kB, anon-rss:42kB, file-rss:0kB"


@pytest.mark.parametrize(
    "scope, process, rule",
    [
        ("Out of memory", "qemu-system-x86", "guest-out-of-memory"),
        ("Memory cgroup out of memory", "qemu-system-x86", "guest-memory-limit"),
        ("Out of memory", "libvirtd", "host-out-of-memory"),
        ("Memory cgroup out of memory", "mysqld", "program-memory-limit"),
    ],
)
def test_the_host_s_memory_and_a_limit_are_told_apart(
    tmp_path: Path, scope: str, process: str, rule: str
) -> None:
    asked = f"{KERNEL.format(1)}{process} invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0"
    report = scanned(tmp_path, f"{LIBVIRT.format(0)}hello", asked, killed(scope, process))
    assert set(incidents(report)) == {rule}
    assert over(report) == {"oom-killer-called"}


OVER = {
    "nfs-silent": (
        f"{KERNEL.format(1)}nfs: server 10.0.0.9 not responding, still trying",
        f"{KERNEL.format(9)}nfs: server 10.0.0.9 OK",
    ),
    "unit-failed": (
        "Nov 22 06:16:01 nc01 systemd[1]: libvirtd.service: Failed with result 'exit-code'.",
        "Nov 22 06:16:05 nc01 systemd[1]: Started libvirtd.service - Virtualization daemon.",
    ),
    "metadata-unreached": (
        "Nov 22 06:16:01 guest1 cloud-init[812]: 2026-11-22 06:16:01,123 - url_helper.py[WARNING]: Calling"
        " 'http://169.254.169.254/latest/meta-data/instance-id' failed [0/120s]: request error [timed out]",
        "Nov 22 06:16:20 guest1 cloud-init[812]: Cloud-init v. 22.4.2 finished at Sun, 22 Nov 2026 06:16:20 +0000."
        " Datasource DataSourceEc2Local.  Up 26.10 seconds",
    ),
    "metadata-refused": (
        "Nov 22 06:16:01 guest1 cloud-init[812]: 2026-11-22 06:16:01,123 - url_helper.py[WARNING]: Calling"
        " 'http://169.254.169.254/latest/meta-data/instance-id' failed [0/120s]: bad status code [404]",
        "Nov 22 06:16:20 guest1 cloud-init[812]: Cloud-init v. 22.4.2 finished at Sun, 22 Nov 2026 06:16:20 +0000."
        " Datasource DataSourceEc2Local.  Up 26.10 seconds",
    ),
}


@pytest.mark.parametrize("rule", OVER)
def test_what_came_right_is_over_and_no_incident(tmp_path: Path, rule: str) -> None:
    assert set(incidents(scanned(tmp_path, OVER[rule][0]))) <= {rule}
    report = scanned(tmp_path, *OVER[rule])
    assert (incidents(report), over(report)) == ({}, {rule})


# What Debian's qemu 7.2 printed when it was asked for what was not there: kind and line, behind its time and name.
PRINTED = (
    ("guest_memory", "cannot set up guest memory 'pc.ram': Cannot allocate memory"),
    ("huge_pages", "unable to map backing store for guest RAM: Cannot allocate memory"),
    ("kvm_access", "Could not access KVM kernel module: Permission denied"),
    ("accelerator_failed", "-accel kvm: failed to initialize kvm: Permission denied"),
    ("accelerator_failed", "-accel foo: invalid accelerator foo"),
    ("msr_refused", "error: failed to set MSR 0x10a to 0x69"),
    ("machine_type", "unsupported machine type"),
    ("device_unknown", "-device qxl-foo: 'qxl-foo' is not a valid device model name"),
    (
        "image_open",
        "-blockdev driver=file,filename=nofile.img,node-name=d: Could not open 'nofile.img': No such file or directory",
    ),
    ("image_format", "-blockdev driver=qcow2,file=f,node-name=q: Image is not in qcow2 format"),
    (
        "protocol_unknown",
        "-drive file=rbd:vms/x,if=none,id=x: failed to open module: librbd.so.1: cannot open shared object file: No"
        " such file or directory",
    ),
    ("disk_locked", '-device virtio-blk-pci,drive=f: Failed to get "write" lock'),
    ("vnc_port", "-vnc 127.0.0.1:77: Failed to find an available port: Address already in use"),
    (
        "socket_connect",
        "-chardev socket,id=c,path=/nonexistent/vhu1: Failed to connect to '/nonexistent/vhu1': No such"
        " file or directory",
    ),
    (
        "socket_bind",
        "-chardev socket,id=c,path=/nonexistent/mon.sock,server=on,wait=off: Failed to bind socket to"
        " /nonexistent/mon.sock: No such file or directory",
    ),
    (
        "vhost_net",
        "-netdev tap,id=n,ifname=vnet3,script=no,downscript=no,vhost=on: warning: tap: open vhost char device failed:"
        " No such file or directory",
    ),
    (
        "vfio",
        "-device vfio-pci,host=0000:81:00.0: vfio /sys/bus/pci/devices/0000:81:00.0: no such host device: No such"
        " file or directory",
    ),
    ("firmware", '-device virtio-net-pci,romfile=nofile.rom: failed to find romfile "nofile.rom"'),
    (
        "socket_connect",
        "-drive file=nbd:localhost:1:exportname=x,if=none,id=x,format=raw: Failed to connect to 'localhost:1':"
        " Connection refused",
    ),
    ("ended", "terminating on signal 15 from pid 10048 (timeout)"),
)


@pytest.mark.parametrize("kind, line", PRINTED)
def test_what_qemu_printed_is_read_in_its_own_log_and_in_libvirt_s(kind: str, line: str) -> None:
    known = vocabulary()
    own = known.message("qemu-system-x86_64", line)
    assert own is not None
    assert own.kind == f"qemu.{kind}"
    if kind != "ended":
        repeated = known.message("libvirtd", f"{DIED}{QEMU}{line}")
        assert repeated is not None
        assert repeated.kind == f"qemu.{kind}"


def test_a_drive_without_a_medium_is_no_failing_disk(tmp_path: Path) -> None:
    report = scanned(
        tmp_path, f"{KERNEL.format(1)}Buffer I/O error on dev sr0, logical block 0, async page read"
    )
    assert report.findings == ()


@pytest.mark.parametrize("path", ["/proc/4711/status", "/sys/devices/system/node/", "/etc/ssl/openssl.cnf"])
def test_what_qemu_does_without_is_no_denial(tmp_path: Path, path: str) -> None:
    line = (
        f'{KERNEL.format(1)}audit: type=1400 audit(1793596560.402:318): apparmor="DENIED" operation="open"'
        f' profile="libvirt-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0" name="{path}" pid=4711 comm="qemu-system-x86"'
        ' requested_mask="r" denied_mask="r" fsuid=64055 ouid=0'
    )
    assert scanned(tmp_path, line).findings == ()


@needs_lab
@pytest.mark.parametrize(
    "guest, incident, lines",
    [
        ("i-toobig", "guest-memory@nc01", 4),
        ("i-nonet", "guest-start-failed@", 1),
        ("i-nodisk", "guest-disk-missing@nc01", 1),
        ("i-00000011", "guest-crashed@nc01", 1),
        ("i-nobridge", None, 1),
        ("i-00000001", None, 1),
    ],
)
def test_the_story_of_a_guest_holds_its_own_log_and_the_incident_that_this_log_shows(
    guest: str, incident: str | None, lines: int
) -> None:
    story = story_of(guest, find(LAB / "libvirt" / "log"), Options(now=NOW), vocabulary(), "test")
    assert story.incident == incident
    own = [each for each in story.events if Path(each.source).stem == guest]
    assert len(own) >= lines
