"""Keyed: values by key, of which those with the smallest hashes stay where there are too many."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import nsmallest
from typing import Generic, Protocol, TypeVar

from logdiag.event import Event
from logdiag.rules.cells import Cell, Glimpse, glimpse
from logdiag.shelf import KEYS, rank

Key = tuple[str, ...]

V = TypeVar("V", bound="Mergeable")
V_co = TypeVar("V_co", covariant=True)


class Mergeable(Protocol):
    """A value that takes in another of its kind."""

    def absorb(self, other: object) -> None:
        """Becomes the union of both."""


def _hash(key: Key) -> tuple[int, str]:
    return rank("\0".join(key))


class Keyed(Generic[V]):
    """Values by key, at most `cap` of them: over it, the keys with the smallest hashes stay, exact.

    A key that left never comes back: hashes of a growing set only push it further out.
    """

    __slots__ = ("_made", "_trimmed", "cap", "values")

    def __init__(self, make: Callable[[], V], cap: int = KEYS) -> None:
        self._made, self.cap = make, cap
        self.values: dict[Key, V] = {}
        self._trimmed = False

    @property
    def over(self) -> bool:
        """Whether there were more keys than the cap."""
        return self._trimmed or len(self.values) > self.cap

    def at(self, key: Key) -> V:
        """The value of a key, made when it is new."""
        found = self.values.get(key)
        if found is None:
            found = self.values[key] = self._made()
            if len(self.values) > 2 * self.cap:
                self.trim()
        return found

    def trim(self) -> None:
        """Down to the cap: what `finish` sees."""
        if len(self.values) > self.cap:
            self._trimmed = True
            self.values = {key: self.values[key] for key in nsmallest(self.cap, self.values, _hash)}

    def absorb(self, other: object) -> None:
        """Union with another."""
        assert isinstance(other, Keyed)
        self._trimmed = self._trimmed or other._trimmed
        for key, value in other.values.items():
            mine = self.values.get(key)
            if mine is None:
                self.values[key] = value
            else:
                mine.absorb(value)
        if len(self.values) > 2 * self.cap:
            self.trim()

    def items(self) -> list[tuple[Key, V]]:
        """Keys and values, sorted by key, trimmed to the cap."""
        self.trim()
        return sorted(self.values.items())

    def on(self, host: str) -> list[tuple[Key, V]]:
        """Keys that begin with a host, and values."""
        return [(key, value) for key, value in self.items() if key[0] == host]

    def open_on(self, host: str) -> list[tuple[Key, V]]:
        """All of them: what is kept here does not tell quickly which are closed."""
        return self.on(host)

    def glimpses(self, host: str) -> list[tuple[Key, Glimpse]]:
        """Keys of a host with the most of their cells."""
        return [(key, glimpse(cell)) for key, cell in self.on(host) if isinstance(cell, Cell)]


class Values(Protocol[V_co]):
    """What a rule judges: values by key, sorted by key."""

    def items(self) -> Iterable[tuple[Key, V_co]]:
        """Keys and values."""

    def on(self, host: str) -> Iterable[tuple[Key, V_co]]:
        """Those whose key begins with a host."""

    def open_on(self, host: str) -> Iterable[tuple[Key, V_co]]:
        """Those of them whose last ask comes after every answer, and maybe others: all that may be unanswered."""

    def glimpses(self, host: str) -> Iterable[tuple[Key, Glimpse]]:
        """Keys of a host with the most of their values, where these are cells."""


def key_of(event: Event, names: tuple[str, ...]) -> Key:
    """The values of the named fields; "host" and "program" are the record's own."""
    return tuple(_value(event, name) for name in names)


def _value(event: Event, name: str) -> str:
    if name == "host":
        return event.host
    if name == "program":
        return event.program
    return event.fields.get(name, "")
