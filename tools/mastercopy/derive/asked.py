"""What a reference such as `p. 44 n. 1` asks for, read as the site's own field for pages reads it."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from mastercopy.derive import addresses, labels
from mastercopy.derive.index import note_label
from mastercopy.derive.sections import Section
from mastercopy.derive.survey import Page, Survey
from mastercopy.model import NoteKind

_NOTE = re.compile(r"(.*?)(?:[\s,]*(?:nn?|notes?|fn)\.?\s*([^\s.]+))?", re.IGNORECASE | re.DOTALL)
_PAGE = re.compile(r"(?:pages?|pp?)(?:\.\s*|\s+|(?=\d))", re.IGNORECASE)
_RANGE = re.compile(r"(.*?\S)\s*[-–]\s*(\S.*)", re.DOTALL)


class Asked(Struct, frozen=True):
    """A section ("": the whole edition), and perhaps pages of it.

    `first` and `last` are what a reference calls them: `44`, or `44n1` for a note. `page` is the page that `first` is
    on. `path` is the address below that of the edition: the page's own, or that of a note or of what has a key.
    """

    section: str
    first: str = ""
    last: str = ""
    page: Page | None = None
    path: str = ""


def asked(reference: str, sections: tuple[Section, ...], survey: Survey) -> Asked:
    """What the reference asks for; a section's key comes before a page of that name, which `p.` makes unmistakable.

    Raises LookupError, which says what there is, where there is no such thing.
    """
    words = reference.strip().removeprefix("#")
    if words in {"", *(section.key for section in sections)}:
        return Asked(words)
    if (of_key := _of_key(words.removeprefix("fn-"), survey)) is not None:
        return of_key
    named, note = _parts(words)
    if (page := _called(named, survey)) is not None:
        found = survey.pages[page]
        return _note(page, note, survey) if note else Asked(found.section, found.label, page=found, path=_alone(found))
    if bounds := _RANGE.fullmatch(named):
        return _range(bounds[1], bounds[2], sections, survey)
    raise LookupError(_nothing(words, survey, sections))


def _parts(words: str) -> tuple[str, str]:
    """The page and the note that the words name, each "" where they name none."""
    found = _NOTE.fullmatch(words)
    named, note = (found[1], found[2] or "") if found else (words, "")
    return _PAGE.sub("", named, count=1) if _PAGE.match(named) else named, note


def _of_key(key: str, survey: Survey) -> Asked | None:
    """What has this key in the master: a paragraph, a note, a quotation, or whatever else has one."""
    place = survey.places.get(key)
    if place is None:
        return None
    path = addresses.path(place.section, f"fn-{key}" if key in survey.notes else key)
    if place.page < 0:
        return Asked(place.section, path=path)
    page = survey.pages[place.page]
    note = place.note or (key if key in survey.notes else "")
    return Asked(place.section, f"{page.label}{_suffix(note, survey)}", page=page, path=path)


def _alone(page: Page) -> str:
    """The address of a page of the print by itself."""
    return f"p/{page.number}/"


def _suffix(note: str, survey: Survey) -> str:
    """What a reference adds to the page to name a note: `n1`, `n*`; nothing where it has no label."""
    return "" if not note or not _label(note, survey) else f"n{_label(note, survey)}"


def _label(note: str, survey: Survey) -> str:
    return note_label(note, survey).removeprefix("n.").strip()


def _called(name: str, survey: Survey) -> int | None:
    """The page that is called so, by its printed label, its number or its address."""
    folded = name.casefold()
    plain = labels.number(folded)
    exact = (number for number, page in enumerate(survey.pages) if page.label.casefold() == folded)
    meant = (number for number, page in enumerate(survey.pages) if plain in {page.number, page.address})
    return next(exact, next(meant, None))


def _page(name: str, survey: Survey) -> int:
    page = _called(name, survey)
    if page is None:
        raise LookupError(_nothing(name, survey))
    return page


def _note(page: int, note: str, survey: Survey) -> Asked:
    notes = dict(_notes(page, survey))
    label = survey.label(page)
    if note not in notes:
        raise LookupError(f"there is no note {note} on p. {label}; it has {_listed(notes)}")
    section = survey.notes[notes[note]].section
    path = addresses.path(section, f"fn-{notes[note]}")
    return Asked(section, f"{label}n{note}", page=survey.pages[page], path=path)


def _notes(page: int, survey: Survey) -> Iterator[tuple[str, str]]:
    """The labels of the notes on the page, each with the key of the note."""
    for key, printed in survey.notes.items():
        if page in printed.pages and printed.note.kind is not NoteKind.EDITORIAL:
            yield _label(key, survey), key


def _listed(notes: Mapping[str, str]) -> str:
    return ", ".join(f"n. {label}" for label in notes) or "none"


def _range(begin: str, end: str, sections: tuple[Section, ...], survey: Survey) -> Asked:
    first = _page(begin, survey)
    last = _page(_PAGE.sub("", _whole(begin, end), count=1), survey)
    if last < first:
        raise LookupError(f"p. {survey.label(last)} comes before p. {survey.label(first)}")
    page = survey.pages[first]
    if last == first:
        return Asked(page.section, page.label, page=page, path=_alone(page))
    section = _common(page.section, survey.pages[last].section, sections)
    return Asked(section, page.label, survey.label(last), page, _alone(page))


def _whole(begin: str, end: str) -> str:
    """The end of a range as a whole number, where it is shortened: the 8 of 101–8 is 108."""
    return begin[: -len(end)] + end if begin.isdecimal() and end.isdecimal() and len(end) < len(begin) else end


def _common(one: str, other: str, sections: tuple[Section, ...]) -> str:
    """The smallest section that holds both; "", the whole edition, where none does."""
    above = {part: section.key for section in sections for part in section.parts}
    line = [one]
    while line[-1] in above:
        line.append(above[line[-1]])
    while other and other not in line:
        other = above.get(other, "")
    return other


def _nothing(name: str, survey: Survey, sections: tuple[Section, ...] = ()) -> str:
    """That there is no such page, and which there are."""
    extent = labels.extent(page.label for page in survey.pages)
    there = f"there is no '{name}'; the edition has {f'pp. {extent}' if extent else 'no page numbers'}"
    keys = ", ".join(section.key for section in sections)
    return f"{there} and the sections {keys}" if keys else there
