"""Masters for tests: a few lines of TEI put into a whole one, and folders that hold an edition."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
SCHEMA = (ROOT / "edition" / "edition.rng").read_bytes()

_OPENING = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>A book</title>'
    "%s</titleStmt><publicationStmt><p>Not published.</p></publicationStmt>"
    "<sourceDesc><p>Made up.</p></sourceDesc></fileDesc>"
)
_EDITORS = '<respStmt xml:id="ed"><resp>edited by</resp><name>the editors</name></respStmt>'
_CHANGES = '<revisionDesc><change xml:id="r-1" when="2026-11-23" who="#ed">First encoding.</change></revisionDesc>'


def master(text: str, *, division: bool = True) -> str:
    """A valid master with `text` as the content of a division, or of the body; it begins on line 2."""
    opened, closed = ('<div xml:id="one" type="chapter">', "</div>") if division else ("", "")
    return f"{_OPENING % _EDITORS}{_CHANGES}</teiHeader><text><body>{opened}\n{text}\n{closed}</body></text></TEI>\n"


def register(lists: str) -> str:
    """A valid register that holds the lists; they begin on line 2."""
    return f"{_OPENING % ''}</teiHeader><standOff>\n{lists}\n</standOff></TEI>\n"


def folder(where: Path, text: str | bytes, lists: str | bytes | None = None, *, schema: bytes | None = SCHEMA) -> Path:
    """A new folder `edition` in `where`, with these files and our schema."""
    made = where / "edition"
    made.mkdir(parents=True, exist_ok=True)
    for name, content in (("book.xml", text), ("register.xml", lists), ("edition.rng", schema)):
        if content is not None:
            (made / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return made
