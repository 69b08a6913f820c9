"""What a file of a site says of addresses: the ids that it has, and its links, each with its line.

A link is what makes a browser ask for something or go to a place: the attributes that HTML and SVG name for it, and
the addresses in CSS. What is only told, in a meta element or in data, is a link if it leads into the site.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping

from msgspec import DecodeError, Struct, field
from msgspec.json import decode

from mastercopy.read import css, html

# HTML, "Attributes"; SVG 2, "Linking": attributes whose value is an address, or a list of them.
_WHOLE = frozenset({"action", "cite", "formaction", "href", "poster", "src", "xlink:href"})
_LISTS = ("imagesrcset", "srcset")
# SVG 2, "Presentation attributes": in these CSS may stand.
_STYLES = (
    "clip-path", "cursor", "fill", "filter", "marker-end", "marker-mid", "marker-start", "mask", "stroke", "style",
)  # fmt: skip
_READ = frozenset({*_WHOLE, *_LISTS, *_STYLES, "content", "data", "http-equiv", "id", "name", "ping", "rel", "xml:id"})
# HTML, "Srcset attributes": a comma ends an address only where it is the last of its letters.
_SRCSET = re.compile(r"[\s,]*+([^\s,](?:\S*[^\s,])?+)(?:,|\s(?:[^,(]|\([^)]*+\)?+)*+)?+")
# HTML, "The http-equiv attribute": the shared declarative refresh steps.
_REFRESH = re.compile(
    r"""\s*+[0-9.]*+[\s;,]*+(?:url\s*+=\s*+)?+(?:"([^"]*+)|'([^']*+)|(.*+))""", re.IGNORECASE | re.DOTALL
)
_ADDRESS = re.compile(r"\s*+https?:", re.IGNORECASE)
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"|\Z)', re.DOTALL)
_IN_XML = re.compile(r"""(?<=["'>])\s*+(https?:[^\s"'<>]*+)\s*+(?=["'<])""", re.IGNORECASE)

Places = Iterator[tuple[str, int]]
"""Addresses, each with where in the text it stands."""


class Link(Struct, frozen=True):
    """An address as a file gives it, or an id, and its line."""

    address: str
    line: int


class Said(Struct, frozen=True):
    """What a file says of addresses.

    `told` are addresses that are links only if they lead into the site. `ids` are the places that a fragment may lead
    to, with their lines; `twice` are ids that were there already. `base` is what the links are relative to, where the
    page says so, and `canonical` the address by which it wants to be called.
    """

    links: tuple[Link, ...] = ()
    told: tuple[Link, ...] = ()
    ids: Mapping[str, int] = field(default_factory=dict)
    twice: tuple[Link, ...] = ()
    base: Link | None = None
    canonical: str = ""


def style(text: str) -> Said:
    """What a style sheet says."""
    line = _lines(text)
    return Said(tuple(Link(found, line(at)) for found, at in css.addresses(text)))


def data(text: str) -> Said:
    """What JSON says: strings that are whole addresses."""
    line = _lines(text)
    return Said(told=tuple(Link(found, line(at)) for found, at in _strings(text)))


def document(text: str) -> Said:
    """What XML says, such as a sitemap or a feed: ids, and attributes and texts that are whole addresses."""
    line = _lines(text)
    told = (Link(html.unescaped(found[1]), line(found.start(1))) for found in _IN_XML.finditer(text))
    return Said(told=tuple(told), ids=page(text, xml=True).ids)


def page(text: str, *, xml: bool = False) -> Said:
    """What a page of HTML says, or a picture in SVG, which is XML."""
    desk = _Desk(_lines(text))
    for tag in html.tags(text, xml=xml):
        if tag.content:
            _content(tag, desk)
        if values := html.attributes(tag, _READ):
            desk.links += (Link(found, desk.line(at)) for found, at in _links(tag.name, values))
            _head(tag.name, values, desk)
            _ids(tag, values, desk)
    ids = {**desk.names, **desk.ids}
    return Said((*desk.links,), (*desk.told,), ids, (*desk.twice,), desk.base, desk.canonical)


class _Desk(Struct):
    """What was found so far on the page that is being read; `names` are places that aren't ids."""

    line: Callable[[int], int]
    links: list[Link] = field(default_factory=list)
    told: list[Link] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    twice: list[Link] = field(default_factory=list)
    base: Link | None = None
    canonical: str = ""


def _links(name: str, values: Mapping[str, html.Value]) -> Places:
    """The links of an element."""
    for attribute, value in values.items():
        if attribute in _WHOLE:
            if name != "base":
                yield value.text, value.at
        elif attribute == "data" and name == "object":
            yield value.text, value.at
        elif attribute == "ping" and name in {"a", "area"}:
            yield from ((address, value.at) for address in value.text.split())
        elif attribute in _LISTS:
            yield from ((address, value.at) for address in _listed(value.text))
        elif attribute in _STYLES:
            yield from ((address, value.at) for address, _ in css.addresses(value.text))


def _listed(value: str) -> Iterator[str]:
    """The addresses of a list of pictures."""
    at = 0
    while found := _SRCSET.match(value, at):
        yield found[1]
        at = found.end()


def _head(name: str, values: Mapping[str, html.Value], desk: _Desk) -> None:
    """Notes what an element of the head says of the page as a whole."""
    href, content = values.get("href"), values.get("content")
    if name == "base" and href is not None:
        desk.base = desk.base or Link(href.text, desk.line(href.at))
    elif name == "link" and href is not None and "rel" in values:
        if "canonical" in values["rel"].text.lower().split():
            desk.canonical = desk.canonical or href.text
    elif name == "meta" and content is not None:
        if "http-equiv" in values and values["http-equiv"].text.strip().lower() == "refresh":
            found = _REFRESH.match(content.text)
            if found and (address := found[found.lastindex or 0]):
                desk.links.append(Link(address, desk.line(content.at)))
        elif _ADDRESS.match(content.text):
            desk.told.append(Link(content.text, desk.line(content.at)))


def _ids(tag: html.Tag, values: Mapping[str, html.Value], desk: _Desk) -> None:
    """Notes the places that an element gives a name; what is in a template isn't on the page."""
    if tag.hidden:
        return
    if tag.name == "a" and "name" in values:
        desk.names.setdefault(values["name"].text, desk.line(values["name"].at))
    key = values.get("id") or values.get("xml:id")
    if key is None or not key.text:
        return
    if key.text in desk.ids:
        desk.twice.append(Link(key.text, desk.line(key.at)))
    else:
        desk.ids[key.text] = desk.line(key.at)


def _content(tag: html.Tag, desk: _Desk) -> None:
    """Notes the links in an element's content that is no markup: style sheets, and data."""
    begin = tag.at + len(tag.attributes) + len(">")
    if tag.name == "style":
        desk.links += (Link(found, desk.line(begin + at)) for found, at in css.addresses(tag.content))
    elif tag.name == "script" and "json" in tag.attributes.lower():
        desk.told += (Link(found, desk.line(begin + at)) for found, at in _strings(tag.content))


def _strings(text: str) -> Places:
    """The strings in a text of JSON that are addresses, and no patterns of addresses (RFC 6570)."""
    for found in _STRING.finditer(text):
        if _ADDRESS.match(found[1]) and "{" not in found[1]:
            try:
                yield decode(f'"{found[1]}"', type=str), found.start()
            except DecodeError:
                continue


def _lines(text: str) -> Callable[[int], int]:
    """A function that says on which line a place in the text is."""
    ends = [end.start() for end in re.finditer("\n", text)]
    return lambda at: bisect_left(ends, at) + 1
