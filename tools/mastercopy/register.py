"""The register as values: the headings of the indexes, and what we know of the things that they name."""

from enum import StrEnum

from msgspec import Struct

from mastercopy.model import Inline, Node


class EntryKind(StrEnum):
    """The indexes that an edition has, in the order in which they are shown."""

    PERSON = "names"
    WORK = "works"
    PLACE = "places"
    ORGANISATION = "organisations"
    SUBJECT = "subjects"


class SubHeading(Node, frozen=True):
    """A sub-heading of an index entry."""

    key: str
    words: str


class Entry(Node, frozen=True):
    """An entry of the register: the heading of the index and what we know of the thing for certain.

    `authorities` are pairs of a name (VIAF, Wikidata, GND) and an identifier there.
    """

    key: str
    kind: EntryKind
    heading: tuple[Inline, ...]
    sort: str = ""
    gloss: str = ""
    authorities: tuple[tuple[str, str], ...] = ()
    subs: tuple[SubHeading, ...] = ()
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()


class Register(Struct, frozen=True):
    """All entries, in the order of the file; `keys` as in `Edition`."""

    file: str
    entries: tuple[Entry, ...] = ()
    keys: tuple[tuple[str, int], ...] = ()
