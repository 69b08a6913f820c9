"""MkDocs, run as a process of its own, with an account of where each page's own words stand in what it wrote.

`python -m mastercopy.site.tracing CONFIG SITE ACCOUNT` builds the site as `mkdocs build --strict` does, and writes the
account. MkDocs is never told to be quiet, which makes `--strict` count no warning.
"""

import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.__main__ import State
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from msgspec.json import encode

from mastercopy.site import page as pages
from mastercopy.site.head import Heads
from mastercopy.site.record import Told
from mastercopy.site.traces import Trace

if TYPE_CHECKING:
    from mastercopy.site.traces import Linked


class Packed:
    """The HTML of a page, in a seventh of the memory; templates ask whether something is in it, and write it."""

    def __init__(self, html: str) -> None:
        self._packed = zlib.compress(html.encode(errors="surrogatepass"), 1)

    def __str__(self) -> str:
        return zlib.decompress(self._packed).decode(errors="surrogatepass")

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __bool__(self) -> bool:
        return bool(str(self))


class Tracer(BasePlugin):  # type: ignore[type-arg,no-untyped-call] # MkDocs isn't typed there
    """What is told by the events of MkDocs: it changes nothing."""

    def __init__(self, heads: Heads) -> None:
        self.traces: dict[str, Trace] = {}
        self.links: dict[str, Linked] = {}
        self._heads = heads
        self._files = Files([])

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:  # noqa: ARG002 # MkDocs's signature
        """Remembers all files, for the home page says what another page says."""
        self._files = files

    def on_page_content(  # type: ignore[override] # MkDocs takes whatever a template can write
        self,
        html: str,
        *,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002 # MkDocs's signature
        files: Files,  # noqa: ARG002 # the same
    ) -> "Packed":
        """Packs what was rendered: MkDocs renders all pages before it writes the first."""
        page.markdown = ""
        return Packed(html)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> None:
        """Notes where the words of the page are, if they are there once."""
        account = pages.account(page, head_known=self._heads.known)
        self.links[page.file.src_uri] = pages.linked(page)
        said = pages.said(page, self._files)
        head = self._heads.head(said, page.url, config)
        content = str(page.content or "")
        if content and output.count(content) == 1 and (not head or output.count(head) == 1):
            self.traces[page.file.src_uri] = Trace(
                page.file.dest_uri,
                page.url,
                page.canonical_url or "",
                is_home=page.is_homepage,
                account=account,
                content=_span(output, content),
                head=_span(output, head),
            )


def _span(output: str, part: str) -> tuple[int, int]:
    """From which byte to which byte a part of a page is."""
    start = len(output[: output.index(part)].encode())
    return start, start + len(part.encode())


def main(config_file: str, site: str, account: str) -> int:
    """Builds the site; the status of the process."""
    state = State()  # type: ignore[no-untyped-call] # the same
    try:
        config = load_config(config_file=config_file, site_dir=site, strict=True)
        tracer = Tracer(Heads(config.theme.custom_dir))
        config.plugins.on_startup(command="build", dirty=False)
        config.plugins["mastercopy/tracing"] = tracer
        build(config)
        config.plugins.on_shutdown()
    except MkDocsException as error:
        error.show()
        return error.exit_code
    del state
    Path(account).write_bytes(encode(Told(tracer.traces, tracer.links)))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
