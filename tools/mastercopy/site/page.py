"""One page of the site, rendered by MkDocs's own classes, without the others."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from msgspec.json import decode, encode

from mastercopy.inventory import digest
from mastercopy.site.traces import Account, Linked

SAYS_FOR_HOME = "text/index.md"
"""The page whose head the home page has too (overrides/main.html)."""
_IN_HEAD = frozenset({"meta", "links", "jsonld"})
"""What the front matter has for the head of the page: overrides/main.html writes it there and nowhere else."""
_DAY = "modified"


def account(page: Page, *, head_known: bool) -> Account:
    """What a rendered page gives to what is around its words, and to other pages.

    `head_known`: what it says in its head stands in one known place.
    """
    apart = {*_IN_HEAD, _DAY} if head_known else frozenset[str]()
    others = {name: value for name, value in page.meta.items() if name not in apart}
    title = page._title_from_render  # noqa: SLF001 # no other way
    # Material writes a heading where a page has none.
    headed = "<h1" in (page.content or "")
    frame = (title, headed, [*_headings(page.toc)], sorted(others.items()), _version(page))
    links = linked(page)
    return Account(
        _digest(frame),
        _digest(sorted(links.ids)),
        _digest(sorted((to, sorted(ids)) for to, ids in links.to.items())),
        str(page.meta.get(_DAY) or ""),
    )


def linked(page: Page) -> Linked:
    """What can be linked to on a rendered page, and what it links to."""
    to = {file.src_uri: frozenset(anchors) for file, anchors in (page.links_to_anchors or {}).items()}
    return Linked(frozenset(page.present_anchor_ids or ()), to)


def _version(page: Page) -> object:
    """The version of which the page says that it is; the link by which an error is reported has it too."""
    said = page.meta.get("jsonld")
    return said.get("version") if isinstance(said, dict) else None


def _digest(value: object) -> str:
    return digest(encode(value, enc_hook=repr))


def _headings(items: Iterable[AnchorLink]) -> Iterator[tuple[str, str, int, list[object]]]:
    for item in items:
        yield item.title, item.id, item.level, [*_headings(item.children)]


def said(page: Page, files: Files) -> Mapping[str, object]:
    """What a page says in its head; the home page says what the page of the edition says."""
    other = files.get_file_from_path(SAYS_FOR_HOME) if page.is_homepage else None
    return page.meta if other is None or other.page is None else other.page.meta


class _OnDisk(Files):
    """The files of docs/, each looked up when a link leads to it."""

    def __init__(self, docs: Path, names: frozenset[str], config: MkDocsConfig) -> None:
        super().__init__([])
        self._docs, self._names, self._config = docs, names, config

    def get_file_from_path(self, path: str) -> File | None:
        found = super().get_file_from_path(path)
        name = Path(path).as_posix()
        if found is None and name in self._names:
            found = File(name, str(self._docs), self._config.site_dir, self._config.use_directory_urls)
            self.append(found)
        return found


@lru_cache(maxsize=1)
def configured(rendering: str, docs: Path) -> MkDocsConfig:
    """The settings of the configuration, without navigation, theme and plugins."""
    config = MkDocsConfig()
    said: dict[str, object] = {"site_name": "", **decode(rendering, type=dict[str, object])}
    named = {"docs_dir": str(docs.absolute()), "plugins": [], "theme": {"name": None, "custom_dir": str(docs)}}
    config.load_dict(said | named)
    wrong, _ = config.validate()
    if wrong:
        raise ValueError(wrong)
    return config


class Press:
    """What renders single pages; its settings are those of the configuration, without navigation, theme and plugins."""

    def __init__(self, rendering: str, docs: Path, names: frozenset[str]) -> None:
        self.config = configured(rendering, docs)
        self.files = _OnDisk(docs, names, self.config)

    def page(self, name: str) -> Page | None:
        """The page of a file of Markdown, rendered; None where MkDocs has something to say of it."""
        file = self.files.get_file_from_path(name)
        if file is None:
            return None
        heard = _Heard()
        log = logging.getLogger("mkdocs")
        log.addHandler(heard)
        level, log.level = log.level, logging.INFO
        try:
            page = Page(None, file, self.config)
            page.read_source(self.config)
            page.render(self.config, self.files)
        finally:
            log.removeHandler(heard)
            log.level = level
        return None if heard.warned else page

    def said(self, page: Page) -> Mapping[str, object]:
        """What a page says in its head."""
        if page.is_homepage and (other := self.files.get_file_from_path(SAYS_FOR_HOME)) and other.page is None:
            Page(None, other, self.config).read_source(self.config)
        return said(page, self.files)


class _Heard(logging.Handler):
    """Whether something was said that `--strict` counts."""

    warned = False

    def emit(self, record: logging.LogRecord) -> None:
        self.warned = self.warned or record.levelno >= logging.WARNING
