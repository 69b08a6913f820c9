"""A version of an edition as it is compared: its text and its notes as units, and how their places are called."""

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct

from mastercopy import walk
from mastercopy.derive import labels
from mastercopy.derive.addresses import path
from mastercopy.derive.differences import flatten
from mastercopy.derive.differences.units import Strand, Unit
from mastercopy.derive.differences.values import Spot, Written
from mastercopy.derive.index import note_label
from mastercopy.derive.sections import Section, sections, title
from mastercopy.derive.survey import Survey, survey
from mastercopy.model import Edition
from mastercopy.register import Register


class Version(Struct, frozen=True):
    """A version of an edition: how it is called, what it holds, and how its files are written."""

    name: str
    edition: Edition
    register: Register | None = None
    written: Written = Written()


class Order(NamedTuple):
    """Where a change stands among the others: by the pages of the new version, on each the text before its notes."""

    page: int
    note: bool
    unit: float


class View(Struct, frozen=True):
    """A version, surveyed. `headings`: what the keys of its register stand for."""

    version: Version
    sections: Mapping[str, Section]
    survey: Survey
    text: Strand
    notes: Strand
    headings: Mapping[str, str]

    def strand(self, unit: Unit) -> Strand:
        """The strand that a unit is in."""
        return self.notes if unit.note else self.text

    def spot(self, unit: Unit, word: int = 0) -> Spot:
        """The place of a word of a unit; of the unit as a whole, if none is given."""
        section = title(self.sections[unit.section].division) if unit.section in self.sections else ""
        if unit.note:
            printed = self.survey.notes.get(unit.note)
            page = self.survey.label(printed.pages[0]) if printed else ""
            called = note_label(unit.note, self.survey) if printed else "n."
            return Spot(page, called, section, _address(unit, unit.near or f"fn-{unit.note}"))
        page = self.text.page(unit.first + word)
        return Spot(page, "", section, _address(unit, unit.near or (page and f"p{labels.number(page)}")))

    def page(self, unit: Unit) -> int:
        """The number, from 1, of the page that a unit begins on among those of the print; 0 before the first."""
        if unit.note:
            printed = self.survey.notes.get(unit.note)
            return printed.pages[0] + 1 if printed else 0
        return self.text.pages_before(unit.first)


def _address(unit: Unit, fragment: str) -> str:
    return path(unit.section, fragment) if unit.section else ""


def view(version: Version) -> View:
    """The version, surveyed."""
    edition = version.edition
    found = sections(edition)
    surveyed = survey(edition, (section.key for section in found))
    kept = [*(one.note for one in surveyed.notes.values())]
    kept += [note for key, note in edition.notes.items() if key not in surveyed.notes]
    shown = [surveyed.notes[note.key].section if note.key in surveyed.notes else "" for note in kept]
    return View(
        version,
        {section.key: section for section in found},
        surveyed,
        flatten.text(edition, (section.key for section in found)),
        flatten.notes(edition, kept, shown),
        headings(version.register),
    )


def headings(register: Register | None) -> dict[str, str]:
    """What the keys of the register stand for, in words; none where it isn't at hand."""
    found: dict[str, str] = {}
    for entry in register.entries if register else ():
        found[entry.key] = walk.words(entry.heading)
        found |= {sub.key: f"{found[entry.key]}: {sub.words}" for sub in entry.subs}
    return found
