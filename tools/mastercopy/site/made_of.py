"""One digest of all that a site is made of besides its Markdown: configuration, templates, programs, this package."""

import hashlib

from mastercopy import disk, programs
from mastercopy.site.settings import Settings


def frame(settings: Settings, named: str) -> str:
    """The digest; `named` is what MkDocs is told besides."""
    found = hashlib.sha256(f"{named}\n{settings.digest}\n{programs.digest()}".encode())
    for name, content in disk.tree(settings.overrides).items():
        found.update(f"\n{name} {len(content)}\n".encode() + content)
    return found.hexdigest()
