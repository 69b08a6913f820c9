"""Letters that Markdown, HTML or an attribute list would take for their own, written as character references.

Numeric references are the one escape that every context of Python-Markdown leaves alone (a backslash works for
sixteen characters only), and what they hide stays legible in a diff.
"""

import re
from functools import lru_cache

from msgspec.json import encode

_MARKDOWN = re.compile(
    r"[\\`*_\[\]<>&{}|~^=$#\t\n\v\f\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
"""One set, which Python's re searches fastest: Markdown's own letters, and every white space but a space."""
_LINE_START = re.compile(r"( *(?:\d+(?=[.)])|(?:\[\^[^\]]*\])+(?=:))?)([-+:!?/.)])")
_ATTRIBUTE = re.compile(r"[^\w .,;:()?!'’‘“”–—…/%+-]|_")
_BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


def text(letters: str) -> str:
    """The letters, so that Markdown shows just these. A space stays as it is."""
    return _MARKDOWN.sub(_shown, letters)


_NEXT_LINE = "[]{.nel}\x85[]{.nel}"
"""U+0085: Python takes it for white space and would strip it, and in HTML its reference means another letter."""


def line_start(escaped: str) -> str:
    """A line whose text is escaped, so that it doesn't begin a list, a quotation or a definition, of a note too."""
    match = _LINE_START.match(escaped)
    if match is None:
        return escaped
    before, sign = match.groups()
    return f"{before}&#{ord(sign)};{escaped[match.end() :]}"


@lru_cache(maxsize=4096)
def attribute(value: str) -> str:
    """A value in an attribute list, with its quotation marks where it needs them."""
    if _BARE.fullmatch(value):
        return value
    return f'"{_ATTRIBUTE.sub(_reference, value)}"'


def html(value: str) -> str:
    """Letters as HTML has them."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def terminal(value: str) -> str:
    """Letters in one line as a terminal may show them: whatever isn't printed stands as its number."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in value)


def visible(value: str) -> str:
    """Letters of which control characters, and those that turn the direction of others, stand as their numbers."""
    return _HIDDEN.sub(_codepoint, value)


_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def yaml(value: str) -> str:
    """A string in front matter, in double quotes (YAML 1.2, 7.3.1)."""
    escaped = re.sub(r'[\\"]', r"\\\g<0>", value)
    return '"' + _UNPRINTED.sub(_codepoint, escaped) + '"'


def flow(value: object) -> str:
    """A value in front matter, in one line: JSON, of which YAML 1.2 makes the same (1.3), less what it mustn't hold."""
    return _UNPRINTED.sub(_codepoint, encode(value).decode())


_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What YAML 1.1, which the builders' parser reads, takes for the end of a line, or doesn't allow (5.1)."""


def _shown(match: re.Match[str]) -> str:
    return _NEXT_LINE if match[0] == "\x85" else _reference(match)


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def _codepoint(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
