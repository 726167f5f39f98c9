"""Ahead: what a generator gives, made by a thread while what came before is worked on.

That gains where the generator leaves the interpreter alone for long, as unpacking does.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class _Raised(NamedTuple):
    """What ended the generator before its time."""

    error: BaseException


def ahead(items: Iterator[T], most: int) -> Generator[T, None, None]:
    """The items in order, up to `most` of them made before they are asked for.

    What the items raise is raised here, behind those before it. Closing this ends the thread.
    """
    from queue import Empty, Queue
    from threading import Event, Thread

    ready: Queue[tuple[T] | _Raised | None] = Queue(most)
    is_over = Event()

    def make() -> None:
        end: _Raised | None = None
        try:
            for item in items:
                ready.put((item,))
                if is_over.is_set():
                    return
        except BaseException as error:  # raised again where it is waited for
            end = _Raised(error)
        ready.put(end)

    # A daemon, as a run that is interrupted does not wait for a disk that gives nothing.
    thread = Thread(target=make, name="ahead", daemon=True)
    thread.start()
    try:
        while (made := ready.get()) is not None:
            if isinstance(made, _Raised):
                raise made.error
            yield made[0]
    finally:
        is_over.set()
        # A thread that waits for room finds some, sees that it is over, and puts nothing more.
        while thread.is_alive():
            try:
                ready.get(timeout=0.01)
            except Empty:
                thread.join(0.01)
