"""What each page says of itself: to programs, in its head, and to people, how it is cited."""

from collections.abc import Mapping

from msgspec import Struct

from mastercopy.build.reading import Book
from mastercopy.derive import bibliography
from mastercopy.derive.bibliography import Citable
from mastercopy.derive.citing import References
from mastercopy.derive.subjects import Subject, Whole, subjects
from mastercopy.write import citing, dts, heads
from mastercopy.write import references as exports
from mastercopy.write.citing import Cited, Patterns
from mastercopy.write.signposts import FEED


class Descriptions(Struct, frozen=True):
    """What is said of the edition and its pages, by the path of each, or by section.

    `subjects` are what they show. `references`, and the `formats` for programs, are there where they were made.
    """

    whole: Whole
    references: References
    subjects: Mapping[str, Subject]
    cited: Mapping[str, Citable]
    formats: Mapping[str, Patterns]

    def head(self, path: str) -> tuple[str, ...]:
        """The lines of the front matter of the page at the path."""
        return heads.head(self.subjects[path], self.whole)

    def citing(self, path: str) -> list[str]:
        """How the page of the print at the path is cited, as the end of its page of the site."""
        found = self.reference(path)
        return citing.section(found, "page") if found else []

    def files(self, key: str) -> list[str]:
        """The links of a section to what describes it."""
        return citing.files(f"data/references/{key}", of="This section") if key in self.references else []

    def reference(self, path: str) -> Cited | None:
        """What is cited with the page at the path, where references were made."""
        of = self.subjects.get(path)
        if of is None or of.cited.key not in self.references:
            return None
        files = of.described if path.startswith("text/") else f"../{of.described}"
        return Cited(
            self.references[of.cited.key],
            self.formats[of.cited.key],
            bibliography.address(self.whole.header, of.path),
            files.removeprefix("text/"),
            of.page,
        )


def descriptions(made: Book, references: References) -> Descriptions:
    """What is said of the pages of a book; `references`, which take a process to make, may be none."""
    header = made.edition.header
    cited = made.cited or bibliography.citables(made.edition, made.sections, made.survey)
    found = subjects(cited, made.survey, made.history, header.date)
    # An entry of a feed is known by the address of its release.
    fed = f"{header.address}{FEED}" if header.address and made.history.releases else ""
    whole = Whole(header, found, dts.document() if made.sources else "", fed)
    return Descriptions(
        whole,
        references,
        {one.path: one for one in found},
        {one.key: one for one in cited},
        _Formats({one.key: one for one in cited}),
    )


class _Formats(dict[str, Patterns]):
    """The formats of each reference, made when they are asked for."""

    def __init__(self, cited: Mapping[str, Citable]) -> None:
        super().__init__()
        self._cited = cited

    def __missing__(self, key: str) -> Patterns:
        self[key] = exports.patterns(self._cited[key].item)
        return self[key]
