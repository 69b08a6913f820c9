"""What the reader of one file has before it while it reads: its tables, the notes and problems found so far."""

import re
from collections.abc import Callable, Mapping

from lxml import etree
from msgspec import Struct, field

from mastercopy.model import Block, Inline, Note
from mastercopy.problems import Problem

TEI = "{http://www.tei-c.org/ns/1.0}"
RNG = "{http://relaxng.org/ns/structure/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_SPACES = re.compile(r"[ \t\r\n]+")


# lxml's element has no public name.
InlineReader = Callable[[etree._Element, "Desk"], tuple[Inline, ...]]  # noqa: SLF001
BlockReader = Callable[[etree._Element, "Desk"], tuple[Block, ...]]  # noqa: SLF001


class Desk(Struct):
    """`inlines` and `blocks` say by an element's qualified name how it is read.

    `continued` names the note that a further part of a note belongs to, by the further part's key; `promised` are the
    notes that say in which further part they go on. `pagination` is the edition whose page breaks are the main ones;
    the others are layers. `space`: nothing or a white space stands before what is read next, so that a further one
    isn't text.
    """

    file: str
    inlines: Mapping[str, InlineReader]
    blocks: Mapping[str, BlockReader]
    problems: list[Problem] = field(default_factory=list)
    notes: dict[str, Note] = field(default_factory=dict)
    continued: dict[str, str] = field(default_factory=dict)
    promised: dict[str, etree._Element] = field(default_factory=dict)
    pagination: str = ""
    space: bool = True

    def problem(self, element: etree._Element, code: str, message: str) -> None:
        """Puts a problem at the line of `element` on the list; of what isn't valid, the schema says more."""
        better = "S001" if code == "S001" else ""
        self.problems.append(Problem(self.file, line(element), code, message, better))


def line(element: etree._Element) -> int:
    """The line of the file on which the element's start tag ends; 1 where lxml doesn't know."""
    return element.sourceline or 1  # type: ignore[return-value, truthy-bool, unreachable] # stubbed as ...


def name(element: etree._Element) -> str:
    """The element's name, without TEI's namespace; in another namespace with it."""
    return str(element.tag).removeprefix(TEI)


def key(element: etree._Element) -> str:
    """Its xml:id, or ""."""
    return element.get(XML_ID, "")


def keys(pointers: str | None) -> tuple[str, ...]:
    """The keys that a list of pointers names: `reg:x`, `register.xml#x` and `#x` are all the key x."""
    if not pointers:
        return ()
    return tuple([pointer[max(pointer.rfind("#"), pointer.rfind(":")) + 1 :] for pointer in pointers.split()])


def headings(element: etree._Element, attribute: str, desk: Desk) -> tuple[str, ...]:
    """The keys of the register that an attribute names, each as `reg:key`; a problem for what names none."""
    value = element.get(attribute)
    if not value:
        return ()
    if value.startswith("reg:") and " " not in value:
        return (value[4:],)
    found: list[str] = []
    for pointer in value.split():
        if pointer.startswith("reg:"):
            found.append(pointer[4:])
        else:
            message = f"{attribute} names '{pointer}', which is no key of the register; write reg: before the key"
            desk.problem(element, "R002", message)
    return tuple(found)


def folded(text: str) -> str:
    """XML white space made one space; every other space is a letter of the text."""
    if "\n" in text or "  " in text or "\t" in text or "\r" in text:
        return _SPACES.sub(" ", text)
    return text


def words(element: etree._Element) -> str:
    """All text in the element, white space folded and stripped; for the header's prose."""
    inside = element.itertext() if len(element) else (element.text or "",)
    return folded("".join(map(str, inside))).strip(" ")
