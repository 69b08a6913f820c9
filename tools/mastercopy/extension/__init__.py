"""What happens while Markdown is rendered: bracketed spans, and notes and page markers with their roles.

A Python-Markdown extension, so that every program that renders docs/ does the same (MkDocs, ProperDocs, Zensical).

- `[words]{#id .class name=value}` is a span, as in pandoc. Spans nest, and emphasis may hold them or stand in them,
  which pymdownx.bracketspan 13.1 loses.
- Footnotes show the label and the page that the print has, and carry the roles of DPUB-ARIA 1.1.
- The number of a page of the print is a link to its own address.
- What isn't text of the source has the class `ed`.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Extension as MarkdownExtension
from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor

from mastercopy.extension import notes, pages, strips, tables
from mastercopy.extension.spans import Closes, Opens, Spans

_AFTER_LINKS = 145
"""Links are found at 160 and pictures at 150, so that their words are whole; emphasis at 60, so that spans are no
obstacle to it."""
_AFTER_INLINES = 18
"""Python-Markdown puts the inlines into the tree at 20."""
_AFTER_FOOTNOTES = 12
"""Python-Markdown copies the back-links of notes with several marks at 15."""


class Extension(MarkdownExtension):
    """The extension `mastercopy` of mkdocs.yml, without options: `_lacking` says what it needs."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name for it
        """Registers the parts; raises ValueError where what they need isn't there: letters would be lost in silence."""
        if lacking := ", ".join(_lacking(md)):
            raise ValueError(f"in markdown_extensions, mastercopy stands after the others and needs {lacking}")
        md.inlinePatterns.register(Opens(r"\[", md), "mastercopy-opens", _AFTER_LINKS)
        md.inlinePatterns.register(Closes(r"\]\{([^{}\n]+)\}", md), "mastercopy-closes", _AFTER_LINKS)
        md.treeprocessors.register(Spans(md), "mastercopy-spans", _AFTER_INLINES)
        md.treeprocessors.register(Roles(md), "mastercopy-roles", _AFTER_FOOTNOTES)


def _lacking(md: Markdown) -> Iterator[str]:
    """The extensions of Python-Markdown that pages are written for, as far as they aren't registered."""
    if "attr_list" not in md.treeprocessors:
        yield "attr_list"
    notes = next((found for found in md.registeredExtensions if isinstance(found, FootnoteExtension)), None)
    if notes is None or notes.getConfig("SEPARATOR") != "-":
        yield 'footnotes with SEPARATOR: "-"'
    if "markdown_block" not in md.parser.blockprocessors:
        yield "md_in_html"
    if "table" not in md.parser.blockprocessors:
        yield "tables"


class Roles(Treeprocessor):
    """What HTML and DPUB-ARIA have for notes, pages, tables, lists and strips, and Markdown hasn't."""

    def run(self, root: Element) -> None:
        """Goes over the whole page."""
        tables.tidy(root)
        strips.draw(root)
        pages.link(root)
        notes.dress(root)
