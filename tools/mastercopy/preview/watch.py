"""Which files have other bytes than before: events of the file system say where to look, bytes decide."""

import hashlib
import queue
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

if sys.platform == "linux":
    from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

    # The second half of a rename comes at once or never. Half a second, as it is, would hold back what an editor does
    # that first moves the old file to another folder, as its backup.
    InotifyMoveEventGrouper.delay = 0.01

QUIET = 0.01
"""Seconds without an event after which a save is taken to be whole. One that isn't is followed by another event."""
LONGEST = 0.25
"""Seconds after which a stream of events is no longer waited for to end."""
IDLE = 2.0
"""Seconds after a change in which nothing further happened."""
_HEARD = (
    FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent,
    DirCreatedEvent, DirMovedEvent, DirDeletedEvent,
)  # fmt: skip
"""Not that a file was opened, or closed by one who only read it: the update reads them all."""


class Watch(FileSystemEventHandler):
    """Watches a file and all files below some folders, but for those of the folder `without`.

    Files that editors put beside those that they edit (`.name`, `name~`, `#name#`) aren't of interest.
    Raises OSError where the system has no more watches.
    """

    def __init__(self, file: Path, folders: Iterable[Path], *, without: Path) -> None:
        self._file = _found(file)
        self._folders = tuple(sorted({folder.resolve() for folder in folders if folder.is_dir()}))
        self._without = without.resolve()
        self._heard: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._observer = Observer()
        self._observer.schedule(self, str(self._file.parent), recursive=False, event_filter=[*_HEARD])
        for folder in self._folders:
            self._observer.schedule(self, str(folder), recursive=True, event_filter=[*_HEARD])
        try:
            self._observer.start()
        except OSError as error:
            raise OSError(error.errno, f"can't be watched: {error.strerror}", str(file.parent)) from error
        self._known = {path: _digest(path) for path in self._files()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def dispatch(self, event: FileSystemEvent) -> None:
        """Takes an event of the file system: where to look."""
        for path in filter(None, (event.src_path, event.dest_path)):
            self._heard.put(Path(str(path)))

    def changes(self) -> Iterator[frozenset[Path]]:
        """Each time the files that changed since the last time, and once, when nothing has followed, none of them.

        Ends when the watch is closed.
        """
        waited: float | None = IDLE
        while True:
            try:
                paths = self._gathered(waited)
            except queue.Empty:
                waited = None
                yield frozenset()
                continue
            if paths is None:
                return
            if changed := frozenset(path for path in self._meant(paths) if self._differs(path)):
                yield changed
                waited = IDLE

    def know(self, paths: Iterable[Path]) -> None:
        """Takes files as they are now for known: the program itself wrote or removed them."""
        for path in paths:
            self._differs(_found(path))

    def close(self) -> None:
        """Ends the watch."""
        self._heard.put(None)
        self._observer.stop()
        self._observer.join()

    def _gathered(self, waited: float | None) -> set[Path] | None:
        """The places of all events until it is quiet; None where the watch is closed. Raises queue.Empty."""
        paths = {self._heard.get(timeout=waited)}
        until = monotonic() + LONGEST
        while monotonic() < until:
            try:
                paths.add(self._heard.get(timeout=QUIET))
            except queue.Empty:
                break
        return None if None in paths else {path for path in paths if path}

    def _meant(self, paths: set[Path]) -> set[Path]:
        """The files that an event may be about: itself, or for a folder what is or was in it."""
        here = {path for path in paths if self._of_interest(path)}
        folders = {path for path in here if path != self._file and path not in self._known and not path.is_file()}
        below = {path for path in self._known if not folders.isdisjoint(path.parents)}
        inside = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
        return {path for path in here - folders | below | inside if self._of_interest(path)}

    def _differs(self, path: Path) -> bool:
        """Whether a file has other bytes than are known; from now on these are known."""
        before, now = self._known.get(path), _digest(path)
        if now is None:
            self._known.pop(path, None)
        else:
            self._known[path] = now
        return before != now

    def _files(self) -> Iterator[Path]:
        paths = (path for folder in self._folders for path in folder.rglob("*"))
        return (path for path in (self._file, *paths) if self._of_interest(path) and path.is_file())

    def _of_interest(self, path: Path) -> bool:
        if path == self._file:
            return True
        if path.is_relative_to(self._without):
            return False
        return any(
            path.is_relative_to(folder) and not any(map(_beside, path.relative_to(folder).parts))
            for folder in self._folders
        )


def _beside(name: str) -> bool:
    """Whether a file is hidden, or one that an editor puts beside another."""
    return name.startswith(".") or name.endswith("~") or (name.startswith("#") and name.endswith("#"))


def _found(path: Path) -> Path:
    """A path as events have it: its folder without links."""
    return path.parent.resolve() / path.name


def _digest(path: Path) -> bytes | None:
    """The digest of a file's bytes; None where there is no such file, or none that can be read."""
    try:
        return hashlib.blake2b(path.read_bytes()).digest() if path.is_file() else None
    except OSError:
        return None
