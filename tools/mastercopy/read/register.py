"""The register of persons, places, organisations, works and subjects."""

from copy import deepcopy

from lxml import etree

from mastercopy.model import Inline
from mastercopy.problems import Problem
from mastercopy.read import pointers
from mastercopy.read.desk import TEI, Desk, key, keys, line, words
from mastercopy.read.mixed import content, trimmed
from mastercopy.read.tei import BLOCKS, INLINES
from mastercopy.register import Entry, EntryKind, Register, SubHeading

_LISTS = {
    "listPerson": ("person", EntryKind.PERSON),
    "listPlace": ("place", EntryKind.PLACE),
    "listOrg": ("org", EntryKind.ORGANISATION),
    "listBibl": ("bibl", EntryKind.WORK),
    "list": ("item", EntryKind.SUBJECT),
}


def register(root: etree._Element, file: str) -> tuple[Register, tuple[Problem, ...]]:
    """The register that `root` holds, and what is wrong with it as far as reading shows."""
    desk = Desk(file, INLINES, BLOCKS)
    entries = tuple(
        _entry(element, kind, desk)
        for listed, (entry, kind) in _LISTS.items()
        for element in root.iterfind(f"{TEI}standOff/{TEI}{listed}/{TEI}{entry}")
    )
    named, lost = pointers.keys(root, file)
    return Register(file, entries, named), (*desk.problems, *lost)


def _entry(element: etree._Element, kind: EntryKind, desk: Desk) -> Entry:
    if not key(element):
        desk.problem(element, "D003", "an entry of the register needs an xml:id")
    notes: dict[str, list[etree._Element]] = {"gloss": [], "subheading": [], "see": [], "seeAlso": []}
    for note in element.iterchildren(f"{TEI}note"):
        notes.setdefault(note.get("type", ""), []).append(note)
    return Entry(
        key(element),
        kind,
        _heading(element, kind, desk),
        sort=element.get("sortKey", ""),
        gloss=" ".join(words(note) for note in notes["gloss"]),
        authorities=tuple((idno.get("type", ""), words(idno)) for idno in element.iterchildren(f"{TEI}idno")),
        subs=tuple(SubHeading(key(note), words(note), line=line(note)) for note in notes["subheading"]),
        see=tuple(target for note in notes["see"] for target in keys(note.get("target"))),
        see_also=tuple(target for note in notes["seeAlso"] for target in keys(note.get("target"))),
        line=line(element),
    )


def _heading(element: etree._Element, kind: EntryKind, desk: Desk) -> tuple[Inline, ...]:
    """The heading: a work's is all that its entry says of it, another's is the first name or term."""
    desk.space = True
    if kind is EntryKind.WORK:
        return _work(element, desk)
    first = next((child for child in element if child.tag not in {f"{TEI}idno", f"{TEI}note"}), None)
    return () if first is None else trimmed(list(content(first, desk)))


def _work(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """Author, title, date and the words between them; a title is set in italics unless it is of a part (level a)."""
    copy = deepcopy(element)
    for aside in [child for child in copy if child.tag in {f"{TEI}idno", f"{TEI}note"}]:
        _drop(aside)
    for title in copy.iter(f"{TEI}title"):
        if title.get("level") != "a":
            title.tag = f"{TEI}hi"
            title.attrib.clear()
    return trimmed(list(content(copy, desk)))


def _drop(element: etree._Element) -> None:
    """Takes the element out of its parent and leaves the text after it."""
    before, parent = element.getprevious(), element.getparent()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
