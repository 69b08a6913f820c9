"""How a file says what it says: its header statement by statement, and its XML without its layout."""

import hashlib
from collections.abc import Iterator

from lxml import etree

from mastercopy.read.desk import TEI, folded, name, words


def header(root: etree._Element) -> tuple[tuple[str, str], ...]:
    """What each element and each attribute of the header says, in order, by its path: `fileDesc/titleStmt/title`."""
    found = root.find(f"{TEI}teiHeader")
    return () if found is None else tuple(_said(found, ""))


def _said(element: etree._Element, path: str) -> Iterator[tuple[str, str]]:
    for attribute, value in sorted(element.attrib.items()):
        yield f"{path}/@{etree.QName(attribute).localname}".lstrip("/"), str(value)
    if _has_letters(element) or not len(element):
        if said := words(element):
            yield path, said
        for below in element.iterdescendants():
            for attribute, value in sorted(below.attrib.items()):
                yield f"{path}/{name(below)}/@{etree.QName(attribute).localname}", str(value)
        return
    for child in element:
        yield from _said(child, f"{path}/{name(child)}".lstrip("/"))


def _has_letters(element: etree._Element) -> bool:
    """Whether letters stand in it beside elements, so that it is a sentence."""
    beside = (element.text, *(child.tail for child in element))
    return any(text and text.strip() for text in beside)


def canonical(root: etree._Element) -> bytes:
    """A digest of the file without what doesn't matter in XML: comments, prefixes, order of attributes, white space."""
    digest = hashlib.sha256()
    for element in root.iter():
        said = (element.tag, sorted(element.attrib.items()), _folded(element.text), _folded(element.tail), len(element))
        digest.update(repr(said).encode())
    return digest.digest()


def _folded(text: str | None) -> str:
    return folded(text or "").strip(" ")
