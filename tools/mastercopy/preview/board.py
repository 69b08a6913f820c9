"""What open pages are to know: which state of the site is served, and what keeps it from being a newer one."""

import secrets
from threading import Condition

from msgspec import Struct


class Notice(Struct, frozen=True):
    """`version`: changes with the files of the site. `faults`: why they aren't up to date, a line each."""

    version: str
    faults: tuple[str, ...] = ()


class Board:
    """Holds one notice, which any number of threads read and wait for."""

    def __init__(self) -> None:
        # No version is one of an earlier preview's, whose pages may still be open.
        self._begun = secrets.token_hex(4)
        self._count = 0
        self._open = True
        self._notice = Notice(f"{self._begun}-0")
        self._changed = Condition()

    @property
    def notice(self) -> Notice:
        """The notice that stands on it now."""
        return self._notice

    def show(self, faults: tuple[str, ...], *, new: bool) -> None:
        """Puts up why the site isn't up to date, and whether its files are `new`."""
        with self._changed:
            self._count += new
            self._notice = Notice(f"{self._begun}-{self._count}", faults)
            self._changed.notify_all()

    def after(self, seen: Notice | None, *, within: float) -> Notice | None:
        """A notice that is not the one that was seen, or None if there is none within so many seconds.

        Raises EOFError where the board has been closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._notice != seen or not self._open, within)
            if not self._open:
                raise EOFError
            return None if self._notice == seen else self._notice

    def close(self) -> None:
        """Ends all waiting."""
        with self._changed:
            self._open = False
            self._changed.notify_all()
