"""One digest of all that a site is made of besides its Markdown: configuration, templates, programs, this package."""

import hashlib

from mastercopy import disk, programs
from mastercopy.site.settings import Settings

_PROGRAMS = ("mkdocs", "mkdocs-material", "Markdown", "Jinja2", "Pygments", "PyYAML")


def frame(settings: Settings, named: str) -> str:
    """The digest; `named` is what MkDocs is told besides."""
    found = hashlib.sha256("\n".join((named, settings.digest, programs.digest(_PROGRAMS))).encode())
    for name, content in disk.tree(settings.overrides).items():
        found.update(f"\n{name} {len(content)}\n".encode() + content)
    return found.hexdigest()
