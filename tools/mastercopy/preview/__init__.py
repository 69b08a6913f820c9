"""The live preview: at each save the site is brought up to date, and the pages that are open in a browser show it.

One thread hears of changes (`watch`), one for each request answers browsers (`server`), and the one that calls `follow`
brings the site up to date. What open pages are to know stands on the `board`; `preview.js` is their part.
"""

import gc
from collections.abc import Callable
from time import perf_counter

from mastercopy.bringing import Brought
from mastercopy.preview.board import Board
from mastercopy.preview.watch import Watch
from mastercopy.site import Result

Update = Callable[[], Brought]
"""Brings the site up to date."""
Tell = Callable[[Brought, float], None]
"""Takes how an update ended, and the seconds that it took."""


def follow(update: Update, watch: Watch, board: Board, tell: Tell, rest: Callable[[], object] = lambda: None) -> None:
    """Updates after each change, until the watch is closed; what goes wrong is shown on open pages.

    `rest` is called when nobody waits.
    """
    for changed in watch.changes():
        if changed:
            bring(lambda: _shown(update), watch, board, tell)
        else:
            # Nobody waits now, and a command of ours runs without looking for garbage.
            gc.collect()
            rest()


def bring(update: Update, watch: Watch, board: Board, tell: Tell) -> None:
    """Updates once, and says how that ended. Raises OSError where a file can't be read or written."""
    begun = perf_counter()
    brought = update()
    board.show(brought.faults, new=brought.written)
    watch.know(brought.made)
    tell(brought, perf_counter() - begun)


def _shown(update: Update) -> Brought:
    """How an update ended; a file that can't be read or written is a fault like any other."""
    try:
        return update()
    except OSError as error:
        return Brought(site=Result(failed=f"{error.filename or 'a file'}: {error.strerror or error}"))
