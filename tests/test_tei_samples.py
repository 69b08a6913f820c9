"""Twenty TEI files that others made, read where they are given: no letter lost, no break lost, nothing unsaid."""

from collections import Counter
from collections.abc import Iterator
from itertools import count

import pytest
from lxml import etree
from msgspec.structs import replace

from mastercopy import build, walk
from mastercopy.derive import index
from mastercopy.derive.leaves import leaves
from mastercopy.derive.sections import sections
from mastercopy.derive.survey import survey
from mastercopy.model import AnyNode, Block, Correction, Division, Edition, Figure, Gap, PageBreak, Text
from mastercopy.problems import Problem
from mastercopy.read import tei, xml
from mastercopy.read.desk import line
from mastercopy.register import Register
from reading import ROOT

_TEI = "{http://www.tei-c.org/ns/1.0}"
_FOLDER = ROOT.parent / "shared" / "tei"
_NAMES = tuple(sorted(path.name for path in _FOLDER.glob("*.xml")))

pytestmark = pytest.mark.skipif(not _NAMES, reason="the given TEI files, ../shared/tei, are not here")


@pytest.fixture(scope="module", params=_NAMES or ("none",))
def sample(request: pytest.FixtureRequest) -> tuple[etree._Element, Edition, tuple[Problem, ...]]:
    """The root of a file, what is read from it, and the problems."""
    file = str(request.param)
    root, refused = xml.parse((_FOLDER / file).read_bytes(), file)
    assert root is not None, refused
    edition, problems = tei.edition(root, file)
    return root, edition, problems


def _text_of(root: etree._Element) -> etree._Element:
    text = root.find(f"{_TEI}text")
    return etree.Element("none") if text is None else text


def _nodes(edition: Edition) -> Iterator[AnyNode]:
    """All nodes of both readings, those of the notes too."""
    roots: list[AnyNode] = [*edition.content]
    for note in edition.notes.values():
        roots += [*note.label, *note.content]
    while roots:
        yield from walk.nodes(roots)
        roots = [below for node in walk.nodes(roots) if isinstance(node, Correction) for below in node.source]


def _letters(words: str) -> Counter[str]:
    return Counter(words) - Counter({letter: words.count(letter) for letter in set(words) if letter.isspace()})


def _said(node: AnyNode) -> str:
    """The words of the master that a node has, those that describe it too."""
    match node:
        case Text(value=words) | Figure(description=words) | Gap(reason=words) | Correction(reason=words):
            return words
        case _:
            return ""


def test_no_letter_is_lost(sample: tuple[etree._Element, Edition, tuple[Problem, ...]]) -> None:
    root, edition, _ = sample
    wanted = _letters("".join(map(str, _text_of(root).itertext())))
    assert not wanted - _letters("".join(map(_said, _nodes(edition))))


def test_no_letter_comes_in_but_labels_and_descriptions(
    sample: tuple[etree._Element, Edition, tuple[Problem, ...]],
) -> None:
    root, edition, _ = sample
    text = _text_of(root)
    said = [note.get("n", "") for note in text.iter(f"{_TEI}note")]
    said += [gap.get("reason", "") for gap in text.iter(f"{_TEI}gap")]
    given = _letters("".join([*map(str, text.itertext()), *said]))
    assert not _letters("".join(map(_said, _nodes(edition)))) - given


def test_every_break_comes_through(sample: tuple[etree._Element, Edition, tuple[Problem, ...]]) -> None:
    root, edition, _ = sample
    breaks = [node for node in _nodes(edition) if isinstance(node, PageBreak)]
    given = [pb.get("n", "").strip() for pb in _text_of(root).iter(f"{_TEI}pb")]
    assert Counter(node.label for node in breaks) == Counter(given)


def test_every_element_that_the_reader_does_not_know_is_said_with_its_line(
    sample: tuple[etree._Element, Edition, tuple[Problem, ...]],
) -> None:
    root, _, problems = sample
    unknown = {
        (line(element), str(element.tag).removeprefix(_TEI))
        for element in _text_of(root).iterdescendants("*")
        if element.tag not in _KNOWN and not any(parent.tag in _DESCRIPTIVE for parent in element.iterancestors())
    }
    said = {(problem.line, problem.message.split(">")[0].lstrip("<")) for problem in problems if problem.code == "S002"}
    of_choices = {problem.line for problem in problems if problem.code == "C001"}
    readings = {
        (line(reading), str(reading.tag).removeprefix(_TEI))
        for choice in _text_of(root).iter(f"{_TEI}choice")
        if line(choice) in of_choices
        for reading in choice
    }
    assert unknown <= said | readings


_KNOWN = frozenset(
    {
        *tei.INLINES,
        *tei.BLOCKS,
        *(f"{_TEI}{name}" for name in ["body", "front", "back", "item", "row", "cell", "speaker", "sic", "corr"]),
    }
)
_DESCRIPTIVE = frozenset({f"{_TEI}gap", f"{_TEI}figDesc"})
"""What is in these is read as words."""


def _keyed(content: tuple[Block, ...], numbers: Iterator[int]) -> tuple[Block, ...]:
    """The same, with a key of its own for each division, as an editor has to give it: most samples have none."""
    return tuple(
        replace(block, key=f"div{next(numbers)}", content=_keyed(block.content, numbers))
        if isinstance(block, Division)
        else block
        for block in content
    )


def test_pages_are_written(sample: tuple[etree._Element, Edition, tuple[Problem, ...]]) -> None:
    _, read, _ = sample
    edition = replace(read, content=_keyed(read.content, count()))
    found = sections(edition)
    surveyed = survey(edition, (section.key for section in found))
    cut = leaves(edition, surveyed)
    book = build.Book(edition, Register(""), found, surveyed, index.index(Register(""), surveyed), cut)
    written = build.files(book)
    assert {f"text/{section.key}.md" for section in found} <= set(written)
    assert {f"p/{page.number}.md" for page in surveyed.pages} <= set(written)
