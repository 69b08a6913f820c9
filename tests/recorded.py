"""An edition with a history, for the tests of what is on record: two releases, and changes that aren't released yet."""

from pathlib import Path

from masters import folder
from test_cli import run
from test_release import site, text

__all__ = ["released", "site"]

WHERE = "https://books.example/one/"
HOSTILE = '<b>*x*</b> [y](z) &amp; `q` | "w" <!-- v --> ]]> {.u}'
"""Letters that Markdown, HTML, XML and JSON would take for their own."""
_PUBLISHED = (
    '<publisher>The press</publisher><date when="2026">2026</date>'
    f'<idno type="URI">{WHERE}</idno>'
    '<availability><licence target="https://example.org/licence">A licence.</licence></availability>'
)


def escaped(words: str) -> str:
    """Letters as the master has them."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def correction(  # noqa: PLR0913 # all that a correction has
    key: str, source: str, edition: str, kind: str, change: str, *, why: str = "It is so."
) -> str:
    """A correction as the master has it."""
    note = f'<note type="reason">{escaped(why)}</note>'
    corr = f'<corr resp="#ed" type="{kind}" change="#{change}">{escaped(edition)}{note}</corr>'
    return f'<choice xml:id="{key}"><sic>{escaped(source)}</sic>{corr}</choice>'


STROKE = correction("c-1", "strcke", "stroke", "transcription", "r-2", why=f"A slip. {HOSTILE}")
NOTE = correction("c-2", "A nate.", "A note.", "print", "r-2")
LABEL = correction("c-3", "1", "2", "emendation", "r-3")
MISSING = correction("c-4", "", "nearly", "emendation", "r-3")
SPARE = correction("c-5", "all all", "all", "print", "r-3")


def paragraphs(which: str, note: str, third: str, *, label: str = "1") -> str:
    """The text: two pages, with a note."""
    printed = f'<note xml:id="p1-1" place="foot"><label>{label}</label>{note}</note>'
    return (
        '<pb n="1"/><p xml:id="par-1">The first of three paragraphs here.</p>\n'
        f'<p xml:id="par-2">The second{printed} of three, which {which} out.</p>\n<pb n="2"/>{third}'
    )


def third(words: str) -> str:
    """The third paragraph."""
    return f'<p xml:id="par-3">{words}</p>'


FIRST = paragraphs("strcke", "A nate.", third("The third of them all all."))
SECOND = paragraphs(STROKE, NOTE, third(f"The third of them {escaped(HOSTILE)} all all."))
TODAY = paragraphs(STROKE, NOTE, third(f"The third of {MISSING} them {escaped(HOSTILE)} {SPARE}."), label=LABEL)


def entry(key: str, when: str, what: str) -> str:
    """An entry of the list of changes."""
    return f'<change xml:id="{key}" when="{when}" who="#ed">{escaped(what)}</change>'


ENTRIES = (
    entry("r-3", "2026-03-03", f"Collated anew. {HOSTILE}"),
    entry("r-2", "2026-02-02", "1. Reported by readers."),
)


def edit(  # noqa: PLR0913 # all that a version has
    edition: Path, content: str, version: str, date: str, entries: str = "", *, address: bool = True
) -> None:
    """Saves a master."""
    made = text(content, version, date).replace("<revisionDesc>", f"<revisionDesc>{entries}", 1)
    if address:
        made = made.replace("<p>Not published.</p>", _PUBLISHED)
    (edition / "book.xml").write_text(made, encoding="utf-8")


def released(where: Path, *, address: bool = True) -> Path:
    """The folder of an edition of which 1.0.0 and 1.1.0+a were released, and that was changed since."""
    edition = folder(where, "")
    for content, version, date, entries in (
        (FIRST, "1.0.0", "2026-01-01", ""),
        (SECOND, "1.1.0+a", "2026-02-02", ENTRIES[1]),
    ):
        edit(edition, content, version, date, entries, address=address)
        result = run("release", version, "--edition", edition, "--date", date)
        assert result.exit_code == 0, result.output
    edit(edition, TODAY, "1.1.0+a", "2026-02-02", "".join(ENTRIES), address=address)
    return edition
