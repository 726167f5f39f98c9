"""The fields of a journal entry that a header is made of, decoded by msgspec, which skips all others.

It takes what nearly every entry looks like and refuses (ValueError) what is told in any other way.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

Byte = Annotated[int, msgspec.Meta(ge=0, le=255)]


class Fields(msgspec.Struct, gc=False):
    """One entry; None is a field that is absent or null. Of a key that comes twice the last value counts."""

    source_clock: str | None = msgspec.field(name="_SOURCE_REALTIME_TIMESTAMP", default=None)
    clock: str | None = msgspec.field(name="__REALTIME_TIMESTAMP", default=None)
    host: str | None = msgspec.field(name="_HOSTNAME", default=None)
    identifier: str | None = msgspec.field(name="SYSLOG_IDENTIFIER", default=None)
    command: str | None = msgspec.field(name="_COMM", default=None)
    told_pid: str | None = msgspec.field(name="SYSLOG_PID", default=None)
    pid: str | None = msgspec.field(name="_PID", default=None)
    facility: str | None = msgspec.field(name="SYSLOG_FACILITY", default=None)
    priority: str | None = msgspec.field(name="PRIORITY", default=None)
    message_id: str | None = msgspec.field(name="MESSAGE_ID", default=None)
    message: str | list[Byte] | None = msgspec.field(name="MESSAGE", default=None)


decode_fields = msgspec.json.Decoder(Fields).decode
