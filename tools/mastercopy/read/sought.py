"""Where words stand in a master: the bytes of each place, and why nothing can be put round them there, if so."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import takewhile

from msgspec import Struct

from mastercopy.read.placed import JOINS, READING, SOURCE, Element, Piece, Placed
from mastercopy.read.tags import line

_AROUND = 30
"""How many letters before and after a place are shown."""
_BEYOND = 200
"""How many letters beyond what is asked for are looked at, so that words are seen that go on there."""
_MOST_WINDOWS = 20_000
"""Among how many runs of words a likeness is looked for."""
_SPACELESS = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
"""Thai, Lao, Burmese, Khmer: no spaces between words, as in East Asian scripts (UAX #14, class SA)."""


class Scope(Struct, frozen=True):
    """Where words are looked for: from page to page (their places), in what has the key, and in whole notes.

    With nothing said, in all of the text. `deep`: in the notes too that stand in what has the key.
    """

    pages: tuple[int, int] | None = None
    key: str = ""
    deep: bool = True
    notes: frozenset[str] = frozenset()


class Place(Struct, frozen=True):
    """A place of the words: its bytes and line, the words round it, and why it can't be corrected there (`fault`).

    `cut`: a word goes on beyond it, so that the words stand there only as parts of others.
    """

    start: int
    end: int
    line: int
    element: int
    words: str
    before: str
    after: str
    fault: str = ""
    cut: bool = False


class _Letters:
    """Some pieces as the reader reads them: white space is one space, and each letter knows its bytes and piece."""

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self.pieces = pieces
        found: list[tuple[str, Piece, int, int]] = []
        joined = False
        for piece in pieces:
            if piece.text == JOINS:
                joined = True
                if found and found[-1][0] == " ":
                    found.pop()
                continue
            at = piece.start
            for letter in piece.text:
                end = piece.end if piece.whole else at + len(letter.encode())
                space = letter in " \t\r\n"
                if not (space and (joined or (found and found[-1][0] == " "))):
                    found.append((" " if space else letter, piece, at, end))
                    joined = False
                at = end
        self.text = "".join(letter for letter, *_ in found)
        self.at = [(piece, start, end) for _, piece, start, end in found]


def folded(words: str) -> str:
    """Words as they are looked for: white space folded as the reader folds it."""
    return re.sub(r"[ \t\r\n]+", " ", words).strip(" ")


def places(text: Placed, words: str, scope: Scope, *, source: bool = False) -> tuple[Place, ...]:
    """The places of the words, which are folded, in the order of the file; those where words are cut last.

    `source`: they are looked for in what corrections have replaced, and not in the reading of the edition.
    """
    found: list[Place] = []
    for pieces, inside in _scoped(text, scope, source=source):
        letters = _Letters(pieces)
        for start in _occurrences(letters.text, words):
            owners = [piece for piece, _, _ in letters.at[start : start + len(words)]]
            if any(id(piece) in inside for piece in owners):
                found.append(_place(text, letters, start, start + len(words)))
    return tuple(sorted(found, key=lambda place: (place.cut, place.start)))


def alike(text: Placed, words: str, scope: Scope) -> tuple[str, ...]:
    """Up to three runs of words that stand there and are nearly those."""
    length = words.count(" ") + 1
    runs: dict[str, None] = {}
    for pieces, inside in _scoped(text, scope):
        there = _Letters(tuple(piece for piece in pieces if id(piece) in inside)).text.split(" ")
        for number in range(max(len(there) - length + 1, 0)):
            runs[" ".join(there[number : number + length])] = None
            if len(runs) >= _MOST_WINDOWS:
                break
    folds = {run.casefold(): run for run in runs}
    return tuple(folds[one] for one in get_close_matches(words.casefold(), folds, 3, 0.6))


def _scoped(text: Placed, scope: Scope, *, source: bool = False) -> Iterator[tuple[tuple[Piece, ...], set[int]]]:
    """The pieces of each flow in the scope, and somewhat beyond it; and which of them are in it."""
    known: dict[int, bool] = {}
    for flow, pieces in text.flows.items():
        if source is (flow == SOURCE):
            inside = [n for n, piece in enumerate(pieces) if _within(text, scope, flow, piece, known)]
            if inside:
                first, last = inside[0], inside[-1]
                yield _extended(pieces, first, last), {id(pieces[n]) for n in inside}


def _within(text: Placed, scope: Scope, flow: str, piece: Piece, known: dict[int, bool]) -> bool:
    if flow[1:] in scope.notes and flow.startswith("#"):
        return True
    if scope.pages is not None:
        return flow in {READING, SOURCE} and scope.pages[0] <= piece.page <= scope.pages[1]
    if not scope.key:
        return True
    if piece.element not in known:
        above = text.above(piece.element)
        names = [one.name for one in takewhile(lambda one: one.key != scope.key, above)]
        known[piece.element] = len(names) < len(above) and (scope.deep or "note" not in names)
    return known[piece.element]


def _extended(pieces: tuple[Piece, ...], first: int, last: int) -> tuple[Piece, ...]:
    """The pieces from the first to the last, and as many letters on either side as a word may go on."""
    for step in (-1, 1):
        seen, at = 0, first if step < 0 else last
        while 0 <= at + step < len(pieces) and seen < _BEYOND:
            at += step
            seen += len(pieces[at].text)
        first, last = (at, last) if step < 0 else (first, at)
    return pieces[first : last + 1]


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while words and at >= 0:
        yield at
        at = text.find(words, at + len(words))


def _place(text: Placed, letters: _Letters, first: int, last: int) -> Place:
    """The place of the letters from the first to before the last."""
    (opening, start, _), (closing, _, end) = letters.at[first], letters.at[last - 1]
    start, free = _bound(opening, start, at_end=False)
    end, also_free = _bound(closing, end, at_end=True)
    fault = _crossing(text, opening, closing) or _taken(text, opening)
    if not fault and not (free and also_free):
        fault = "they are in a CDATA section, in which there is no markup; write the section's text without it first"
    return Place(
        start,
        end,
        line(text.xml, start),
        opening.element,
        letters.text[first:last],
        letters.text[max(first - _AROUND, 0) : first],
        letters.text[last : last + _AROUND],
        fault,
        _goes_on(letters.text, first) or _goes_on(letters.text, last),
    )


def _bound(piece: Piece, at: int, *, at_end: bool) -> tuple[int, bool]:
    """Where markup may be put at a letter's byte, and whether it may: round a CDATA section, but never in one."""
    if piece.cdata is None:
        return at, True
    begins, ends = piece.cdata
    if at_end:
        return (ends, True) if at == ends - len("]]>") else (at, False)
    return (begins, True) if at == begins + len("<![CDATA[") else (at, False)


def _crossing(text: Placed, opening: Piece, closing: Piece) -> str:
    """Why words that stand in several elements can't be put into one; "" where they stand in one."""
    passed = text.tags[opening.tags : closing.tags]
    if not passed:
        return ""
    crossed = [(text.elements[number], starts) for number, starts in passed]
    if any(one.name in {"choice", "corr"} for one, _ in crossed):
        return f"a part of them stands in a correction (line {line(text.xml, crossed[0][0].start)}); edit it there"
    for name, what in (("pb", "a page begins in them"), ("note", "the mark of a note stands in them")):
        if broken := next((one for one, _ in crossed if one.name == name), None):
            where = line(text.xml, broken.start)
            return f"{what} (line {where}); correct what stands before and after it, each for itself"
    element, starts = crossed[0]
    named = f"<{element.name}>" + (f" ({element.key})" if element.key else "")
    what = f"the beginning of {named}" if starts else f"the end of {named}"
    where = line(text.xml, element.start)
    return f"they go over {what} of line {where}; correct what stands inside and outside of it, each for itself"


def _taken(text: Placed, piece: Piece) -> str:
    """Why words in a correction aren't corrected again; "" where they are in none."""
    above = text.above(piece.element)
    choice = next((one for one in above if one.name == "choice"), None)
    return (
        ""
        if choice is None
        else f"they stand in {called(choice)} of line {line(text.xml, choice.start)}; edit it there"
    )


def called(choice: Element) -> str:
    """What messages call a correction."""
    return f"the correction '{choice.key}'" if choice.key else "a correction"


def _goes_on(text: str, at: int) -> bool:
    """Whether a word goes on at this letter, so that to cut there would cut it."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return (_in_word(before) and _in_word(after)) or unicodedata.category(after).startswith("M")


def _in_word(letter: str) -> bool:
    """Whether words are made of it, in scripts that have spaces between them."""
    if unicodedata.east_asian_width(letter) == "W" or any(first <= ord(letter) <= last for first, last in _SPACELESS):
        return False
    return letter.isalnum() or unicodedata.category(letter).startswith("M")
