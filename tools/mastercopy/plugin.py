"""The MkDocs plugin, for comfort only: under `mkdocs serve`, saving the master makes its pages anew.

The site doesn't need it: the pages are files on disk, made by `mastercopy build`.
"""

import logging
from pathlib import Path
from typing import Literal

from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from mastercopy import build, citeproc, disk

_log = logging.getLogger("mkdocs.plugins.mastercopy")


class Options(Config):  # type: ignore[no-untyped-call] # MkDocs isn't typed there
    """The plugin's options: `edition`, the edition's folder beside mkdocs.yml."""

    edition = Type(str, default="edition")


class Plugin(BasePlugin[Options]):  # type: ignore[no-untyped-call] # the same
    """The plugin `mastercopy` of mkdocs.yml."""

    serving = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remembers whether pages are being served."""
        self.serving = command == "serve"

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Makes the pages anew where they are being served."""
        if self.serving:
            regenerate(Path(config.config_file_path).parent / self.config.edition, Path(config.docs_dir))


def regenerate(edition: Path, docs: Path) -> None:
    """Writes the pages that differ; where the master has problems, says them and leaves the pages as they are."""
    sources, problems = disk.sources(edition)
    book = None
    if sources is not None:
        book, problems = build.book(sources)
    for problem in problems:
        _log.log(logging.ERROR if problem.stops else logging.INFO, "%s", problem)
    if book is not None:
        disk.write(docs, build.files(book, citeproc.references(book, docs)))
