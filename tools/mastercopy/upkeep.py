"""The pages in docs/, brought up to date at the cost of what changed since the last time.

Where nothing changed, nothing is read but the sizes and times of files. Where words of the master changed within a
section, only what they touch is made (`build.carrying`). Where anything else did, the whole book is.
"""

from pathlib import Path

from msgspec import DecodeError, Struct, field
from msgspec.msgpack import decode, encode
from msgspec.structs import replace

from mastercopy import disk, inventory, journal, programs
from mastercopy.inventory import Inventory
from mastercopy.problems import Problem
from mastercopy.read.ahead import Ahead

_RECORD = "record.msgpack"


class Updated(Struct, frozen=True):
    """How it ended: the problems, and whether they stopped it; what was written and removed of how many files.

    `whole`: the whole book was made, and not only what changed. `date` and `address` are those of the edition's header.
    `listed`: all files of docs/ as they are now, those that people wrote too.
    """

    problems: tuple[Problem, ...] = ()
    stopped: bool = False
    changes: disk.Changes = disk.Changes((), ())
    files: int = 0
    date: str = ""
    address: str = ""
    whole: bool = False
    listed: Inventory = field(default_factory=dict)


class Record(Struct, frozen=True):
    """What is remembered of the last time, beside docs/: what the pages were made of, and the pages."""

    programs: str
    edition: Inventory
    docs: Inventory
    date: str
    address: str
    problems: tuple[Problem, ...]
    kept: bytes


def update(folder: Path, docs: Path) -> Updated:
    """Makes docs/ hold what the edition in the folder gives. A run that comes while another is at work waits for it.

    Nothing is written where a problem stops it. Raises OSError.
    """
    room = docs.absolute().parent / ".cache" / docs.name
    with journal.alone(room, docs):
        return _Update(folder, docs, room).run()


class _Update:
    """One run: what was known before it, and what is there now."""

    def __init__(self, folder: Path, docs: Path, room: Path) -> None:
        self.folder, self.docs, self.room = folder, docs, room
        self.programs = programs.digest()
        self.before = _read(room)
        self.listed: Inventory = {}
        self.edition = inventory.inventory(folder, self.before.edition if self.before else {})

    def run(self) -> Updated:
        """Does nothing, or little, or all."""
        return self._quick() or self._whole()

    def _quick(self) -> Updated | None:
        """Does nothing, or little, if that can be."""
        before = self.before
        if before is None or before.programs != self.programs or not self._is_whole(before.docs):
            return None
        changed = inventory.differing(before.edition, self.edition)
        if not changed:
            unchanged = disk.Changes((), ())
            count, date, address = len(before.docs), before.date, before.address
            return Updated(before.problems, False, unchanged, count, date, address, listed=self.listed)
        return self._carried(before, changed)

    def _is_whole(self, docs: Inventory) -> bool:
        """Whether all pages that were made are there as they were left, and none that was made another time."""
        now = self.listed = inventory.listed(self.docs)
        whole = all(now.get(name) == seen for name, seen in docs.items())
        return whole and not any(disk.is_made(self.docs / name) for name in now if name not in docs)

    def _carried(self, before: Record, changed: frozenset[str]) -> Updated | None:
        """Carries an edit of the master into the pages, if that is all, and can be done."""
        sources, _ = disk.sources(self.folder)
        if sources is None or changed != {Path(sources.master[0]).name}:
            return None
        from mastercopy import build, citeproc

        try:
            known = decode(before.kept, type=build.Kept)
        except DecodeError:
            return None
        references = citeproc.remembered(known.cited, self.docs)
        found = build.carried(sources, known, references, self._content)
        if found is None:
            return None
        for name, content in found.files.items():
            disk.replace(self.docs / name, content)
        now = {name: inventory.seen(self.docs / name) for name in found.files}
        docs = {**before.docs, **now}
        record = replace(before, edition=self.edition, docs=docs, problems=found.kept.problems, kept=encode(found.kept))
        self._remember(record)
        written = disk.Changes(tuple(self.docs / name for name in sorted(found.files)), ())
        listed = {**self.listed, **now}
        return Updated(record.problems, False, written, len(docs), record.date, record.address, listed=listed)

    def _content(self, name: str) -> bytes:
        path = self.docs / name
        return path.read_bytes() if path.is_file() else b""

    def _whole(self) -> Updated:
        """Makes all pages."""
        self.before, self.listed = None, {}  # a long book needs the memory
        sources, problems = disk.sources(self.folder)
        if sources is None:
            return Updated(problems, stopped=True)
        ahead = Ahead(sources)
        from mastercopy import build, citeproc  # only now: the files are parsed while the program is loaded

        book, problems = build.book(sources, ahead)
        if book is None:
            return Updated(problems, stopped=True)
        files = build.files(book, citeproc.references(book, self.docs))
        written = disk.write(self.docs, files)
        header = book.edition.header
        told = tuple(problem for problem in problems if not problem.stops)
        now = inventory.listed(self.docs)
        docs = {name: now[name] for name in files if name in now}
        kept = encode(build.kept(book, told))
        self._remember(Record(self.programs, self.edition, docs, header.date, header.address, told, kept))
        return Updated(told, False, written, len(files), header.date, header.address, whole=True, listed=now)

    def _remember(self, record: Record) -> None:
        disk.replace(self.room / _RECORD, encode(record))


def _read(room: Path) -> Record | None:
    """What is remembered, if anything is."""
    try:
        return decode((room / _RECORD).read_bytes(), type=Record)
    except (FileNotFoundError, DecodeError):
        return None
