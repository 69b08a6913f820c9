"""The files of a folder, and which of them are no more what they were."""

import hashlib
import os
import time
from collections.abc import Iterator, Mapping
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
    now = time.time_ns() - _TICK
    return {name: _seen(entry, before.get(name), now, digests=digests) for name, entry in _files(str(folder), "")}


def _seen(entry: "os.DirEntry[str]", before: Seen | None, now: int, *, digests: bool) -> Seen:
    found = entry.stat()
    changed = found.st_mtime_ns if found.st_mtime_ns < now else 0
    if not digests:
        return Seen(found.st_size, found.st_mtime_ns)
    if before and changed and (before.size, before.time) == (found.st_size, changed):
        return before
    return Seen(found.st_size, changed, digest(Path(entry.path).read_bytes()))


def seen(path: Path) -> Seen:
    """The file as it is, without its digest."""
    found = path.stat()
    return Seen(found.st_size, found.st_mtime_ns)


def digest(content: bytes) -> str:
    """What a content is known by."""
    return hashlib.sha256(content).hexdigest()[:32]


def _files(folder: str, prefix: str) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir():
            yield from _files(entry.path, f"{prefix}{entry.name}/")
        elif entry.is_file():
            yield f"{prefix}{entry.name}", entry


def differing(before: Inventory, now: Inventory) -> frozenset[str]:
    """The paths of what is new, gone, or of other content."""
    same = {name for name, seen in now.items() if name in before and before[name].digest == seen.digest}
    return frozenset((before.keys() | now.keys()) - same)
