"""What `diff` says: of edits one by one, and what is true of any two editions."""

import random
import re
import string
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import casebook
from casebook import Case, cases
from differing import Edit, compared, edited, editions, edits, plain, rewrite, small
from mastercopy import walk
from mastercopy.derive.differences import Comparison, Version, alignment, words
from mastercopy.derive.differences.values import Kind, Mark, Run, Verdict, What
from mastercopy.derive.differences.views import View, view
from mastercopy.model import Division, Edition, Header, Paragraph, Reading, Text
from mastercopy.read import tei, xml
from masters import register
from strategies import editions as random_editions

EDITS = tuple(edits())
WORDS = st.lists(st.sampled_from(["a", "b", "c", "the", "of", "sea", "é", "漢字"]), max_size=40)


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_an_edit_is_told_in_the_words_of_an_editor(edit: Edit, *, golden: bool) -> None:
    if golden:
        rewrite()
        return
    assert plain(compared(small(), edited(edit))) == edit.said


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_what_is_told_one_way_is_told_the_other_way_too(edit: Edit) -> None:
    there, back = compared(small(), edited(edit)), compared(edited(edit), small())
    turned = {What.ADDED: What.REMOVED, What.REMOVED: What.ADDED, What.SPLIT: What.JOINED, What.JOINED: What.SPLIT}
    assert Counter((c.kind, turned.get(c.what, c.what)) for c in there.changes) == Counter(
        (change.kind, change.what) for change in back.changes
    )
    assert there.verdict == back.verdict


def old_of(runs: tuple[Run, ...]) -> list[str]:
    return " ".join(run.words for run in runs if run.mark is not Mark.INSERTED).split(" ")


def new_of(runs: tuple[Run, ...]) -> list[str]:
    return " ".join(run.words for run in runs if run.mark is not Mark.DELETED).split(" ")


@given(WORDS, WORDS)
def test_runs_give_both_texts_back(old: list[str], new: list[str]) -> None:
    found = words.runs(old, new)
    assert old_of(found) == (old or [""])
    assert new_of(found) == (new or [""])
    marks = [run.mark for run in found]
    assert all(one is not other for one, other in pairwise(marks))
    assert (marks in ([], [Mark.EQUAL])) == (old == new)


@settings(max_examples=40)
@given(st.integers(0, 10**6).map(random.Random), st.integers(0, 8), st.sampled_from([2, 50, 100_000]))
def test_runs_of_long_texts_give_both_back_too(chance: random.Random, many: int, vocabulary: int) -> None:
    old = [str(chance.randrange(vocabulary)) for _ in range(600)]
    new = list(old)
    for _ in range(many):
        at = chance.randrange(len(new))
        new[at : at + chance.randrange(3)] = [str(chance.randrange(vocabulary)) for _ in range(chance.randrange(150))]
    found = words.runs(old, new)
    assert (old_of(found), new_of(found)) == (old, new)


@given(st.lists(st.integers(0, 1000), max_size=12, unique=True), st.data())
def test_what_stays_in_order_is_as_heavy_as_can_be(numbers: list[int], data: st.DataObject) -> None:
    weights = [data.draw(st.integers(1, 9)) for _ in numbers]
    best: list[int] = []
    for at, number in enumerate(numbers):
        best.append(weights[at] + max((best[o] for o in range(at) if numbers[o] < number), default=0))
    kept = words.ascending(numbers, weights)
    assert [numbers[at] for at in kept] == sorted(numbers[at] for at in kept)
    assert sum(weights[at] for at in kept) == max(best, default=0)


def surveyed(edition: Edition) -> View:
    return view(Version("x", edition))


def words_of(seen: View) -> Counter[str]:
    return Counter(word for unit in (*seen.text.units, *seen.notes.units) for word in unit.words)


def told(found: Comparison) -> Counter[str]:
    """How many times more often a word is inserted than deleted by what is told of passages."""
    counted = Counter[str]()
    for change in found.changes:
        passage = change.kind in {Kind.TEXT, Kind.NOTE, Kind.STRUCTURE} and change.thing != "printed label"
        for run in change.runs if passage else ():
            sign = (run.mark is Mark.INSERTED) - (run.mark is Mark.DELETED)
            for word in run.words.split(" "):
                counted[word] += sign
    return counted


def agree(old: Edition, new: Edition) -> None:
    """What is true of any two editions: each passage is told of once, and all words that come or go are told."""
    before, after = surveyed(old), surveyed(new)
    for one, other in ((before.text.units, after.text.units), (before.notes.units, after.notes.units)):
        found = alignment.align(one, other)
        assert sorted((*(at for pair in found.pairs for at in pair.old), *found.gone)) == list(range(len(one)))
        assert sorted((*(at for pair in found.pairs for at in pair.new), *found.new)) == list(range(len(other)))
    comparison = editions(old, new)
    if all(unit.words == unit.source for seen in (before, after) for unit in (*seen.text.units, *seen.notes.units)):
        more = words_of(after)
        more.subtract(words_of(before))
        counted = told(comparison)
        assert {word: n for word, n in counted.items() if n} == {word: n for word, n in more.items() if n}
    if not comparison.changes:
        assert words_of(before) == words_of(after)


def complete(edition: Edition) -> None:
    """What is true of any edition: it is the same as itself, and its units have its letters, in both readings."""
    seen = surveyed(edition)
    assert editions(edition, edition).changes == ()
    lines = " ".join(walk.lines(edition.content)).split(" ")
    assert [word for unit in seen.text.units for word in unit.words] == [word for word in lines if word]
    for reading, name in ((Reading.EDITION, "words"), (Reading.SOURCE, "source")):
        said = "".join(word for unit in seen.text.units for word in getattr(unit, name))
        assert said == walk.plain(edition.content, reading=reading).replace(" ", "")
        noted = Counter(letter for unit in seen.notes.units for word in getattr(unit, name) for letter in word)
        roots = [block for note in edition.notes.values() for block in note.content]
        assert noted == Counter(walk.plain(roots, reading=reading).replace(" ", ""))


@settings(max_examples=4)
@given(random_editions(), random_editions())
def test_random_editions_are_compared_whole(old: Edition, new: Edition) -> None:
    complete(new)
    agree(old, new)


def test_the_cases_are_compared_whole() -> None:
    """All that the reader knows of TEI, each case with itself and with the one after it."""
    found = [edition for one in cases() if (edition := read(one)) is not None]
    assert len(found) > 40
    for old, new in pairwise(found):
        complete(new)
        agree(old, new)


def read(one: Case) -> Edition | None:
    root, _ = xml.parse(casebook.master(one), "master.xml")
    return None if root is None else tei.edition(root, "master.xml")[0]


def paragraphs(said: list[str], keys: list[str]) -> Edition:
    content = tuple(Paragraph((Text(one),), key) for one, key in zip(said, keys, strict=True))
    return Edition("book.xml", Header("A book"), (Division("one", "chapter", (), content),), {})


def sentences(chance: random.Random, many: int) -> list[str]:
    def word() -> str:
        return "".join(chance.choices(string.ascii_lowercase, k=5))

    return [" ".join(word() for _ in range(chance.randrange(8, 30))) for _ in range(many)]


@given(st.integers(0, 10**6).map(random.Random), st.integers(2, 12), st.booleans())
def test_a_paragraph_that_moves_is_told_once_as_moved(chance: random.Random, many: int, keyed: bool) -> None:  # noqa: FBT001
    said = sentences(chance, many)
    keys = [f"par-{at}" * keyed for at in range(many)]
    origin, goal = chance.sample(range(many), 2)
    order = list(range(many))
    order.insert(goal, order.pop(origin))
    found = editions(paragraphs(said, keys), paragraphs([said[at] for at in order], [keys[at] for at in order]))
    assert [change.kind for change in found.changes] == [Kind.MOVED]


@given(st.integers(0, 10**6).map(random.Random), st.integers(3, 12))
def test_a_paragraph_that_moves_with_a_change_is_moved_and_changed(chance: random.Random, many: int) -> None:
    said = sentences(chance, many)
    moved = f"{said[0]} and"
    found = editions(paragraphs(said, [""] * many), paragraphs([*said[1:], moved], [""] * many))
    kinds = sorted(change.kind for change in found.changes)
    assert kinds == sorted([Kind.MOVED, Kind.TEXT])
    (text,) = (change for change in found.changes if change.kind is Kind.TEXT)
    assert (old_of(text.runs), new_of(text.runs)) == (said[0].split(" "), moved.split(" "))


@settings(max_examples=40)
@given(st.integers(0, 10**6).map(random.Random))
def test_the_layout_of_the_xml_is_nothing_for_readers(chance: random.Random) -> None:
    root = etree.fromstring(small().encode())
    for element in list(root.iter()):
        pairs = list(element.attrib.items())
        chance.shuffle(pairs)
        element.attrib.clear()
        element.attrib.update(pairs)
        if chance.random() < 0.3:
            element.addnext(etree.Comment("a word")) if element.getparent() is not None else None
    written = etree.tostring(root).decode()
    for tag in ("<p ", "<head>", "<list>", "<item "):
        written = written.replace(tag, "".join(chance.choices(" \n\t", k=3)) + tag)
    written = re.sub("(?<=[a-z]) (?=[a-z]+ [a-z])", lambda _: chance.choice([" ", "\n", " \n  "]), written)
    assert compared(small(), written).verdict in {Verdict.SAME, Verdict.LAYOUT}


@pytest.mark.parametrize("many", [2, 100, 3000])
def test_of_many_passages_that_say_the_same_only_what_is_new_is_told(many: int) -> None:
    same = ["Ibid."] * many
    old, new = [*same, "One sea and one land.", *same], [*same, "One sea and two lands.", *same, "Ibid."]
    found = editions(paragraphs(old, [""] * len(old)), paragraphs(new, [""] * len(new)))
    assert [(change.kind, change.what) for change in found.changes] == [
        (Kind.TEXT, What.CHANGED),
        (Kind.STRUCTURE, What.ADDED),
    ]


def test_the_lists_of_the_register_are_compared_where_they_are_at_hand() -> None:
    was = '<listPerson><person xml:id="marx"><persName>Marx, K.</persName></person></listPerson>'
    now = was.replace("Marx, K.", "Marx, Karl").replace(
        "</listPerson>", '<person xml:id="engels"><persName>Engels</persName></person></listPerson>'
    )
    found = compared(small(), small(), lists=(register(was), register(now)))
    assert [(c.kind, c.what, c.words) for c in found.changes] == [
        (Kind.NAME, What.CHANGED, "Marx, Karl"),
        (Kind.NAME, What.ADDED, "Engels"),
    ]
    assert (
        compared(small(), small().replace("reg:marx", "reg:engels"), lists=(register(now), register(now)))
        .changes[0]
        .details[0]
        .now
        == "Engels"
    )
