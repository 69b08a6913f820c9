"""What the teiHeader says that the site shows or that readings need."""

from lxml import etree

from mastercopy.derive.trees import BETWEEN
from mastercopy.model import Change, Header, Name, Work
from mastercopy.read.desk import TEI, XML_LANG, Desk, key, keys, line, words

_NAMES = {"tei": TEI.strip("{}")}
_FILE = "tei:teiHeader/tei:fileDesc"
_STATED = f"{_FILE}/tei:titleStmt"
_PUBLISHED = f"{_FILE}/tei:publicationStmt"


def header(root: etree._Element, desk: Desk) -> Header:
    """The header of the document; a problem where it has no title."""
    title = _text(root, f"{_STATED}/tei:title")
    if not title:
        statement = root.find(_STATED, _NAMES)
        desk.problem(root if statement is None else statement, "S001", "the header has no titleStmt/title")
    units = _units(root, desk)
    return Header(
        title,
        date=_attribute(root, f"{_FILE}/tei:editionStmt//tei:date", "when"),
        depth=max(len(units), 1),
        units=units,
        people=_people(root),
        changes=changes(root),
        authors=_names(root, f"{_STATED}/tei:author"),
        editors=_names(root, f"{_STATED}/tei:editor") or _names(root, f"{_STATED}/tei:respStmt/tei:name"),
        version=_attribute(root, f"{_FILE}/tei:editionStmt/tei:edition", "n"),
        publisher=_text(root, f"{_PUBLISHED}/tei:publisher"),
        licence=_attribute(root, f"{_PUBLISHED}/tei:availability/tei:licence", "target"),
        rights=tuple(filter(None, map(words, root.iterfind(f"{_PUBLISHED}/tei:availability/tei:*", _NAMES)))),
        language=root.get(XML_LANG, ""),
        address=_text(root, f"{_PUBLISHED}/tei:idno[@type='URI']"),
        work=_work(root),
    )


def _text(root: etree._Element, path: str) -> str:
    found = root.find(path, _NAMES)
    return "" if found is None else words(found)


def _attribute(root: etree._Element, path: str, name: str) -> str:
    found = root.find(path, _NAMES)
    return "" if found is None else found.get(name, "")


def _names(root: etree._Element, path: str) -> tuple[Name, ...]:
    """The names of those whom the elements name, in order; in two parts where the master parts them."""
    return tuple(filter(None, map(_name, root.iterfind(path, _NAMES))))


def _name(named: etree._Element) -> Name | None:
    family, given = _joined(named, "tei:surname"), _joined(named, "tei:forename")
    if family:
        return Name(family, given)
    literal = words(named)
    return Name(literal=literal) if literal else None


def _joined(named: etree._Element, path: str) -> str:
    return " ".join(filter(None, map(words, named.iterfind(path, _NAMES))))


def _work(root: etree._Element) -> Work:
    """What the description of the source says of the work, where it has marked it."""
    work = root.find(f"{_FILE}/tei:sourceDesc//tei:bibl[@type='work']", _NAMES)
    if work is None:
        return Work()
    return Work(
        _text(work, "tei:title"),
        _attribute(work, "tei:date", "when") or _text(work, "tei:date"),
        _text(work, "tei:publisher"),
        _text(work, "tei:pubPlace"),
    )


def _units(root: etree._Element, desk: Desk) -> tuple[str, ...]:
    """What the levels of the citation structure of divisions are called, the outermost first.

    So deep have divisions a page of their own. A problem for a sign between two levels that isn't ours.
    """
    structure = root.find("tei:teiHeader/tei:encodingDesc/tei:refsDecl[@n='divisions']/tei:citeStructure", _NAMES)
    units: list[str] = []
    while structure is not None:
        if (sign := structure.get("delim", BETWEEN)) != BETWEEN:
            message = (
                f"delim={sign!r} isn't {BETWEEN!r}, the only sign that no key has and every address takes as it is"
            )
            desk.problem(structure, "S001", message)
        units.append(structure.get("unit", ""))
        structure = structure.find("tei:citeStructure", _NAMES)
    return tuple(units)


def _people(root: etree._Element) -> dict[str, str]:
    """The names of those who are responsible for something, by their keys."""
    found: dict[str, str] = {}
    for stated in root.iterfind("tei:teiHeader/tei:fileDesc/tei:titleStmt/*", _NAMES):
        named = stated.find("tei:name", _NAMES)
        if key(stated):
            found[key(stated)] = words(stated if named is None else named)
        if named is not None and key(named):
            found[key(named)] = words(named)
    return found


def changes(root: etree._Element) -> tuple[Change, ...]:
    """The entries of the list of changes."""
    return tuple(
        Change(key(change), change.get("when", ""), "".join(keys(change.get("who"))), words(change), line=line(change))
        for change in root.iterfind("tei:teiHeader/tei:revisionDesc//tei:change", _NAMES)
    )
