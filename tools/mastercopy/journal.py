"""Files put into a folder all together: what is written down first is done, also by the next run after a kill."""

import contextlib
import fcntl
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from mastercopy import disk

_JOURNAL = "journal.json"
_STAGED = "staged"


@contextlib.contextmanager
def alone(room: Path) -> Iterator[None]:
    """No other process is in the room meanwhile: who comes second waits. What one left undone is done first."""
    room.mkdir(parents=True, exist_ok=True)
    with (room / "lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        finish(room)
        yield


def exchange(room: Path, folder: Path, files: Mapping[str, bytes | Path], gone: Iterable[str]) -> None:
    """Makes the folder hold the files, and hold no more what is `gone`.

    A content that is a path is a file on the same disk, which is moved. Everything is on the disk before the first
    file of the folder is touched: a disk that is full leaves it as it was. Raises OSError.
    """
    staged = room / _STAGED
    try:
        staged.mkdir()
        moves = []
        for number, (name, content) in enumerate(files.items()):
            at = staged / str(number)
            if isinstance(content, Path):
                content.replace(at)
            else:
                at.write_bytes(content)
            moves.append((str(number), name))
    except OSError:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    said = {"folder": str(folder.absolute()), "moves": moves, "gone": sorted(gone)}
    disk.replace(room / _JOURNAL, json.dumps(said).encode())
    finish(room)


def finish(room: Path) -> None:
    """Does what the journal says, and takes away what a run that was broken off before it left."""
    journal = room / _JOURNAL
    if journal.is_file():
        said = json.loads(journal.read_bytes())
        folder = Path(said["folder"])
        for name in said["gone"]:
            _remove(folder, name)
        for number, name in said["moves"]:
            _move(room / _STAGED / number, folder / name)
        journal.unlink()
    shutil.rmtree(room / _STAGED, ignore_errors=True)
    disk.forget(room)


def _move(staged: Path, target: Path) -> None:
    if not staged.is_file():
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
