"""cloud-init in a guest could not use its user data.

What it looks for: `Failed loading yaml blob`, `Failed at merging in cloud config part`, `Unhandled non-
multipart ... userdata`, `Consuming user data failed!`.

Why it fails a launch: the guest boots, and users, keys and commands of its user data are not there: mostly
nobody can log in.

What to do: cloud-init schema in the guest; the first line (#cloud-config), indentation and blanks of the
YAML; user data that was encoded or compressed twice.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="user-data-not-applied",
    kinds={"cloudinit.user_data"},
    subject="host",
    noun="guest",
    fields=("type",),
    title="A guest ({where}) could not use its user data: what it configures is not there",
    means=(
        "cloud-init could not read the user data that the guest was launched with: it is no "
        "valid YAML (a blank after a colon, an indentation, a tab), its first line is none that "
        "cloud-init knows (#cloud-config, #!), or it was compressed or encoded (base64) once too "
        "often. The guest is up, without the users, keys and commands of its user data."
    ),
    severity="warning",
    stage="configured",
    category="metadata",
    says="cloud-init in a guest could not use its user data",
    telling=Telling(
        confidence="likely",
        beyond="not known: which line of it",
        asks=(
            Ask("cloud-init schema --system", (("errors", "in the guest: they name line and column"),)),
            Ask(
                "head -c 100 /var/lib/cloud/instance/user-data.txt",
                (("not #cloud-config or #!", "its header or its encoding is wrong"),),
            ),
        ),
        fix=("correct the user data, and launch again (cloud-init reads it at the first boot only)",),
    ),
    fires=(
        "2026-11-22 06:16:00,481 - util.py[WARNING]: Failed at merging in cloud config part from part-001\n",
        "2026-11-22 06:16:00,481 - __init__.py[WARNING]: Unhandled non-multipart "
        "(text/x-not-multipart) userdata: 'b\"users:\"...'\n",
    ),
    quiet=(
        "2026-11-22 06:16:00,481 - schema.py[WARNING]: Invalid cloud-config provided: Please run "
        "'sudo cloud-init schema --system' to see the schema errors.\n",
    ),
    fix="correct the user data and launch again",
)
