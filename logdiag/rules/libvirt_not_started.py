"""libvirtd could not start, or not on the socket that clients use.

What it looks for: `Failed to bind socket to '...'`, `Cannot read CA certificate`, `Failed to acquire pid
file`.

Why it fails a launch: without libvirtd nothing on that host starts a guest.

What to do: the line names the file: another libvirtd or a socket unit holds it, the certificate is missing.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="libvirt-not-started",
    kinds={"libvirt.socket_bind", "libvirt.certificate", "libvirt.already_running"},
    subject="host",
    noun="host",
    fields=("path", "reason"),
    title="libvirtd on {where} could not start: {path}: {reason}",
    means=(
        "libvirtd ended at its start, or does not listen where its clients look ({reason}). Another"
        " libvirtd or its socket unit holds it, or a certificate for TLS is missing. No guest starts"
        " on this host until it runs."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="libvirtd could not start",
    telling=Telling(
        asks=(
            Ask(
                "systemctl status libvirtd libvirtd.socket --no-pager",
                (
                    ("active (running)", "it runs by now: a second one was refused"),
                    ("failed", "no guest starts here"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}Failed to bind socket to '/run/libvirt/libvirt-sock': Address already in use\n",
        f"{_HEAD}Cannot read CA certificate '/etc/pki/CA/cacert.pem': No such file or directory\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="free the socket, or mend the certificate, then start libvirtd",
)
