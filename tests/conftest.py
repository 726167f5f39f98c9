"""What holds for all tests: a name that is the same in each process that collects it."""

from __future__ import annotations


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes are named by their length: packed ones hold the second they were packed in, and processes
    that share the tests refuse to begin when they do not agree on the names."""
    return f"{len(val)} bytes" if isinstance(val, bytes) and len(val) > 8 else None
