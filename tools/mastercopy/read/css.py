"""The addresses in a style sheet: `url(…)` and `@import "…"` (CSS Syntax 3, 4.3; CSS Values 4, 4.5)."""

import re
from collections.abc import Iterator

_STRING = r""""(?:[^"\\\n]++|\\.)*+"?+|'(?:[^'\\\n]++|\\.)*+'?+"""
_BARE = r"""(?:[^\s"'()\\]++|\\(?:[0-9a-fA-F]{1,6}\s?+|.))*+"""
# Comments and strings are gone over whole, lest something in them is taken for an address.
_ADDRESS = re.compile(
    rf"""/\*.*?(?:\*/|\Z)|(?<![\w-])url\(\s*+({_STRING}|{_BARE})|@import\s*+({_STRING})|{_STRING}""",
    re.DOTALL | re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(\n)|(.))", re.DOTALL)


def addresses(text: str) -> Iterator[tuple[str, int]]:
    """Each address in a text of CSS, and where in the text it stands."""
    for found in _ADDRESS.finditer(text):
        if group := found.lastindex:
            yield _meant(found[group]), found.start(group)


def _meant(written: str) -> str:
    """What a string or an address is without its quotation marks and escapes."""
    mark = written[:1]
    inner = written[1:].removesuffix(mark) if mark in {'"', "'"} else written
    return _ESCAPE.sub(_escaped, inner) if "\\" in inner else inner


def _escaped(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return "" if escape[2] else escape[3]
    code = int(escape[1], 16)
    return "\ufffd" if code == 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)
