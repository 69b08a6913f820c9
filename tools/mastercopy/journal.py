"""Files put into a folder all together: what is written down first is done, also by the next run after a kill."""

import contextlib
import errno
import fcntl
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.json import decode, encode

from mastercopy import disk

_JOURNAL = "journal.json"
_STAGED = "staged"


@contextlib.contextmanager
def alone(room: Path, folder: Path) -> Iterator[bool]:
    """No other process is in the room meanwhile: who comes second waits.

    What one left undone is done first; whether anything was is what it gives.
    """
    for path in (room.parent, room, room / _STAGED, room / _JOURNAL):
        if path.is_symlink():
            raise OSError(errno.ELOOP, "is a symbolic link; nothing is remembered through it", str(path))
    room.mkdir(parents=True, exist_ok=True)
    with (room / "lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield finish(room, folder)


class Copy(Struct, frozen=True):
    """The content of a file that stays where it is."""

    of: Path


def exchange(room: Path, folder: Path, files: Mapping[str, bytes | Path | Copy], gone: Iterable[str]) -> None:
    """Makes the folder hold the files, and hold no more what is `gone`.

    A content that is a path is a file on the same disk, which is moved. Everything is on the disk before the first
    file of the folder is touched: a disk that is full leaves it as it was. Raises OSError.
    """
    staged, gone = room / _STAGED, tuple(gone)
    for name in (*files, *gone):
        _must_be_inside(folder, name)
    try:
        staged.mkdir()
        moves = []
        for number, (name, content) in enumerate(files.items()):
            at = staged / str(number)
            if isinstance(content, Path):
                content.replace(at)
            elif isinstance(content, Copy):
                shutil.copyfile(content.of, at)
            else:
                at.write_bytes(content)
            moves.append((str(number), name))
    except OSError:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    disk.replace(room / _JOURNAL, encode(_Journal(tuple(moves), tuple(sorted(gone)))))
    finish(room, folder)


class _Journal(Struct, frozen=True):
    """What is to be done: staged files by their numbers, each with its path in the folder; paths of what goes."""

    moves: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]


def finish(room: Path, folder: Path) -> bool:
    """Does what the journal says, if there is one, and takes away what a run that was broken off before it left.

    Whoever wrote the journal, nothing outside of the folder is touched: raises OSError.
    """
    journal = room / _JOURNAL
    begun = journal.is_file()
    if begun:
        try:
            said = decode(journal.read_bytes(), type=_Journal)
        except DecodeError as error:
            raise OSError(errno.EINVAL, "is no journal of a build; remove it", str(journal)) from error
        for name in (*said.gone, *(name for _, name in said.moves)):
            _must_be_inside(folder, name)
        for name in said.gone:
            _remove(folder, name)
        for number, name in said.moves:
            _move(room / _STAGED / str(int(number)), folder / name)
        journal.unlink()
    shutil.rmtree(room / _STAGED, ignore_errors=True)
    disk.forget(room)
    return begun


def _must_be_inside(folder: Path, name: str) -> None:
    above, parts = folder, Path(name).parts
    outside = not parts or Path(name).is_absolute() or ".." in parts
    for part in parts[:-1]:
        above /= part
        outside = outside or above.is_symlink()
    if outside:
        raise OSError(errno.ELOOP, f"is no file of {folder}; remove {_JOURNAL} in .cache", name)


def _move(staged: Path, target: Path) -> None:
    if not staged.is_file() or staged.is_symlink():
        return
    if target.is_file() and not target.is_symlink():
        staged.chmod(target.stat().st_mode & 0o7777)
    target.parent.mkdir(parents=True, exist_ok=True)
    staged.replace(target)


def _remove(folder: Path, name: str) -> None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        (folder / name).unlink()
    for above in (folder / name).parents:
        if above == folder:
            return
        with contextlib.suppress(OSError):
            above.rmdir()
