"""The start tags of a text of HTML, as a browser finds them, and nothing else of it.

By the rules of the HTML standard for tokens (13.2.5), in one pass. lxml would build a tree, which nobody needs here:
its time grows with the square of the attributes of an element, and it counts no line after the 65,535th.
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from html import unescape
from html.entities import html5

from msgspec import Struct

_SPACE = r"[\t\n\f\r ]"
# A quotation mark opens a value after = only; one that is never closed takes the rest of the text.
_VALUE = rf"""{_SPACE}*+={_SPACE}*+(?:"([^"]*+)(?:"|\Z)|'([^']*+)(?:'|\Z)|([^\t\n\f\r >"'][^\t\n\f\r >]*+))?+"""
_NAME = r"[^\t\n\f\r />][^\t\n\f\r />=]*+"
_ATTRIBUTE = re.compile(rf"({_NAME})(?:{_VALUE})?+")
_UNNAMED = re.sub(r"\((?!\?)", "(?:", _VALUE)
# Each alternative goes on to its end or to the end of the text, so that no letter is looked at again.
_TAG = re.compile(
    rf"<(?:(/?+)([a-zA-Z][^\t\n\f\r />]*+)((?:[\t\n\f\r /]++|{_NAME}(?:{_UNNAMED})?+)*+)(>?+)"
    r"|!--(?:-?>|.*?(?:--!?>|\Z))|(!\[CDATA\[)|[!?/][^>]*+>?+)",
    re.DOTALL,
)
# Elements whose content is text, tags and all, and which only their own end tag ends.
_TEXT = ("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp")
_END = {name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in _TEXT}
# `<!-->` is a whole comment: the dashes that begin it may be those that end it.
_IN_SCRIPT = re.compile(r"<!(?=--)|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
# Where other rules hold: in SVG, MathML and XML a / ends a tag, and these alone are text.
_KINDS = {"math": "foreign", "svg": "foreign", "template": "template"}
_TEXT_IN_FOREIGN = frozenset({"script", "style"})
# No sign has a number of so many digits, and Python refuses to read one.
_LONGEST_NUMBER = 1000
_REFERENCE = re.compile(r"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|([a-zA-Z][a-zA-Z0-9]*+;?+)(=?+))")


class Tag(Struct, frozen=True):
    """A start tag: the element's name in small letters, and what follows the name, which begins at `at`.

    `content` is the content of an element that holds no markup, and `hidden` says that the element is in a `template`.
    """

    name: str
    attributes: str
    at: int
    content: str = ""
    hidden: bool = False


class Value(Struct, frozen=True):
    """The value of an attribute, as it is meant and as it is written, and where it begins in the text."""

    text: str
    written: str
    at: int


def tags(text: str, *, xml: bool = False) -> Iterator[Tag]:
    """The start tags of a text of HTML, or of one in XML, such as a picture in SVG, in their order."""
    depth = {"foreign": int(xml), "template": 0}
    at = 0
    while tag := _TAG.search(text, at):
        at = tag.end()
        if tag[2] is None:
            at = _behind_cdata(text, at, foreign=depth["foreign"] > 0) if tag[5] else at
            continue
        if not tag[4]:  # the text ends in it, so there is no tag
            return
        name = tag[2].lower()
        if name in _KINDS:
            _count(depth, _KINDS[name], tag)
        if tag[1]:
            continue
        end = _end(name, text, tag, foreign=depth["foreign"] > 0) if name in _END else at
        yield Tag(name, tag[3], tag.start(3), text[at:end], depth["template"] > 0)
        if name == "plaintext" and not depth["foreign"]:
            return
        at = end


def _end(name: str, text: str, tag: re.Match[str], *, foreign: bool) -> int:
    """Where the content that is text ends, of an element with this start tag: without an end tag, with the text."""
    if foreign and (name not in _TEXT_IN_FOREIGN or _closes(tag[3])):
        return tag.end()
    if name == "script":
        return _end_of_script(text, tag.end())
    closing = _END[name].search(text, tag.end())
    return len(text) if closing is None else closing.start()


def _end_of_script(text: str, at: int) -> int:
    """Where a script ends: a comment in it may hold a whole other script, end tag and all (13.2.5.15 to 30)."""
    inside = 0  # 1 in a comment, 2 in a script in one
    for found in _IN_SCRIPT.finditer(text, at):
        if found[0] == "<!":
            inside = max(inside, 1)
        elif found[0] == "-->":
            inside = 0
        elif not found[1]:
            inside = 2 * min(inside, 1)
        elif inside < 2:
            return found.start()
        else:
            inside = 1
    return len(text)


def _behind_cdata(text: str, at: int, *, foreign: bool) -> int:
    """Where what begins with `<![CDATA[` ends: in HTML it is a comment, and ends with the next >."""
    closing = "]]>" if foreign else ">"
    end = text.find(closing, at)
    return len(text) if end < 0 else end + len(closing)


def _count(depth: dict[str, int], kind: str, tag: re.Match[str]) -> None:
    """Counts how deep in elements of this kind what follows the tag is."""
    if tag[1]:
        depth[kind] = max(0, depth[kind] - 1)
    elif kind == "template" or not _closes(tag[3]):
        depth[kind] += 1


def _closes(attributes: str) -> bool:
    """Whether a tag in SVG ends its element too: by a / that is no part of a value without quotation marks."""
    if not attributes.endswith("/"):
        return False
    *_, last = (0, *(attribute.end() for attribute in _ATTRIBUTE.finditer(attributes)))
    return last < len(attributes)


def attributes(tag: Tag, names: AbstractSet[str]) -> Mapping[str, Value]:
    """The values of those attributes of a tag that have one of these names; of two of one name, the first counts."""
    found: dict[str, Value] = {}
    for attribute in _ATTRIBUTE.finditer(tag.attributes):
        name = attribute[1].lower()
        if name in names and name not in found:
            group = attribute.lastindex or 1
            written = attribute[group] if group > 1 else ""
            found[name] = Value(unescaped(written), written, tag.at + attribute.start(group))
    return found


def unescaped(value: str) -> str:
    """The value of an attribute as it is meant: `&copy=2` in it is no reference to a sign (HTML, 13.2.5.73)."""
    return _REFERENCE.sub(_referred, value) if "&" in value else value


def _referred(reference: re.Match[str]) -> str:
    name = reference[1]
    if name is None:
        return unescape(reference[0]) if len(reference[0]) < _LONGEST_NUMBER else "\ufffd"
    if reference[2] and not name.endswith(";"):
        return reference[0]
    return html5.get(name, reference[0][: len(name) + 1]) + reference[2]
