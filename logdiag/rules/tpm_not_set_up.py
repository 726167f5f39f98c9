"""The TPM of a guest was not set up: swtpm or swtpm_setup failed.

What it looks for: `Could not run '.../swtpm_setup'. exitstatus`, `Could not start 'swtpm'. exitstatus`, `Could not get
process id of swtpm`, `Unable to find 'swtpm_setup' binary`.

Why it fails a launch: libvirt sets the TPM up before qemu starts, and starts no guest without it.

What to do: read swtpm's own log; look for AppArmor's or SELinux's refusals; mend packages and rights.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = told(
    id="tpm-not-set-up",
    kinds={"libvirt.tpm_not_set_up"},
    subject="host",
    noun="host",
    fields=("path", "status", "reason"),
    title="The TPM of a guest was not set up on {where} (swtpm): {reason}",
    means=(
        "libvirt lets swtpm_setup make the state of the guest's TPM and swtpm serve it, as a user of their own (tss). "
        "One of them is not installed, may not be run or may not write its state or its pid file (status 126: no right "
        "to run it), or fails to make certificates. The guest does not start."
    ),
    severity="error",
    stage="prepared",
    category="hypervisor",
    says="the TPM of a guest was not set up",
    symptom_of=("apparmor-denied", "selinux-denied"),
    telling=Telling(
        confidence="confirmed",
        beyond="not known: what swtpm itself met; its log has it",
        asks=(
            Ask(
                "tail -n 20 /var/log/swtpm/libvirt/qemu/GUEST-swtpm.log",
                (
                    ("Permission denied", "rights of /var/lib/swtpm-localca and /var/lib/libvirt/swtpm"),
                    ("nothing", "it was not run at all: its package, its rights, AppArmor"),
                ),
            ),
            Ask(
                "journalctl -k -g 'DENIED|denied' --no-pager",
                (("lines of swtpm", "AppArmor or SELinux forbids it"),),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}internal error: Could not run '/usr/bin/swtpm_setup'. exitstatus: 126; Check error log "
        "'/var/log/swtpm/libvirt/qemu/web-swtpm.log' for details.\n",
        f"{_HEAD}internal error: Could not start 'swtpm'. exitstatus: 1, error: \n",
        f"{_HEAD}internal error: Could not get process id of swtpm\n",
        f"{_HEAD}Unable to find 'swtpm_setup' binary in $PATH\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="install swtpm and its tools, give the user tss its folders, or mend the profile that forbids it",
)
