"""Citable: an address once published works for ever, or the build stops and says which one would not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mastercopy import build
from mastercopy.derive.addresses import Address
from mastercopy.derive.ledger import State
from mastercopy.derive.releases import release
from mastercopy.sources import Release, Sources

WORDS = [
    "wood",
    "river",
    "stone",
    "light",
    "market",
    "letter",
    "winter",
    "garden",
    "engine",
    "silver",
    "morning",
    "harbour",
    "bridge",
    "candle",
    "forest",
]


class Draft:
    """An edition as its editor thinks of it: divisions of paragraphs, each with a word that no other has."""

    def __init__(self) -> None:
        self.count = 0
        self.divisions = [(f"d-{n}", [self.paragraph() for _ in range(3)]) for n in range(3)]
        self.broken = {2: "1", 5: "2", 8: "3"}

    def paragraph(self) -> dict[str, str]:
        """A new paragraph with a key and a note."""
        self.count += 1
        chosen = random.Random(self.count)
        words = [f"mark{self.count}", *chosen.sample(WORDS, 9)]
        return {"key": f"par-{self.count}", "words": " ".join(words), "note": f"n-{self.count}", "mark": words[0]}

    def xml(self) -> bytes:
        """The master."""
        number, parts = 0, []
        for key, paragraphs in self.divisions:
            body = []
            for paragraph in paragraphs:
                page = f'<pb n="{self.broken[number]}"/>' if number in self.broken else ""
                note = f'<note xml:id="{paragraph["note"]}" n="{number}">note of {paragraph["words"]}</note>'
                note = note if paragraph["note"] else ""
                body.append(f'<p xml:id="{paragraph["key"]}">{page}{paragraph["words"]}{note}</p>')
                number += 1
            parts.append(f'<div xml:id="{key}"><head>Head of {key}</head>{"".join(body)}</div>')
        header = "<titleStmt><title>A book</title></titleStmt><editionStmt><edition n='1.0'>"
        header += "<date when='2026-01-01'>2026</date></edition></editionStmt>"
        text = f'<pb n="0"/>{"".join(parts)}'
        return (
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>{header}</fileDesc></teiHeader>'
            f"<text><body>{text}</body></text></TEI>"
        ).encode()

    def all(self) -> list[dict[str, str]]:
        """All paragraphs."""
        return [paragraph for _, paragraphs in self.divisions for paragraph in paragraphs]


def split(draft: Draft, chance: random.Random) -> None:
    at = chance.randrange(len(draft.divisions))
    key, paragraphs = draft.divisions[at]
    draft.divisions[at : at + 1] = [(key, paragraphs[:1]), (f"{key}-b", paragraphs[1:])]


def merge(draft: Draft, chance: random.Random) -> None:
    at = chance.randrange(len(draft.divisions) - 1) if len(draft.divisions) > 1 else 0
    (key, first), *second = draft.divisions[at : at + 2]
    draft.divisions[at : at + 2] = [(key, [*first, *(one for _, more in second for one in more)])]


def reorder(draft: Draft, chance: random.Random) -> None:
    chance.shuffle(draft.divisions)
    chance.shuffle(chance.choice(draft.divisions)[1])


def add(draft: Draft, chance: random.Random) -> None:
    paragraphs = chance.choice(draft.divisions)[1]
    paragraphs.insert(chance.randint(0, len(paragraphs)), draft.paragraph())


def remove(draft: Draft, chance: random.Random) -> None:
    paragraphs = chance.choice(draft.divisions)[1]
    if paragraphs:
        paragraphs.pop(chance.randrange(len(paragraphs)))


def correct(draft: Draft, chance: random.Random) -> None:
    one = chance.choice(draft.all())
    words = one["words"].split()
    words[chance.randrange(1, len(words))] = "corrected"
    one["words"] = " ".join(words)


def unnote(draft: Draft, chance: random.Random) -> None:
    chance.choice(draft.all())["note"] = ""


def renumber(draft: Draft, chance: random.Random) -> None:
    del chance
    for number, one in enumerate(draft.all(), 1):
        one["key"] = f"par-{number}"


def swap(draft: Draft, chance: random.Random) -> None:
    one, other = chance.choice(draft.all()), chance.choice(draft.all())
    one["key"], other["key"] = other["key"], one["key"]


def rename(draft: Draft, chance: random.Random) -> None:
    chance.choice(draft.all())["key"] = "par-new"


def insert_page(draft: Draft, chance: random.Random) -> None:
    draft.broken = {chance.randint(0, 1): "0a", **draft.broken}


def drop_page(draft: Draft, chance: random.Random) -> None:
    draft.broken.pop(chance.choice(list(draft.broken)), None)


def move_page(draft: Draft, chance: random.Random) -> None:
    draft.broken = {at + chance.randint(-1, 1): label for at, label in draft.broken.items()}


EDITS = [split, merge, reorder, add, remove, correct, unnote, renumber, swap, rename, insert_page, drop_page, move_page]


def released(sources: Sources) -> Sources:
    """The folder after a release of what is in it."""
    made, problems = build.book(sources)
    assert made is not None, problems
    rows, kept = build.release(made, sources)
    return replace(
        sources,
        ledger=("edition/anchors.tsv", rows.encode()),
        releases=(*sources.releases, Release(made.edition.header.version, "edition/releases/1.0", kept)),
    )


@given(st.lists(st.sampled_from(EDITS), min_size=1, max_size=4), st.integers(0, 10_000))
def test_no_edit_breaks_a_published_address_unless_the_build_stops(edits: list[object], seed: int) -> None:
    draft, chance = Draft(), random.Random(seed)
    folder = released(Sources(("edition/book.xml", draft.xml())))
    before = {one.address: one for one in addresses(folder)}
    del before[release("1.0")]  # it is there since the release, and on record with the next
    for edit in edits:
        if draft.all():
            edit(draft, chance)  # type: ignore[operator]
    made, problems = build.book(replace(folder, master=("edition/book.xml", draft.xml())))
    if made is None:
        return
    today = {one.address: one for one in made.addresses}
    assert {fate.row.address for fate in made.fates} == before.keys()
    for fate in made.fates:
        assert fate.state in {State.HERE, State.MOVED}, problems
        assert today[fate.to].kind == fate.row.kind
        assert same(before[fate.row.address], today[fate.to])


def addresses(sources: Sources) -> tuple[Address, ...]:
    """All addresses of what is in a folder."""
    made, problems = build.book(sources)
    assert made is not None, problems
    return made.addresses


def same(before: Address, after: Address) -> bool:
    """Whether it is the same thing: of a paragraph or a note its own word, of a division its heading."""
    if before.kind in {"paragraph", "note"}:
        return next(word for word in before.words.split() if word.startswith("mark")) in after.words.split()
    return before.kind != "division" or "#" in before.address or before.label == after.label


@pytest.mark.parametrize("edit", [remove, renumber, rename, unnote, drop_page])
def test_what_loses_or_reuses_an_address_stops_the_build(edit: object) -> None:
    draft = Draft()
    folder = released(Sources(("edition/book.xml", draft.xml())))
    if edit is renumber:
        draft.divisions[0][1].insert(0, draft.paragraph())
    edit(draft, random.Random(1))  # type: ignore[operator]
    made, problems = build.book(replace(folder, master=("edition/book.xml", draft.xml())))
    assert made is None
    assert {problem.code for problem in problems if problem.stops} <= {"A001", "A002"}


@pytest.mark.parametrize("edit", [split, reorder, add, correct, insert_page])
def test_what_keeps_every_address_stops_nothing(edit: object) -> None:
    draft = Draft()
    folder = released(Sources(("edition/book.xml", draft.xml())))
    edit(draft, random.Random(3))  # type: ignore[operator]
    _, problems = build.book(replace(folder, master=("edition/book.xml", draft.xml())))
    assert [problem for problem in problems if problem.code[0] == "A"] == []
