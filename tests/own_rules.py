"""A YAML rule for tests: its text, edited line by line, and the rule that it is."""

from __future__ import annotations

from pathlib import Path

HEAD = "Nov 22 06:11:{:02} nc01 rackd[7]: "
TEXT = """\
id: rack-plug-failed
programs: [rackd]
messages:
  plug_failed: "failed to plug {iface:IFACE} into {bridge:IFACE}: {left:INT} MB of {free:SIZE} left"
  plugged: "plugged {iface:IFACE}"
kinds: [plug_failed]
mended_by: [plugged]
subject: iface
noun: tap
title: "{many} on {where} could not be plugged into {bridge}: {name}"
means: "{bridge} is not there, so the guest has no network."
severity: error
stage: plugged
category: network.plug
says: a tap could not be plugged
fix: make {bridge}
fires:
  - |
    Nov 22 06:11:01 nc01 rackd[7]: failed to plug vnet3 into br7: 12 MB of 1.5 GB left
quiet:
  - |
    Nov 22 06:11:01 nc01 rackd[7]: plugged vnet3
"""


def failed(second: int, iface: str = "vnet3", free: str = "1.5 GB") -> str:
    """The message of trouble, as a line."""
    return f"{HEAD.format(second)}failed to plug {iface} into br7: 12 MB of {free} left\n"


def plugged(second: int, iface: str = "vnet3") -> str:
    """The message that it was mended, as a line."""
    return f"{HEAD.format(second)}plugged {iface}\n"


def with_lines(*lines: str) -> str:
    """The text with these lines in place of those of the same key, or at its end."""
    text = TEXT
    for line in lines:
        key = line.split(":")[0]
        old = [each for each in text.splitlines() if each.startswith(f"{key}:")]
        text = text.replace(f"{old[0]}\n", f"{line}\n") if old else f"{text}{line}\n"
    return text


def written(folder: Path, text: str = TEXT, name: str = "rack.yaml") -> Path:
    """The folder, made, with that text in a file."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder
