"""What has changed in the text of a page of the print, word by word, from one release to another."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from msgspec import Struct

from mastercopy.derive.record import Text

_AROUND = 4
"""How many words before and after a change are shown, so that it can be found."""


class Change(Struct, frozen=True, array_like=True):
    """Words that became others: in which note ("" for the page itself), and the words before and after them."""

    note: str
    before: str
    was: str
    now: str
    after: str


Changes = Mapping[str, tuple[Change, ...]]
"""Changes by the number of the page of the print; a page without one isn't there."""


def changes(was: Mapping[str, Text], now: Mapping[str, Text]) -> Changes:
    """What has changed on each page; a page that there wasn't, or is no more, has all its words as a change."""
    numbers = [*now, *(number for number in was if number not in now)]
    found = {number: tuple(_page(was.get(number, {}), now.get(number, {}))) for number in numbers}
    return {number: of for number, of in found.items() if of}


def _page(was: Text, now: Text) -> Iterator[Change]:
    same = _relabelled(was, now)
    for note in [*now, *(label for label in was if label not in now)]:
        before, after = was.get(note, ""), now.get(note, "")
        if before != after and note not in same:
            yield from _differing(note, before.split("\n"), after.split("\n"))


def _relabelled(was: Text, now: Text) -> frozenset[str]:
    """The labels, old and new, of notes of which only the label is another."""
    gone: dict[str, list[str]] = {}
    for label, words in was.items():
        if label not in now:
            gone.setdefault(words, []).append(label)
    new = ((label, gone[words].pop()) for label, words in now.items() if label not in was and gone.get(words))
    return frozenset(label for pair in new for label in pair)


def _differing(note: str, was: list[str], now: list[str]) -> Iterator[Change]:
    """The words that differ; where nothing but the lines or spaces do, nothing that is read has changed.

    The lines are compared first: comparing all words of a long page with all others would take the square.
    """
    before, after = _Words(was), _Words(now)
    for tag, from_, to, start, end in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag != "equal":
            left, right = before.of(from_, to), after.of(start, end)
            at = after.begins[start]
            for inner, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
                if inner != "equal":
                    around = after.words[max(at + c - _AROUND, 0) : at + c], after.words[at + d : at + d + _AROUND]
                    yield Change(
                        note, " ".join(around[0]), " ".join(left[a:b]), " ".join(right[c:d]), " ".join(around[1])
                    )


class _Words:
    """The words of some lines, and with which word each line begins."""

    def __init__(self, lines: list[str]) -> None:
        self.words: list[str] = []
        self.begins = [0]
        for line in lines:
            self.words += line.split()
            self.begins.append(len(self.words))

    def of(self, first: int, last: int) -> list[str]:
        """The words of the lines from the first to before the last."""
        return self.words[self.begins[first] : self.begins[last]]
