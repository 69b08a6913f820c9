"""What goes into a build and what comes out of it: the files of an edition's folder, and those of docs/."""

from collections.abc import Mapping

from msgspec import Struct, field

Files = Mapping[str, bytes]
"""Paths under docs/, with `/`, and what is in each file."""


ANCHORS, PAGES, CHANGES = "anchors.json", "pages.json", "changes.json"
"""What is kept of a release beside the master and the register: its addresses, its text, what it changed."""


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
