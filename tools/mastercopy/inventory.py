"""The files of a folder, and which of them are no more what they were."""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

_TICK = 20_000_000
"""Nanoseconds within which two writes may bear the same time."""


class Seen(Struct, frozen=True, array_like=True):
    """A file as it was: its size, the time of its last change (nanoseconds; 0: not to be relied on), its digest."""

    size: int
    time: int
    digest: str = ""


Inventory = Mapping[str, Seen]
"""The files of a folder by their paths in it."""


def inventory(folder: Path, before: Inventory, *, digests: bool = True) -> Inventory:
    """The files that are in the folder; one whose size and time are those of `before` isn't read again.

    Without `digests` no file is read. A link to a folder is followed, as MkDocs does.
    """
    files = _files(str(folder), "")
    if not digests:
        return {name: Seen(found.st_size, found.st_mtime_ns) for name, _, found in files}
    now = time.time_ns() - _TICK
    return {name: _seen(path, found, before.get(name), now) for name, path, found in files}


def renewed(folder: Path, known: Inventory, names: Iterable[str]) -> Inventory:
    """What is known of the files of a folder, some of which were written or removed since."""
    now = time.time_ns() - _TICK
    found = {**known}
    for name in names:
        path = folder / name
        if path.is_file():
            found[name] = _seen(str(path), path.stat(), known.get(name), now)
        else:
            found.pop(name, None)
    return found


def _seen(path: str, found: os.stat_result, before: Seen | None, now: int) -> Seen:
    changed = found.st_mtime_ns if found.st_mtime_ns < now else 0
    if before and changed and (before.size, before.time) == (found.st_size, changed):
        return before
    return Seen(found.st_size, changed, digest(Path(path).read_bytes()))


def seen(path: Path) -> Seen:
    """The file as it is, without its digest."""
    found = path.stat()
    return Seen(found.st_size, found.st_mtime_ns)


def digest(content: bytes) -> str:
    """What a content is known by."""
    return hashlib.sha256(content).hexdigest()[:32]


def _files(folder: str, prefix: str) -> Iterator[tuple[str, str, os.stat_result]]:
    """The files below a folder: each one's path in it, its own, and what the system knows of it."""
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path, f"{prefix}{entry.name}/")
            elif entry.is_file():
                yield f"{prefix}{entry.name}", entry.path, entry.stat()


def differing(before: Inventory, now: Inventory) -> frozenset[str]:
    """The paths of what is new, gone, or of other content."""
    same = {name for name, seen in now.items() if name in before and before[name].digest == seen.digest}
    return frozenset((before.keys() | now.keys()) - same)
