"""Bytes of XML to a tree, safely: nothing but the bytes is read, and what is hostile is a problem in a line.

Entities, document types and XInclude are how XML reads other files or grows without bound. The master needs none of
them, so a document type is refused before the parser sees it, and XInclude is an element like any unknown one.
"""

import re

from lxml import etree

from mastercopy.problems import Problem

DEEPEST = 90
"""How deep elements may nest: real TEI stays under 30, and Python's own stack under its limit."""

_BEFORE_ROOT = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_TOO_DEEP = etree.XPath(f"(//*[count(ancestor::*) > {DEEPEST}])[1]")
_BOM = b"\xef\xbb\xbf"


def parse(xml: bytes, file: str) -> tuple[etree._Element | None, tuple[Problem, ...]]:
    """The root element, or None and the problems that the file itself has (codes X001 to X003)."""
    if (problem := _refused(xml, file)) is not None:
        return None, (problem,)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        return None, (Problem(file, max(error.lineno or 1, 1), "X001", _said(error.msg)),)
    if deep := _TOO_DEEP(root):
        return None, (Problem(file, deep[0].sourceline, "X003", f"elements nest deeper than {DEEPEST}"),)
    return root, ()


def _refused(xml: bytes, file: str) -> Problem | None:
    try:
        xml.decode()
    except UnicodeDecodeError as error:
        line = xml.count(b"\n", 0, error.start) + 1
        return Problem(file, line, "X001", f"not UTF-8: byte {error.object[error.start]:#04x} at {error.start}")
    at = len(_BOM) if xml.startswith(_BOM) else 0
    while (match := _BEFORE_ROOT.match(xml, at)) is not None:
        at = match.end()
    if xml[at : at + 9].upper() == b"<!DOCTYPE":
        line = xml.count(b"\n", 0, at) + 1
        return Problem(file, line, "X002", "a document type declaration isn't read, and its entities aren't; remove it")
    return None


def _said(message: str | None) -> str:
    """libxml2's message in one line, of a length that people read."""
    words = " ".join((message or "not well-formed").split())
    return words if len(words) <= 200 else words[:197] + "..."
