"""What would change in a file, line by line, as a terminal shows it."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import takewhile

from mastercopy.cli import terminal

_BEFORE, _AFTER = 40, 40
"""How many letters are shown before and after those that differ: a paragraph is one line."""
_MOST = 12
"""How many lines of a file are shown: a first release has a new line in the ledger for every address."""


def differences(file: str, before: bytes, after: bytes) -> Iterator[str]:
    """The lines that differ, the old one after `-` and the new one after `+`, each place under its file and line."""
    old, new = (content.decode(errors="replace").split("\n") for content in (before, after))
    left = _MOST
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if not left:
            yield f"{file}: … and more"
            return
        yield f"{file}:{first + 1}:"
        shown = [*_pairs(old[start:end], new[first:last])]
        yield from shown[:left]
        if len(shown) > left:
            yield f"  … and {len(shown) - left} lines more"
        left -= min(len(shown), left)


def _pairs(old: list[str], new: list[str]) -> Iterator[str]:
    if len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _around(one, other)
    else:
        yield from (f"- {_short(line, 0, 0)}" for line in old)
        yield from (f"+ {_short(line, 0, 0)}" for line in new)


def _around(old: str, new: str) -> tuple[str, str]:
    """The two lines, cut to where they differ."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    return f"- {_short(old, start, len(old) - end)}", f"+ {_short(new, start, len(new) - end)}"


def _alike(one: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _short(line: str, start: int, end: int) -> str:
    """A line around what stands from `start` to `end`."""
    if not end:
        return terminal.plain(line if len(line) <= 160 else f"{line[:159]}…")
    begin, stop = max(start - _BEFORE, 0), min(end + _AFTER, len(line.rstrip("\r")))
    shown = f"{'…' if begin else ''}{line[begin:stop]}{'…' if stop < len(line.rstrip(chr(13))) else ''}"
    return terminal.plain(shown)
