"""Random editions with hostile text: whatever Markdown, HTML, attribute lists and footnotes could take for theirs."""

from functools import cache
from typing import cast

from hypothesis import strategies as st
from msgspec.structs import replace

from mastercopy.model import (
    Block,
    Cell,
    Citation,
    Correction,
    CorrectionKind,
    Division,
    Edition,
    Figure,
    Foreign,
    Gap,
    Header,
    Heading,
    Inline,
    Item,
    Label,
    LineBreak,
    Link,
    List,
    Mark,
    Mention,
    Note,
    NoteKind,
    NotePlace,
    PageBreak,
    Paragraph,
    Quotation,
    Row,
    SetOff,
    Speech,
    Style,
    Styled,
    Table,
    Text,
    Topic,
    Verse,
    Word,
)

HOSTILE = (
    "*", "**", "_", "__", "`", "``", "```", "~~~", "#", "## ", "> ", "- ", "+ ", "1. ", "12) ", "a) ", "[", "]", "](",
    "![x](y)", "[x](y)", "[x]: /y", "[^1]", "[^n-1]", "[^n-1]: x", "{", "}", "{: #x .y }", "{#x}", "]{.ed}", "[x]{.ed}",
    "]{: .ed}", "<", ">", "<b>", "</p>", "<script>alert(1)</script>", "<!--", "-->", "<br>", "&", "&amp;", "&#42;",
    "&lt;", "\\", "\\*", "|", "| --- |", "---", "===", "***", "--", "...", "http://example.org/", "<http://example.org>",
    "www.example.org", "a@b.org", "<a@b.org>", ":smile:", "++a++", "==a==", "^^a^^", "~a~", "^a^", "$a$", "(c)", "(tm)",
    "-->", "->", "1/2", "!!! note", "??? note", "=== tab", "--8<-- x", "*[HTML]: x", ":   x", "Term\u2028x", "\u00a0",
    "\u2003", "\u0085", "\u200b", "\u202e", "\ufeff", "\u0301", "é", "ß", "İ", "שלום", "漢字", "🂡", "'", '"', "“", "’",
    "!", "?", "/", ":", "    ", "    code", "\x7f", "wzxhzdk:0", "klzzwxh:0000",
    "zz1337820767766393449146zz", "qq3936677670287331zz",
)  # fmt: skip
"""The last four are Python-Markdown's own placeholders, without the control characters that XML can't hold."""

_letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")


@cache
def letters() -> st.SearchStrategy[str]:
    """Text as the reader leaves it: no tab or line feed, no two spaces together."""
    piece = st.one_of(
        st.sampled_from(HOSTILE), st.text(_letters, max_size=4), st.sampled_from(["word", " ", "12", "The "])
    )
    return st.lists(piece, min_size=1, max_size=6).map("".join).map(_folded).filter(bool)


def _folded(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    return text


texts = letters().map(Text)


class Keys:
    """Keys that differ, for one edition."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, prefix: str) -> str:
        self.number += 1
        return f"{prefix}-{self.number}"


@cache
def inline(notes: tuple[str, ...], depth: int) -> st.SearchStrategy[Inline]:
    """An inline; keys are put in afterwards."""
    leaves: list[st.SearchStrategy[Inline]] = [
        texts,
        texts,
        texts,
        st.builds(PageBreak, st.just("9"), st.sampled_from(Word), hyphen=st.booleans(), supplied=st.booleans()),
        st.builds(Topic, st.just("k"), st.just(("a",))),
        st.builds(Gap, letters(), letters()),
        st.just(LineBreak()),
        st.builds(Mark, st.just(""), letters()),
    ]
    if notes:
        leaves.append(st.sampled_from(notes).map(Mark))
    if depth <= 0:
        return st.one_of(leaves)
    inside = st.lists(inline(notes, depth - 1), max_size=4).map(tuple)
    containers: list[st.SearchStrategy[Inline]] = [
        st.builds(Styled, inside, st.sampled_from(Style), st.booleans()),
        st.builds(Quotation, inside, st.just("k")),
        st.builds(Citation, inside, st.just("k")),
        st.builds(Mention, inside, st.just("k"), st.just(("a", "b"))),
        st.builds(Foreign, inside, st.sampled_from(["he", "grc", "und"])),
        st.builds(Label, inside),
        st.builds(
            Link, inside, st.sampled_from(["#par-1", "https://example.org/a_b*c?d=[e]&f=(g)#h", "http://x.org/é"])
        ),
        st.builds(Correction, inside, inside, st.just("k"), st.just("ed"), letters(), st.sampled_from(CorrectionKind)),
    ]
    return st.one_of([*leaves, *containers])


@cache
def inlines(notes: tuple[str, ...], depth: int = 3) -> st.SearchStrategy[tuple[Inline, ...]]:
    """A run of inlines."""
    return st.lists(inline(notes, depth), min_size=1, max_size=6).map(tuple)


@cache
def block(notes: tuple[str, ...], depth: int) -> st.SearchStrategy[Block]:
    """A block; keys are put in afterwards."""
    run = inlines(notes)
    leaves: list[st.SearchStrategy[Block]] = [
        st.builds(Paragraph, run, st.sampled_from(["", "k"]), st.sampled_from(["", "", "byline", "stage"])),
        st.builds(Verse, st.lists(run, min_size=1, max_size=3).map(tuple), st.sampled_from(["", "k"])),
        _tables(run),
    ]
    if depth <= 0:
        return st.one_of(leaves)
    inside = st.lists(block(notes, depth - 1), min_size=1, max_size=3).map(tuple)
    item = st.builds(Item, inside, st.one_of(st.just(()), texts.map(lambda text: (text,))), st.sampled_from(["", "k"]))
    containers: list[st.SearchStrategy[Block]] = [
        st.builds(SetOff, inside, st.sampled_from(["", "k"])),
        st.builds(List, st.lists(item, min_size=1, max_size=3).map(tuple)),
        st.builds(Speech, run, inside, st.sampled_from(["", "k"])),
        st.builds(Figure, st.just(""), letters(), inside, st.sampled_from(["", "k"])),
        st.builds(
            Division, st.just("k"), st.just("part"), st.lists(st.builds(Heading, run), max_size=2).map(tuple), inside
        ),
    ]
    return st.one_of([*leaves, *containers])


def _tables(run: st.SearchStrategy[tuple[Inline, ...]]) -> st.SearchStrategy[Table]:
    cell = st.builds(Cell, st.one_of(run, st.just(())), st.booleans())
    rows = st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(cell, min_size=width, max_size=width).map(tuple).map(Row), min_size=1, max_size=3
        )
    )
    return st.builds(Table, rows.map(tuple), st.one_of(st.just(()), run), st.sampled_from(["", "k"]))


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """An edition of one division, with notes that its text marks in any order, more than once, or not at all."""
    names = tuple(f"n-{number}" for number in range(draw(st.integers(0, 3))))
    content = draw(st.lists(block(names, 2), min_size=1, max_size=4))
    heads = draw(st.lists(st.builds(Heading, inlines(names, 1), st.booleans()), max_size=2))
    notes = {name: draw(_note(name, names[:number])) for number, name in enumerate(names)}
    places = tuple(NotePlace(name) for name in names if notes[name].detached)
    division = Division("div", "chapter", tuple(heads), (*content, *places))
    keys = Keys()
    renamed = {name: replace(note, content=_keyed(note.content, keys)) for name, note in notes.items()}
    return Edition("edition/book.xml", Header("A book"), _keyed((division,), keys), renamed)


@st.composite
def _note(draw: st.DrawFn, name: str, inner: tuple[str, ...]) -> Note:
    content = draw(st.lists(block(inner, 1), min_size=1, max_size=2).map(tuple))
    label = draw(st.one_of(st.just(()), texts.map(lambda text: (text,))))
    kind = draw(st.sampled_from(NoteKind))
    return Note(name, label, content, kind, detached=draw(st.booleans()))


def _keyed(nodes: tuple[Block, ...], keys: Keys) -> tuple[Block, ...]:
    """The same with every key "k" made one that nothing else has, and page breaks numbered."""
    return cast("tuple[Block, ...]", _rekey(nodes, keys))


def _rekey(node: object, keys: Keys) -> object:
    """One node, and all below it."""
    if isinstance(node, PageBreak):
        return replace(node, label=keys("p").removeprefix("p-"))
    if isinstance(node, tuple):
        return tuple(_rekey(inner, keys) for inner in node)
    changes: dict[str, object] = {}
    for name in getattr(type(node), "__match_args__", ()):
        value = getattr(node, name)
        if name == "key" and value == "k":
            changes[name] = keys("k")
        elif isinstance(value, tuple) and not all(isinstance(part, str) for part in value):
            changes[name] = _rekey(value, keys)
    return replace(node, **changes) if changes else node  # type: ignore[type-var]
