"""Headings that the print sets in capitals, in small letters: no style of citing keeps what is only layout."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from mastercopy import walk
from mastercopy.model import AnyNode, Edition, Heading, Reading, Text

_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"(?=.)M*(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_BEGINS = re.compile(r"(?:^|[:.?!]\s+)[^\w]*(\w)")


def lowered(titles: Sequence[str], edition: Edition) -> tuple[str, ...]:
    """The titles; those in capitals have each word small if the text ever writes it so, or else as it mostly does."""
    loud = {title for title in titles if title.isupper()}
    if not loud:
        return tuple(titles)
    written = {
        folded: next((form for form in forms if form.islower()), "") or forms.most_common(1)[0][0]
        for folded, forms in evidence(words(loud), edition).items()
    }
    return tuple(_lowered(title, written) if title in loud else title for title in titles)


def _lowered(title: str, written: Mapping[str, str]) -> str:
    small = _WORD.sub(lambda found: _word(found[0], written), title)
    return _BEGINS.sub(lambda found: found[0][:-1] + found[1].upper(), small)


def _word(word: str, written: Mapping[str, str]) -> str:
    return written.get(word.casefold()) or (word if _ROMAN.fullmatch(word) else word.lower())


def words(titles: Iterable[str]) -> frozenset[str]:
    """The words of the titles in capitals, in small letters."""
    return frozenset(word.casefold() for title in titles if title.isupper() for word in _WORD.findall(title))


def evidence(wanted: AbstractSet[str], edition: Edition) -> Mapping[str, Counter[str]]:
    """How often the text writes each of some words, and how: by the word in small letters."""
    found: dict[str, Counter[str]] = {}
    if not wanted:
        return found
    for text in _texts((*edition.content, *(block for note in edition.notes.values() for block in note.content))):
        for word in _WORD.findall(text):
            if (folded := word.casefold()) in wanted:
                found.setdefault(folded, Counter())[word] += 1
    return found


def _texts(nodes: Iterable[AnyNode]) -> Iterator[str]:
    """The letters of the text outside of headings."""
    for node in nodes:
        if isinstance(node, Text):
            yield node.value
        elif not isinstance(node, Heading):
            yield from _texts(walk.children(node, Reading.EDITION))
