"""What the teiHeader says that the site shows or that readings need."""

from lxml import etree

from mastercopy.model import Change, Header
from mastercopy.read.desk import TEI, Desk, key, keys, line, words

_NAMES = {"tei": TEI.strip("{}")}


def header(root: etree._Element, desk: Desk) -> Header:
    """The header of the document; a problem where it has no title."""
    title = _text(root, "tei:teiHeader/tei:fileDesc/tei:titleStmt/tei:title")
    if not title:
        statement = root.find("tei:teiHeader/tei:fileDesc/tei:titleStmt", _NAMES)
        desk.problem(root if statement is None else statement, "S001", "the header has no titleStmt/title")
    date = root.find("tei:teiHeader/tei:fileDesc/tei:editionStmt//tei:date", _NAMES)
    return Header(
        title,
        date="" if date is None else date.get("when", ""),
        depth=_depth(root),
        people=_people(root),
        changes=_changes(root),
    )


def _text(root: etree._Element, path: str) -> str:
    found = root.find(path, _NAMES)
    return "" if found is None else words(found)


def _depth(root: etree._Element) -> int:
    """How deep the citation structure of divisions is: so deep have divisions a page of their own; at least 1."""
    structure = root.find("tei:teiHeader/tei:encodingDesc/tei:refsDecl[@n='divisions']/tei:citeStructure", _NAMES)
    depth = 0
    while structure is not None:
        depth += 1
        structure = structure.find("tei:citeStructure", _NAMES)
    return max(depth, 1)


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


def _changes(root: etree._Element) -> tuple[Change, ...]:
    return tuple(
        Change(key(change), change.get("when", ""), "".join(keys(change.get("who"))), words(change), line=line(change))
        for change in root.iterfind("tei:teiHeader/tei:revisionDesc//tei:change", _NAMES)
    )
