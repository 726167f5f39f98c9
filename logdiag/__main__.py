"""The entry point, of `logdiag` and of `python -m logdiag`. Ctrl-C ends it without a word from here on.

Imports nothing of our own, since a Ctrl-C at an import above would be told with a traceback.
"""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

INTERRUPTED = 130
# Imports leave no garbage worth looking for: a tenth of a short run would go into the search.
COLLECT_AFTER = 100_000


def main() -> NoReturn:
    """Runs the command line; exits with its status."""
    gc.set_threshold(COLLECT_AFTER)
    try:
        from logdiag import cli

        cli.main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
