"""logdiag reads the logs of a private cloud and says why instances did not launch."""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["Record", "Unread", "__version__", "parse_line"]

TYPE_CHECKING = False  # typing's own would have to be imported
if TYPE_CHECKING:
    from typing import Any

    from logdiag.parse.records import parse_line
    from logdiag.record import Record, Unread


def __getattr__(name: str) -> Any:
    """Loads the library part when it is asked for: `logdiag --help` needs none of it."""
    if name == "parse_line":
        from logdiag.parse.records import parse_line

        return parse_line
    if name in ("Record", "Unread"):
        from logdiag import record

        return getattr(record, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
