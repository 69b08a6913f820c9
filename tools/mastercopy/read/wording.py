"""The words for what a schema allows: names, lists of names, the values that an attribute may have."""

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from mastercopy.read.desk import RNG, TEI
from mastercopy.read.patterns import Kind, Pattern

XML = "{http://www.w3.org/XML/1998/namespace}"
MOST_NAMES = 12
_TYPES = {
    "date": "a date such as 1924-04-30",
    "gYearMonth": "a month such as 1924-04",
    "gYear": "a year such as 1924",
    "language": "the code of a language such as de or ru-Latn",
    "NMTOKEN": "a key of the register, such as reg:lenin",
    "positiveInteger": "a whole number from 1 on",
}
_PATTERNS = {
    "#": "a pointer to an id of this file, such as #r-1",
    "\\S.*": "any text but none",
    "(": "a path beside the master",
    "https?://(": "an address on the web",
}
"""What the beginning of a pattern, before its first bracket, says of the value."""


def forms(*patterns: Pattern) -> str:
    """What a value may be instead."""
    values = dict.fromkeys(_form(source) for pattern in patterns for source in _sources(pattern))
    return f"; it may be {_either(tuple(values))}" if values else ""


def _form(source: etree._Element) -> str:
    """What one data or value element allows."""
    if source.tag == f"{RNG}value":
        return f'"{(source.text or "").strip()}"'
    form = next((param.text for param in source.iter(f"{RNG}param") if param.get("name") == "pattern"), None)
    kind = source.get("type", "")
    if not form:
        return _TYPES.get(kind, f"of the type {kind}")
    return _PATTERNS.get(form.partition("[")[0], f"of the form {form}")


def _sources(pattern: Pattern) -> Iterator[etree._Element]:
    if pattern.kind is Kind.VALUE and pattern.source is not None:
        yield pattern.source
    for part in pattern.parts:
        yield from _sources(part)


def listed(names: Iterable[str], *, brackets: bool = True) -> str:
    """`<a>, <b> or <c>`; of many, the first ones."""
    shown = [f"<{plain(name)}>" if brackets else plain(name) for name in dict.fromkeys(names)]
    return _either(shown if len(shown) <= MOST_NAMES else [*shown[: MOST_NAMES - 1], "others"])


def _either(words: Sequence[str]) -> str:
    """`a, b or c`."""
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def shown(element: etree._Element) -> str:
    """`<p>`."""
    return f"<{plain(str(element.tag))}>"


def plain(name: str) -> str:
    """A name without TEI's namespace, and with XML's own prefix."""
    return name.replace(XML, "xml:").removeprefix(TEI)
