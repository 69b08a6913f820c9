"""One digest of all that a site is made of besides its Markdown: configuration, templates, programs, this package."""

import hashlib
import importlib.metadata
from collections.abc import Iterator
from pathlib import Path

from mastercopy import disk
from mastercopy.site.settings import Settings

_PROGRAMS = ("mkdocs", "mkdocs-material", "Markdown", "mastercopy", "Jinja2", "Pygments", "PyYAML")
_OURS = Path(__file__).parents[1]


def frame(settings: Settings, named: str) -> str:
    """The digest; `named` is what MkDocs is told besides."""
    digest = hashlib.sha256()
    for part in _parts(settings, named):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _parts(settings: Settings, named: str) -> Iterator[bytes]:
    yield from (named.encode(), settings.digest.encode())
    for name, content in disk.tree(settings.overrides).items():
        yield from (name.encode(), content)
    for path in sorted(_OURS.rglob("*.py")):
        yield from (path.relative_to(_OURS).as_posix().encode(), path.read_bytes())
    for program in _PROGRAMS:
        yield f"{program} {importlib.metadata.version(program)}".encode()
