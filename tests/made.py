"""What is made of an edition, each thing once, however many checks look at it."""

from functools import cache, cached_property

from lxml import html
from markdown import Markdown
from mkdocs.config import load_config
from msgspec import Struct
from msgspec.structs import replace

from mastercopy.derive import leaves
from mastercopy.derive.leaves import Leaf
from mastercopy.derive.sections import Section, sections, title
from mastercopy.derive.stream import SectionStream, stream
from mastercopy.derive.survey import Survey, survey
from mastercopy.model import Edition, PageBreak
from mastercopy.write import leaves as writer
from mastercopy.write import pages
from mastercopy.write.inlines import Legend
from reading import ROOT


class Made(Struct, frozen=True, dict=True):
    """An edition of one division, `div`. What is made of it is shared: a check changes none of it."""

    edition: Edition

    @cached_property
    def section(self) -> Section:
        """The only section."""
        (section,) = sections(self.edition)
        return section

    @cached_property
    def survey(self) -> Survey:
        """The survey."""
        return survey(self.edition, ("div",))

    @cached_property
    def markdown(self) -> str:
        """The page of the section."""
        titles = {"div": title(self.section.division)}
        return pages.page(self.section, self.survey, titles, Legend(), made_from="book.xml")

    @cached_property
    def page(self) -> html.HtmlElement:
        """The page of the section in HTML."""
        return rendered(self.markdown)

    @cached_property
    def stream(self) -> SectionStream:
        """What the reader's scripts read of the section."""
        return stream(self.section, self.survey)

    @cached_property
    def paged(self) -> "Made":
        """The same, a page of the print beginning where it begins."""
        return Made(replace(self.edition, content=(PageBreak("0"), *self.edition.content)))

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The pages of the print."""
        return leaves.leaves(self.edition, self.survey)

    @cached_property
    def leaf_pages(self) -> list[html.HtmlElement]:
        """The pages of the print in HTML."""
        return [rendered(writer.page(leaf, self.survey, Legend(), made_from="book.xml")) for leaf in self.leaves]


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
