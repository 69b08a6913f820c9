"""Bytes of XML to a tree, safely: nothing but the bytes is read, and what is hostile is a problem in a line.

Entities, document types and XInclude are how XML reads other files or grows without bound. The master needs none of
them, so a document type is refused before the parser sees it, and XInclude is an element like any unknown one. An
encoding other than UTF-8 could hide one, so it is refused too.
"""

import contextlib
import re

from lxml import etree

from mastercopy.problems import Problem
from mastercopy.read.desk import TEI, line, name

DEEPEST = 90
"""How deep elements may nest: real TEI stays under 30, and Python's own stack under its limit."""

_BEFORE_ROOT = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ENCODING = re.compile(rb"""\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'>]*)""")
_TOO_DEEP = f"elements nest deeper than {DEEPEST}"
MOST_ATTRIBUTES = 100
"""How many attributes an element may have: the time that libxml2 takes for them grows with their square."""

_TOO_WIDE = f"an element has more than {MOST_ATTRIBUTES} attributes"
_WIDER = etree.XPath(f"(//@*[{MOST_ATTRIBUTES + 1}])[1]/..")
_DEEPER = etree.XPath(f"({'/*' * (DEEPEST + 2)})[1]")
_FOREIGN = etree.XPath("(//*[not(self::t:*)])[1]", namespaces={"t": TEI.strip("{}")})
_DOCTYPE = "a document type declaration isn't read, nor are its entities; remove it"
_PLAINER = (
    (r"^xmlParseEntityRef: no name$", "a & that begins nothing; write &amp;"),
    (r"^Entity '([^']*)' not defined$", r"the entity &\1; isn't known; write the character itself"),
    (r"^Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)$", r"<\1> of line \2 isn't closed before </\3>"),
    (r"^Premature end of data in tag (\S+) line (\d+)$", r"the file ends before <\1> of line \2 is closed"),
    (r"^Extra content at the end of the document$", "something stands after the end of the outermost element"),
    (r"^StartTag: invalid element name$", "a < that begins no tag; write &lt;"),
    (r"^AttValue: \" or ' expected$", "the value of an attribute needs straight quotation marks"),
    (r"^Start tag expected, '<' not found$", "the file doesn't begin with an element"),
    (r"^Namespace prefix (\S+) on (\S+) is not defined$", r"the prefix of <\1:\2> isn't declared"),
)
"""What libxml2 says most often, as an editor would say it."""

_LARGE = 5_000_000
"""Bytes of a master whose tree takes so much memory that it is worth the time to give it back."""
_BOM = b"\xef\xbb\xbf"


def parse(xml: bytes, file: str) -> tuple[etree._Element | None, tuple[Problem, ...]]:
    """The root element, or None and the problems that the file itself has (codes X001 to X003)."""
    if (problem := _refused(xml, file)) is not None:
        return None, (problem,)
    parser = etree.XMLParser(
        encoding="utf-8",
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
        return None, (_syntax(error, file),)
    if root.getroottree().docinfo.internalDTD is not None:
        return None, (Problem(file, 1, "X002", _DOCTYPE),)
    if (deep := _first(_DEEPER, root)) is not None:
        return None, (Problem(file, line(deep), "X003", _TOO_DEEP),)
    if _may_be_wide(xml) and (wide := _first(_WIDER, root)) is not None:
        return None, (Problem(file, line(wide), "X003", _TOO_WIDE),)
    return root, ()


def give_back(xml: bytes) -> None:
    """Gives the memory of a large tree that is gone back to the system, where the C library can (glibc)."""
    if len(xml) > _LARGE:
        import ctypes  # noqa: PLC0415 # seldom

        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)


def foreign(root: etree._Element, xml: bytes, file: str) -> tuple[Problem, ...]:
    """A problem for the first element that isn't TEI's: the master is served as it is, and a browser runs XHTML.

    Only a further declaration of a namespace can make one. Where the reader comes to it too, it says so better.
    """
    if xml.count(b"xmlns") < 2 or (first := _first(_FOREIGN, root)) is None:
        return ()
    return (Problem(file, line(first), "S002", f"<{name(first)}> isn't an element of TEI", better="S002"),)


def _may_be_wide(xml: bytes) -> bool:
    """Whether a tag may have too many attributes: a quick look, since a tag has no < in it and = for each of them."""
    return any(piece.count(b"=") > MOST_ATTRIBUTES for piece in xml.split(b"<"))


def _first(path: etree.XPath, root: etree._Element) -> etree._Element | None:
    """The first element that the path finds."""
    found = path(root)
    if isinstance(found, list) and found and isinstance(found[0], etree._Element):  # noqa: SLF001 # its only name
        return found[0]
    return None


def _refused(xml: bytes, file: str) -> Problem | None:
    if not xml.strip():
        return Problem(file, 1, "X001", "the file is empty")
    try:
        xml.decode()
    except UnicodeDecodeError as error:
        message = f"not UTF-8: byte {xml[error.start]:#04x} at {error.start}; save the file as UTF-8"
        return Problem(file, _line_at(xml, error.start), "X001", message)
    if (nul := xml.find(b"\0")) >= 0:
        message = f"not UTF-8 text: byte 0x00 at {nul}; save the file as UTF-8"
        return Problem(file, _line_at(xml, nul), "X001", message)
    at = len(_BOM) if xml.startswith(_BOM) else 0
    if (declared := _ENCODING.match(xml, at)) and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"}:
        message = f"the file says that its encoding is {declared[1].decode()}; a master is UTF-8"
        return Problem(file, 1, "X001", message)
    while (match := _BEFORE_ROOT.match(xml, at)) is not None:
        at = match.end()
    if xml[at : at + 9].upper() == b"<!DOCTYPE":
        return Problem(file, _line_at(xml, at), "X002", _DOCTYPE)
    return None


def _line_at(xml: bytes, at: int) -> int:
    return xml.count(b"\n", 0, at) + 1


def _syntax(error: etree.XMLSyntaxError, file: str) -> Problem:
    """Where the parser gave up, and why; its limits of depth have a code of their own."""
    said = _said(error.msg)
    if "depth" in said:
        return Problem(file, max(error.lineno or 1, 1), "X003", _TOO_DEEP)
    return Problem(file, max(error.lineno or 1, 1), "X001", f"not well-formed XML: {said}")


def _said(message: str | None) -> str:
    """libxml2's message in one line, of a length that people read, without its own name for the place."""
    words = " ".join((message or "no reason given").split())
    words = re.sub(r", line \d+, column \d+$", "", words)
    for form, plain in _PLAINER:
        words = re.sub(form, plain, words)
    return words if len(words) <= 200 else f"{words[:199]}…"
