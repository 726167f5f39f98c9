"""One line of JSON that is no journal entry -> Header: container logs, exports of Elasticsearch and Loki, JSON loggers.

Docker's json-file has log, stream and time (daemon/logger/jsonfilelog); Elasticsearch keeps the line under _source,
logcli under line; GELF, ECS, bunyan, zap and oslo.log's JSONFormatter have names of their own for the same things.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from logdiag.parse.json_times import stamp_of_value
from logdiag.parse.levels import severity_of
from logdiag.record import Header

ReadText = Callable[[str], Header | None]
"""How a line of text begins."""

_TIMES = (
    "@timestamp",
    "timestamp",
    "time",
    "ts",
    "date",
    "t",
    "asctime",
    "datetime",
    "timeMillis",
    "created",
    "timereported",
    "timegenerated",
)
_MESSAGES = ("message", "msg", "log", "line", "short_message", "text", "event", "body", "MESSAGE")
_HOSTS = (
    *(
        "host.name",
        "host.hostname",
        "hostname",
        "host",
        "_HOSTNAME",
        "source_host",
        "node_name",
        "nodename",
    ),
    *("kubernetes.host", "kubernetes.node_name", "kubernetes.node.name", "instance", "node"),
    *("agent.hostname", "beat.hostname", "agent.name"),
)
_PROGRAMS = (
    *(
        "program",
        "programname",
        "syslog_identifier",
        "SYSLOG_IDENTIFIER",
        "process.name",
        "appname",
        "app_name",
        # GELF's own fields, as Graylog's senders name them
        "_program",
        "_application_name",
        "_process_name",
        "_SYSLOG_IDENTIFIER",
    ),
    *("app-name", "ident", "tag", "log.syslog.appname", "app", "service.name", "service_name", "service"),
    *(
        "container.name",
        "container_name",
        "kubernetes.container.name",
        "kubernetes.container_name",
        "container",
    ),
    *(
        "unit",
        "systemd_unit",
        "job",
        "logger_name",
        "loggerName",
        "log.logger",
        "logger",
        "name",
        "process",
        "c",
    ),
)
_COMPONENT = ("component",)
"""Who speaks in a line of KubeVirt (staging/src/kubevirt.io/client-go/log/log.go, 1.1): its `name` is the guest's."""

_PIDS = ("pid", "process.pid", "procid", "process_id", "processid", "_PID", "log.syslog.procid")
_LEVELS = (
    *("level", "severity", "levelname", "log.level", "lvl", "loglevel", "log_level", "severity_text", "s"),
    *("detected_level", "log.syslog.severity.name", "syslog_severity", "level_name", "priority"),
    *("syslogseverity-text", "syslogseverity"),
)
_FACILITIES = (
    "facility",
    "syslog_facility",
    "log.syslog.facility.name",
    "facility_label",
    "syslogfacility-text",
)
_GROUPS = ("labels", "stream", "fields", "attrs", "extra", "_source")
"""Where exports keep what is told of a line beside its text."""

_GRADES = ("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug")
_FACILITY_WORDS = frozenset(
    (
        *(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
        ),
        *(f"local{number}" for number in range(8)),
    )
)
_TAG = re.compile(r"([^ \[:]{1,100})(?:\[([0-9]{1,10})\])?:?\Z")
"""rsyslog's property `syslogtag`."""

Entry = Mapping[str, Any]


def read_json_line(text: str, read_text: ReadText) -> Header | None:
    """The header of a JSON line that tells a time and a message, else None. `read_text` reads one within."""
    try:
        # The comma stands behind an element of a list that has a line for each.
        entry = json.loads(text.rstrip().removesuffix(","))
    except (ValueError, RecursionError):
        return None
    return read_entry(entry, read_text) if isinstance(entry, dict) else None


def read_entry(entry: Entry, read_text: ReadText) -> Header | None:
    """The same of an object that was decoded already."""
    entry, form = _unwrapped(entry)
    stamp = next((stamp for stamp in map(stamp_of_value, _values(entry, _TIMES)) if stamp), None)
    message = next((value for value in _values(entry, _MESSAGES) if isinstance(value, str)), None)
    if message is None:
        return None
    # rsyslog's property `msg` begins with the blank that stood behind the tag.
    message = message.removesuffix("\n").removesuffix("\r").removeprefix(" ")
    if stamp is None:
        return _alone(read_text(message))
    message = _of_kubevirt(entry, message)
    tagged = _TAG.match(_name(entry, ("syslogtag",)) or "")
    outer = Header(
        form,
        stamp,
        _name(entry, _HOSTS),
        tagged[1] if tagged else _name(entry, _COMPONENT if _is_of_kubevirt(entry) else _PROGRAMS),
        (tagged and tagged[2]) or _pid(entry),
        _facility(entry),
        _severity(entry),
        None,
        None,
        message,
    )
    inner = read_text(message)
    return _joined(outer, inner) if inner and inner.format not in ("plain", "ctime") else outer


def _alone(inner: Header | None) -> Header | None:
    """A line whose wrapping tells no time: as good as its own time is."""
    return inner if inner and inner.stamp and inner.format not in ("plain", "ctime") else None


def _is_of_kubevirt(entry: Entry) -> bool:
    return isinstance(entry.get("component"), str) and isinstance(entry.get("pos"), str)


def _of_kubevirt(entry: Entry, message: str) -> str:
    """KubeVirt's message with the guest and the reason that stand beside it: `MESSAGE (NAMESPACE/NAME): REASON`."""
    if not _is_of_kubevirt(entry):
        return message
    told = [entry.get(name) for name in ("namespace", "name")]
    guest = "/".join(value for value in told if isinstance(value, str) and value)
    reason = entry.get("reason")
    because = f": {reason}" if isinstance(reason, str) and reason else ""
    return f"{message.rstrip()} ({guest}){because}" if guest else f"{message.rstrip()}{because}"


def _joined(outer: Header, inner: Header) -> Header:
    """A line of a log that was wrapped: who speaks is told by the line, when by the wrapping, which knows the zone."""
    stamp = (
        inner.stamp if inner.stamp and inner.stamp.offset is not None and inner.stamp.year else outer.stamp
    )
    return Header(
        outer.format,
        stamp,
        inner.host or outer.host,
        inner.program or outer.program,
        inner.pid or outer.pid,
        inner.facility or outer.facility,
        inner.severity or outer.severity,
        inner.msgid,
        inner.structured_data,
        inner.message,
    )


def _unwrapped(entry: Entry) -> tuple[Entry, str]:
    """The object that tells of the line, and what kind of export it is from."""
    source = entry.get("_source")
    if isinstance(source, dict):
        return source, "elasticsearch-json"
    if isinstance(entry.get("log"), str) and "stream" in entry and "time" in entry:
        return entry, "container-json"
    values = entry.get("values")
    if isinstance(entry.get("stream"), dict) and isinstance(values, list) and len(values) == 1:
        pair = values[0]
        if isinstance(pair, list) and len(pair) >= 2:
            return {"stream": entry["stream"], "time": pair[0], "line": pair[1]}, "loki-json"
    if isinstance(entry.get("labels"), dict) and "line" in entry:
        return entry, "loki-json"
    return entry, "json"


def _values(entry: Entry, names: Sequence[str]) -> Iterator[Any]:
    """What is told under these names, the first name first; a point stands for an object in an object."""
    groups = [entry, *(entry[name] for name in _GROUPS if isinstance(entry.get(name), dict))]
    for name in names:
        for group in groups:
            value = group.get(name)
            if value is None and "." in name:
                value = _at(group, name)
            if isinstance(value, list) and len(value) == 1:
                value = value[0]
            if value is not None:
                yield value


def _at(entry: Entry, path: str) -> Any:
    value: Any = entry
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _name(entry: Entry, names: Sequence[str]) -> str | None:
    return next((value for value in _values(entry, names) if isinstance(value, str) and value), None)


def _pid(entry: Entry) -> str | None:
    for value in _values(entry, _PIDS):
        if isinstance(value, int | str) and str(value).isascii() and str(value).isdigit():
            return str(value)
    return None


def _facility(entry: Entry) -> str | None:
    return next(
        (
            value
            for value in _values(entry, _FACILITIES)
            if isinstance(value, str) and value in _FACILITY_WORDS
        ),
        None,
    )


def _severity(entry: Entry) -> str | None:
    for value in _values(entry, _LEVELS):
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 3:
            value = int(value)
        if isinstance(value, str):
            found = severity_of(value.strip())
        else:
            found = _graded(value) if isinstance(value, int) and not isinstance(value, bool) else None
        if found:
            return found
    return None


def _graded(number: int) -> str | None:
    """Numbers up to 7 are syslog's (GELF), tens are Python's or bunyan's, which differ from each other above 20."""
    if 0 <= number < len(_GRADES):
        return _GRADES[number]
    return {10: "debug", 20: "debug", 30: "info", 40: "warning", 50: "err", 60: "crit"}.get(number)
