"""Properties: random trees of the model, with hostile text, come back from HTML as the same text.

Through Markdown, with MkDocs's own reading of mkdocs.yml: its extensions, its settings, and no other.
"""

from functools import cache

from hypothesis import example, given
from lxml import html
from markdown import Markdown
from mkdocs.config import load_config

from mastercopy import walk
from mastercopy.derive.sections import Section, sections, title
from mastercopy.derive.survey import Survey, survey
from mastercopy.model import (
    Block,
    Division,
    Edition,
    Gap,
    Header,
    Heading,
    Inline,
    Mark,
    Note,
    NoteKind,
    NotePlace,
    PageBreak,
    Paragraph,
    Reading,
    Text,
)
from mastercopy.write import pages, witness
from mastercopy.write.inlines import Legend
from reading import ROOT, expected, lines
from strategies import editions


@cache
def renderer() -> Markdown:
    """Python-Markdown as MkDocs sets it up from mkdocs.yml."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def rendered(markdown: str) -> html.HtmlElement:
    """The page in HTML, without its front matter."""
    text = markdown.split("---\n", 2)[2]
    page = html.fragment_fromstring(renderer().reset().convert(text), create_parent="article")
    assert isinstance(page, html.HtmlElement)
    return page


def made(edition: Edition) -> tuple[Section, Survey, str]:
    """The only section, the survey, and the page."""
    (section,) = sections(edition)
    surveyed = survey(edition, ("div",))
    titles = {"div": title(section.division)}
    return section, surveyed, pages.page(section, surveyed, titles, Legend(), made_from="book.xml")


def small(*blocks: Block, head: tuple[Inline, ...] = ()) -> Edition:
    """An edition of one division; its notes, if it has any, are called n."""
    note = Note("n", (Text("1"),), (Paragraph((Text("a note"),)),))
    return Edition("edition/book.xml", Header("A book"), (Division("div", "", (Heading(head),), blocks),), {"n": note})


UNDERSCORES = small(Paragraph((Text("a"), Mark("n"))), head=(Text("_a"), Mark("", "1"), Text("_")))
"""A heading that has a label of its own in the table of contents, where no attribute may be taken for emphasis."""

DEFINITION = small(Paragraph((Mark("n"), Text(": not what the note says"))))
"""A line that begins with the mark of a note and a colon."""

NUMBERS = small(Paragraph((Text("19"), Text("24"), Text(". Not a list"), Mark("n"))))
"""A line that begins with a number and a full stop, in parts."""


NEXT_LINE = small(Paragraph((Text("a\x85b"), Gap("c\x85d", "e\x85"), Mark("n"))))
"""U+0085 in the text, where it needs spans around it, and in an attribute, where there can be none."""


@example(UNDERSCORES)
@example(NEXT_LINE)
@example(DEFINITION)
@example(NUMBERS)
@given(editions())
def test_no_letter_is_lost_or_added_from_the_model_to_html(edition: Edition) -> None:
    section, surveyed, markdown = made(edition)
    page = rendered(markdown)
    text, notes = expected(section, surveyed)
    foot = page.xpath(".//*[@role='doc-endnotes']")
    shown_notes = lines(foot[0]) if foot else []
    for part in foot:
        part.getparent().remove(part)
    assert lines(page) == text
    assert sorted(shown_notes) == sorted(notes)


@given(editions())
def test_breaks_keys_marks_and_notes_come_through_html(edition: Edition) -> None:
    _, surveyed, markdown = made(edition)
    page = rendered(markdown)
    breaks = [node.label for node in walk.nodes(edition.content) if isinstance(node, PageBreak)]
    breaks += [
        node.label
        for printed in surveyed.notes.values()
        for node in walk.nodes(printed.note.content)
        if isinstance(node, PageBreak)
    ]
    assert sorted(page.xpath(".//span[contains(@class, 'pb')]/@title")) == sorted(breaks)
    ids = page.xpath(".//@id")
    assert len(ids) == len(set(ids))
    assert {key.removeprefix("fn-") for key in ids if key.startswith("fn-")} == set(surveyed.notes)
    for href in page.xpath(".//a[@role]/@href"):
        assert href.removeprefix("#") in ids


@given(editions())
def test_nothing_from_the_text_becomes_live_html(edition: Edition) -> None:
    _, _, markdown = made(edition)
    page = rendered(markdown)
    allowed = {"a", "article", "blockquote", "br", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"}
    allowed |= {"section", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
    assert {element.tag for element in page.iter() if isinstance(element.tag, str)} <= allowed
    for link in page.xpath(".//a/@href"):
        assert link.startswith(("#", "https://example.org/", "http://x.org/"))
    attributes = {name for element in page.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or name == "style"}


@given(editions())
def test_the_same_edition_gives_the_same_page(edition: Edition) -> None:
    assert made(edition)[2] == made(edition)[2]


def notes_of_the_source(edition: Edition) -> list[Note]:
    """The notes of the print and of the author for which the source, not only the edition, has a mark or a place."""
    found: dict[str, Note] = {}
    waiting = [*edition.content]
    while waiting:
        keys = [node.note for node in walk.nodes(waiting, reading=Reading.SOURCE) if isinstance(node, Mark | NotePlace)]
        new = {key: edition.notes[key] for key in keys if key in edition.notes and key not in found}
        new = {key: note for key, note in new.items() if note.kind is not NoteKind.EDITORIAL}
        found |= new
        waiting = [block for note in new.values() for block in note.content]
    return list(found.values())


@given(editions())
def test_the_transcription_has_the_letters_of_the_source_reading(edition: Edition) -> None:
    own = walk.plain(edition.content, reading=Reading.SOURCE)
    notes = "".join(walk.plain(note.content, reading=Reading.SOURCE) for note in notes_of_the_source(edition))
    written = witness.folded(witness.witness(edition))
    signs = "".join(walk.plain(note.label, reading=Reading.SOURCE) for note in edition.notes.values())
    roots = [*edition.content, *(block for note in edition.notes.values() for block in note.content)]
    signs += "".join(node.label for node in walk.nodes(roots, reading=Reading.SOURCE) if isinstance(node, _SIGNED))
    for letter in {letter for letter in own + notes + written if letter.isalpha()} - set(f"{signs}page"):
        assert written.count(letter) == (own + notes).count(letter)


_SIGNED = (Mark, PageBreak)
