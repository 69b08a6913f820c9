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


def listed(folder: Path) -> Inventory:
    """The files that are in the folder, none of them read. A link to a folder is followed, as MkDocs does."""
    return {name: Seen(found.st_size, found.st_mtime_ns) for name, found in _files(str(folder), "")}


def inventory(folder: Path, before: Inventory, files: Inventory | None = None) -> Inventory:
    """The files that are in the folder with their digests; one whose size and time are those of `before` isn't read.

    `files`: those that were listed a moment ago.
    """
    now = time.time_ns() - _TICK
    found = listed(folder) if files is None else files
    return {name: _digested(folder, name, one, before.get(name), now) for name, one in found.items()}


def _digested(folder: Path, name: str, found: Seen, before: Seen | None, now: int) -> Seen:
    changed = found.time if found.time < now else 0
    if before and changed == before.time != 0 and found.size == before.size:
        return before
    return Seen(found.size, changed, digest((folder / name).read_bytes()))


def seen(path: Path) -> Seen:
    """The file as it is, without its digest."""
    found = path.stat()
    return Seen(found.st_size, found.st_mtime_ns)


def digest(content: bytes) -> str:
    """What a content is known by."""
    return hashlib.sha256(content).hexdigest()[:32]


def _files(folder: str, prefix: str) -> Iterator[tuple[str, os.stat_result]]:
    """The files below a folder: each one's path in it, and what the system knows of it."""
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path, f"{prefix}{entry.name}/")
            elif entry.is_file():
                yield f"{prefix}{entry.name}", entry.stat()


def differing(before: Inventory, now: Inventory) -> frozenset[str]:
    """The paths of what is new, gone, or of other content."""
    same = {name for name, seen in now.items() if name in before and before[name].digest == seen.digest}
    return frozenset((before.keys() | now.keys()) - same)
