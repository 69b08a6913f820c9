"""What a comparison of two versions of an edition says: changes, each of one kind, with its places before and after."""

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What is changed, in the order in which kinds are summed up."""

    TEXT = "text"
    NOTE = "notes"
    CORRECTION = "corrections"
    PAGE = "page breaks"
    NAME = "names"
    REFERENCE = "references"
    STRUCTURE = "structure"
    MOVED = "moved passages"
    MARKUP = "markup"
    METADATA = "metadata"


class What(StrEnum):
    """What became of it. `EXPLAINED`: a correction reads as before, and its reason, editor or kind is another."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    RELABELLED = "relabelled"
    SPLIT = "split"
    JOINED = "joined"
    EXPLAINED = "explained otherwise"


class Mark(StrEnum):
    """Whether words are in both versions, only in the old one, or only in the new one."""

    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


class Run(Struct, frozen=True):
    """Words that follow each other, one space between them."""

    mark: Mark
    words: str


class Spot(Struct, frozen=True, omit_defaults=True):
    """A place in one of the versions.

    `page` is the label of the page of the print, `note` how a note is called there (`n. 2`), `section` the title of the
    section; `address` is that of the nearest thing that has one, relative to the site; "" for what there isn't.
    """

    page: str = ""
    note: str = ""
    section: str = ""
    address: str = ""


class Detail(Struct, frozen=True):
    """Something about a thing that was so and is so now; "" for nothing."""

    name: str
    was: str
    now: str


class Change(Struct, frozen=True, omit_defaults=True):
    """Something that is otherwise in the new version.

    `thing` is what it is, in a word or two (`paragraph`, `name`); `words` are those by which it is known, where it
    has any. `was` and `now` are its places: several where something was split or joined, none where there is none. The
    words of `runs` that aren't inserted are the words that it had; those that aren't deleted, the words that it has.
    """

    kind: Kind
    what: What
    thing: str
    words: str = ""
    was: tuple[Spot, ...] = ()
    now: tuple[Spot, ...] = ()
    runs: tuple[Run, ...] = ()
    details: tuple[Detail, ...] = ()

    @property
    def seen(self) -> bool:
        """Whether a page of the site shows it; an address, a language or a date of the header is something else."""
        return self.kind is not Kind.METADATA and not (self.kind is Kind.MARKUP and self.thing in UNSEEN)


UNSEEN = frozenset({"xml:id", "language", "anchor"})
"""Things of the markup that no page shows, though addresses and programs depend on them."""


class Verdict(StrEnum):
    """What a comparison comes to, where it isn't a matter of single changes."""

    SAME = "same"
    LAYOUT = "layout"
    ENCODING = "encoding"
    UNSEEN = "unseen"
    MARKUP = "markup"
    METADATA = "metadata"
    CHANGED = "changed"


class Written(Struct, frozen=True):
    """The files of a version: their bytes, and what each element and attribute of the header says, by its path."""

    files: tuple[bytes, ...] = ()
    header: tuple[tuple[str, str], ...] = ()


class Comparison(Struct, frozen=True):
    """The changes from the old version to the new one, which are named; first those in the text, as it goes on."""

    old: str
    new: str
    title: str
    language: str
    address: str
    verdict: Verdict
    changes: tuple[Change, ...]


def verdict(old: Written, new: Written, changes: tuple[Change, ...]) -> Verdict:
    """What the changes come to. Whether files that differ do so in layout alone, who reads XML must say."""
    kinds = {change.kind for change in changes}
    if not kinds:
        return Verdict.SAME if old.files == new.files else Verdict.ENCODING
    if kinds == {Kind.METADATA}:
        return Verdict.METADATA
    if kinds <= {Kind.METADATA, Kind.MARKUP}:
        return Verdict.MARKUP if any(change.seen for change in changes) else Verdict.UNSEEN
    return Verdict.CHANGED
