"""What the reader's scripts read: data that calls a function, since a page opened from the disk can load nothing else.

`docs/javascripts/edition.js` has `received`, and the types of what it is given. Each record stands in a line of its
own, so that a correction changes a line.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.json import encode
from msgspec.structs import astuple

from mastercopy import walk
from mastercopy.derive import labels
from mastercopy.derive.citing import PLACES, Reference
from mastercopy.derive.history import History
from mastercopy.derive.index import Indexes, Mentioned, note_label
from mastercopy.derive.sections import Section
from mastercopy.derive.stream import SectionStream
from mastercopy.derive.survey import Survey
from mastercopy.model import Header, NoteKind
from mastercopy.register import EntryKind


def edition(
    sections: Iterable[Section], titles: Mapping[str, str], survey: Survey, indexes: Indexes, *, made_from: str
) -> bytes:
    """The sections, the pages of the print with their notes, and the headings of the indexes."""
    parts: list[tuple[str, object]] = [
        ("sections", [[section.key, titles[section.key]] for section in sections]),
        ("pages", _pages(survey)),
        ("extent", labels.extent(page.label for page in survey.pages)),
        ("entries", list(_headings(indexes))),
    ]
    return _script("edition", parts, made_from)


def section(stream: SectionStream, *, made_from: str) -> bytes:
    """The text of a section line by line, and its notes."""
    parts = [("title", stream.title), ("page", stream.page), ("lines", stream.lines), ("notes", stream.notes)]
    return _script(f"sections/{stream.key}", parts, made_from)


def changes(history: History, version: str, *, made_from: str) -> bytes:
    """What each release changed on each page of the print, and what the next one will (its version is "")."""
    pages: dict[str, list[object]] = {}
    for of, found in (*((one.version, one.pages) for one in history.releases), ("", history.pending)):
        for number, changed in found.items():
            pages.setdefault(number, []).extend([of, *astuple(change)] for change in changed)
    versions = [[one.version, one.date] for one in history.releases]
    return _script("changes", [("versions", versions), ("now", version), ("pages", pages)], made_from)


def mentions(kind: EntryKind, found: Mapping[str, Iterable[Mentioned]], *, made_from: str) -> bytes:
    """The mentions of each entry of an index."""
    return _script(f"mentions/{kind}", found.items(), made_from)


def reference(
    name: str, reference: Reference, formats: Mapping[str, Mapping[str, str]], header: Header, *, made_from: str
) -> bytes:
    """How a section or the whole edition is cited: patterns, by style for readers and by format for programs."""
    cited = reference.cited
    parts: list[tuple[str, object]] = [
        ("path", cited.path),
        ("version", header.version),
        ("published", header.address),
        ("first", cited.first),
        ("last", cited.last),
        ("title", cited.item.title),
        ("forms", reference.forms),
        ("formats", formats),
    ]
    script = _script(name, parts, made_from)
    for place in PLACES:  # no letters that anybody could see in a difference
        script = script.replace(place.encode(), f"\\u{ord(place):x}".encode())
    return script


def _script(name: str, parts: Iterable[tuple[str, object]], made_from: str) -> bytes:
    """A call of `received` with the name of what it brings and the thing itself; each member of a list has a line."""
    head = f"// Made from {made_from}. Correct it there: this file is written anew.\n".encode()
    body = b",\n".join(b"%s: %s" % (encode(part), _lined(value)) for part, value in parts)
    script = b"%sreceived(%s, {\n%s\n});\n" % (head, encode(name), body)
    # They end a line in older scripts, and not in JSON.
    return script.replace("\u2028".encode(), b"\\u2028").replace("\u2029".encode(), b"\\u2029")


def _lined(value: object) -> bytes:
    if isinstance(value, dict):
        return b"{\n%s\n}" % b",\n".join(b"%s: %s" % (encode(name), encode(one)) for name, one in value.items())
    if not isinstance(value, list | tuple) or not value:
        return encode(value)
    return b"[\n%s\n]" % b",\n".join(map(encode, value))


def _pages(survey: Survey) -> list[object]:
    """For each page its label, its address, its section, and its notes by their labels.

    The address of a note that another section shows has that section before it.
    """
    notes: dict[int, dict[str, str]] = {}
    for key, printed in survey.notes.items():
        if printed.note.kind is NoteKind.EDITORIAL:
            continue
        label = note_label(key, survey).removeprefix("n.").strip()
        for page in printed.pages:
            here = page >= 0 and printed.section == survey.pages[page].section
            address = f"fn-{key}" if here else f"{printed.section}#fn-{key}"
            notes.setdefault(page, {}).setdefault(label, address)
    return [[page.label, page.address, page.section, notes.get(number, {})] for number, page in enumerate(survey.pages)]


def _headings(indexes: Indexes) -> Iterator[list[str]]:
    """For each key its heading and its index; for a sub-heading the key of its entry too."""
    for kind in EntryKind:
        for indexed in indexes[kind]:
            entry, heading = indexed.entry.key, walk.words(indexed.entry.heading)
            yield [entry, heading, kind]
            yield from ([sub.key, f"{heading}: {sub.words}", kind, entry] for sub, _ in indexed.subs)
