"""Making: a new rule file to begin with, which passes `logdiag rules check` as it stands."""

from __future__ import annotations

import re
from pathlib import Path

from logdiag.errors import BadOptionError

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")

YAML = """\
# A rule of your own. Edit it, then: logdiag rules check {folder}
# What may stand here: docs/rules-yaml.md
id: {id}
programs: [{program}]                 # as tags in the log name them; nova.* is a family
messages:                             # types: IFACE MAC IP UUID INSTANCE INT SIZE WORD PATH, REST at the end
  failed: "failed to plug {{iface:IFACE}} into {{bridge:IFACE}}: {{reason:REST}}"
  plugged: "plugged {{iface:IFACE}} into {{bridge:IFACE}}"
kinds: [failed]                       # what is told; kinds of the grammars (dhcpd.decline) may stand here too
mended_by: [plugged]                  # what says that all is well again
subject: iface                        # the field that names who is hit
noun: interface
title: "{{many}} on {{where}} could not be plugged into {{bridge}}: {{name}}"
means: "{program} found no bridge {{bridge}}, so the guest has no network ({{reason}})"
severity: error                       # error, warning, info
stage: plugged                        # requested scheduled prepared defined plugged addressed configured usable
category: network.plug
confidence: likely                    # confirmed, likely, possible
says: {program} could not plug an interface
fix: make the bridge {{bridge}}, then launch again
asks:
  - command: ip -br link show {{bridge}}
    outcomes:
      - {{if: "it does not exist", then: "it was never made, or was removed"}}
fires:
  - |
    Nov 22 06:11:01 nc01 {program}[7]: failed to plug vnet3 into br7: no such device
quiet:
  - |
    Nov 22 06:11:01 nc01 {program}[7]: failed to plug vnet3 into br7: no such device
    Nov 22 06:11:04 nc01 {program}[7]: plugged vnet3 into br7
"""

PYTHON = '''\
"""{program} could not plug an interface.

What it looks for: `failed to plug vnet3 into br7`, and no `plugged vnet3` behind it.

Why it fails a launch: the guest has no network.

What to do: make the bridge, then launch again.
"""

from logdiag.own.captures import grammar_of, read_message
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

FAILED = read_message("failed", "failed to plug {{iface:IFACE}} into {{bridge:IFACE}}: {{reason:REST}}")
PLUGGED = read_message("plugged", "plugged {{iface:IFACE}} into {{bridge:IFACE}}")
HEAD = "Nov 22 06:11:01 nc01 {program}[7]: "

rule = told(
    id="{id}",
    grammar=grammar_of(["{program}"], [FAILED, PLUGGED]),
    kinds={{"{kinds}.failed"}},
    mended_by={{"{kinds}.plugged"}},
    subject="iface",
    noun="interface",
    fields=("bridge", "reason"),
    title="{{many}} on {{where}} could not be plugged into {{bridge}}: {{name}}",
    means="{program} found no bridge {{bridge}}, so the guest has no network ({{reason}})",
    severity="error",
    stage="plugged",
    category="network.plug",
    says="{program} could not plug an interface",
    telling=Telling(
        confidence="likely",
        asks=(Ask("ip -br link show {{bridge}}", (("it does not exist", "it was never made, or was removed"),)),),
    ),
    fires=(f"{{HEAD}}failed to plug vnet3 into br7: no such device\\n",),
    quiet=(f"{{HEAD}}failed to plug vnet3 into br7: no such device\\n{{HEAD}}plugged vnet3 into br7\\n",),
    fix="make the bridge {{bridge}}, then launch again",
)
'''


def new_rule(name: str, folder: str, *, is_python: bool) -> Path:
    """Writes the file and tells its path; raises BadOptionError for a bad name and a file that is there."""
    if not _ID.fullmatch(name) or len(name) > 60:
        raise BadOptionError(
            f"rules new {name}: an id reads PROGRAM-PROBLEM, in small letters, as nova-no-host does"
        )
    kinds = name.replace("-", "_")
    path = Path(folder) / (f"{kinds}.py" if is_python else f"{name}.yaml")
    words = {"id": name, "program": name.partition("-")[0], "kinds": kinds, "folder": folder}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write((PYTHON if is_python else YAML).format(**words))
    except FileExistsError:
        raise BadOptionError(
            f"rules new {name}: {path} is there already; name another, or edit it"
        ) from None
    except OSError as error:
        raise BadOptionError(
            f"rules new {name}: {path}: {error.strerror}; name a --dir to write to"
        ) from None
    return path
