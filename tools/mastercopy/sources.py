"""What goes into a build and what comes out of it: the files of an edition's folder, and those of docs/."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

Files = Mapping[str, bytes]
"""Paths under docs/, with `/`, and what is in each file."""

BOOK, SHAPE = "", "/"
"""What a file is of: anything in the book; or its shape, which is all but words: keys, titles, pages, names, notes."""


class Part(Struct, frozen=True):
    """A file of docs/ that can be made.

    `of` says what its bytes can depend on: the words of one place, by the path of its page (`text/iv-1/`, `p/44/`),
    with the book's shape; the `SHAPE` alone; or whatever stands in the `BOOK`. `late`: it says how something is cited,
    which another process writes meanwhile.
    """

    make: Callable[[], bytes]
    of: str = BOOK
    late: bool = False


class Plan(Mapping[str, bytes]):
    """Files, each made when it is asked for, and not kept: a long book's are never in memory all together."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        """The parts by their paths; those that are late come last."""
        self.parts = dict(sorted(parts.items(), key=lambda pair: (pair[1].late, pair[0])))

    def __getitem__(self, path: str) -> bytes:
        return self.parts[path].make()

    def __contains__(self, path: object) -> bool:
        return path in self.parts

    def __iter__(self) -> Iterator[str]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)


ANCHORS, PAGES, CHANGES = "anchors.json", "pages.json", "changes.json"
"""What is kept of a release beside the master and the register: its addresses, its text, what it changed."""


CITATION, CHANGELOG = "CITATION.cff", "CHANGELOG.md"
"""Files beside the edition's folder that say which version there is."""


class Release(Struct, frozen=True):
    """What the edition's folder keeps of a release: its files by their names, and their folder as messages show it."""

    version: str
    folder: str
    files: Mapping[str, bytes]


class Sources(Struct, frozen=True):
    """The files of an edition's folder: their names as messages show them, and their bytes.

    `witness` is the transcription that the master was made from, where it is kept as `witness/NAME.txt`, NAME being the
    master's. `ledger` are the addresses ever published, `releases` what is kept of each release, the oldest first.
    """

    master: tuple[str, bytes]
    register: tuple[str, bytes] | None = None
    schema: tuple[str, bytes] | None = None
    witness: tuple[str, bytes] | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    ledger: tuple[str, bytes] | None = None
    releases: tuple[Release, ...] = ()
