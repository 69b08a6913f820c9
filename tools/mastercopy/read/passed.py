"""One pass over the bytes of a master with expat, which alone tells at which byte a tag begins.

Names are the namespace and the local name, with a space between them, as expat gives them.
"""

from xml.parsers import expat

from mastercopy.read import desk

_SEPARATOR = " "
TEI = f"{desk.TEI.strip('{}')}{_SEPARATOR}"
XML_ID = desk.XML_ID.strip("{").replace("}", _SEPARATOR)
ASIDE = frozenset({f"{TEI}note", f"{TEI}sic"})
"""Where a break begins no page: a note runs on there, and the other reading has the break."""

Parser = expat.XMLParserType


def parser() -> Parser:
    """A parser to which handlers are given."""
    return expat.ParserCreate("utf-8", namespace_separator=_SEPARATOR)
