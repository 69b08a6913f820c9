"""Letters that Markdown, HTML or an attribute list would take for their own, written as character references.

Numeric references are the one escape that every context of Python-Markdown leaves alone (a backslash works for
sixteen characters only), and what they hide stays legible in a diff.
"""

import re

_MARKDOWN = re.compile(r"[\\`*_\[\]<>&{}|~^=$#]|(?![ \x85])\s")
_LINE_START = re.compile(r"(\d+)([.)])|[-+:!?/]")
_ATTRIBUTE = re.compile(r"[^\w .,;:()?!'’‘“”–—…/%+-]")
_BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


def text(letters: str) -> str:
    """The letters, so that Markdown shows just these. A space stays as it is."""
    return _MARKDOWN.sub(_reference, letters)


def line_start(escaped: str) -> str:
    """Escaped text that stands first in its line, so that it doesn't begin a list, a quotation or a definition."""
    match = _LINE_START.match(escaped)
    if match is None:
        return escaped
    if match[1]:
        return f"{match[1]}&#{ord(match[2])};{escaped[match.end() :]}"
    return f"&#{ord(match[0])};{escaped[1:]}"


def attribute(value: str) -> str:
    """A value in an attribute list, with its quotation marks where it needs them."""
    if _BARE.fullmatch(value):
        return value
    return f'"{_ATTRIBUTE.sub(_reference, value)}"'


def yaml(value: str) -> str:
    """A string in front matter, in double quotes (YAML 1.2, 7.3.1)."""
    escaped = re.sub(r'[\\"]', r"\\\g<0>", value)
    return '"' + re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", _codepoint, escaped) + '"'


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def _codepoint(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
