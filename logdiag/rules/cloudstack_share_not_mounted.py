"""CloudStack's agent could not mount a share of its storage.

What it looks for: `Failed to create netfs mount: SHARE ... mount.nfs: REASON`.

Why it fails a launch: templates and volumes on it are not reached: system machines and guests do not start.

What to do: whether that very path exists on the server: a template that was never installed there; the
export, the NFS version, the firewall.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="cloudstack-share-not-mounted",
    kinds={"cloudstack.mount_failed"},
    subject="host",
    fields=("share", "reason"),
    title="CloudStack's agent on {where} could not mount {share}: {reason}",
    means=(
        "The agent could not mount {share}. 'No such file or directory' and, for NFS 4, "
        "'Protocol not supported' mean mostly that the path is not on the server: the template "
        "of system machines was never installed on that secondary storage. 'access denied' is "
        "the export."
    ),
    severity="error",
    stage="prepared",
    category="storage.image",
    says="CloudStack's agent could not mount a share of its storage",
    telling=Telling(
        confidence="likely",
        beyond="not known: what is on the server",
        asks=(
            Ask(
                "showmount -e SERVER",
                (
                    ("the path is not exported", "export it, with no_root_squash"),
                    ("it is", "see whether the folder of the template is in it"),
                ),
            ),
        ),
        fix=(
            "install the system machine template on that secondary storage "
            "(cloud-install-sys-tmplt), or mend the export and the NFS version",
        ),
    ),
    fires=(
        "2026-11-02 06:11:02,120 ERROR [kvm.storage.LibvirtStorageAdaptor] "
        "(agentRequest-Handler-3:null) (logid:2032a2aa) Failed to create netfs mount: "
        "192.0.2.50:/export/template/tmpl/1/3 org.libvirt.LibvirtException: internal error: "
        "Child process (/usr/bin/mount) unexpected exit status 32: mount.nfs: Protocol not "
        "supported\n",
    ),
    quiet=(
        "2026-11-02 06:11:02,120 INFO  [kvm.storage.LibvirtStorageAdaptor] "
        "(agentRequest-Handler-3:null) (logid:2032a2aa) Attempting to create storage pool a331 "
        "(NetworkFilesystem) in libvirt\n",
    ),
    fix="mend the export, or install the template on that storage",
)
