"""What is kept of a release, so that a later one can say what has changed: its addresses, and the text of its pages."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from mastercopy import walk
from mastercopy.derive.index import note_label
from mastercopy.derive.leaves import Leaf
from mastercopy.derive.survey import Survey
from mastercopy.model import CorrectionKind, NoteKind

Text = Mapping[str, str]
"""The text of a page of the print: the page itself under "", and what it has of each note under `n. 1`."""


class Anchor(Struct, frozen=True, omit_defaults=True):
    """An address as anchors.json has it. `digest` and `opening` are those of its words (see `Address`)."""

    address: str
    kind: str
    label: str
    page: str = ""
    section: str = ""
    digest: str = ""
    opening: str = ""
    since: str = ""


class Gone(Struct, frozen=True, omit_defaults=True):
    """An address that moved (`to`) or was withdrawn, in the release `until`; "" for what is to be released yet."""

    address: str
    kind: str
    label: str
    since: str
    until: str = ""
    to: str = ""
    why: str = ""


class Revision(Struct, frozen=True, omit_defaults=True):
    """An entry of the header's list of changes, as a release keeps it; `who` are names, `when` is a day (ISO 8601)."""

    key: str
    when: str
    who: str
    what: str


class Recorded(Struct, frozen=True, omit_defaults=True):
    """A correction, as the release keeps it that brought it or its reading.

    `page` is the number of the page of the print, and `note` its note on that page, as in `n. 2`. `source` and
    `edition` are the words of both readings; the rest is as in `Corrected`.
    """

    address: str
    page: str = ""
    note: str = ""
    source: str = ""
    edition: str = ""
    kind: CorrectionKind | None = None
    who: str = ""
    when: str = ""
    why: str = ""


class Anchors(Struct, frozen=True, rename={"schema": "$schema"}):
    """All addresses of an edition: those of today, and those that were published and are elsewhere, or no more."""

    schema: str
    title: str
    version: str
    date: str
    published: str
    anchors: tuple[Anchor, ...]
    moved: tuple[Gone, ...]
    withdrawn: tuple[Gone, ...]


def pages(leaves: Iterable[Leaf], survey: Survey) -> Mapping[str, Text]:
    """The text of each page of the print by its number; the editors' notes are no part of it."""
    found: dict[str, Text] = {}
    for leaf in leaves:
        text = {"": "\n".join(walk.lines(leaf.content))}
        for foot in leaf.notes:
            if foot.printed.note.kind is not NoteKind.EDITORIAL:
                label = note_label(foot.key, survey)
                words = "\n".join(walk.lines(foot.content))
                text[label] = f"{text[label]}\n{words}" if label in text else words
        found[survey.pages[leaf.page].number] = text
    return found
