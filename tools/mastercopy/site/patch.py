"""New words put into pages that MkDocs wrote, where its account says that nothing around them changes.

A page of the site is a frame (navigation, title, headings, theme) around two things that are the page's own: what it
says in its head, and its content. Rendering the frames of all pages takes nearly all the time of a build. A page whose
title and headings are what they were has the same frame, and leaves all other pages as they are.
"""

import gzip
import io
import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from mastercopy.inventory import seen
from mastercopy.journal import Copy
from mastercopy.site.head import Heads
from mastercopy.site.page import SAYS_FOR_HOME, Press, account, configured, linked
from mastercopy.site.record import Links, Record
from mastercopy.site.settings import Settings
from mastercopy.site.traces import Trace

if TYPE_CHECKING:
    from mastercopy.site.traces import Linked

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_WRITTEN_BY_THEME = frozenset({"404.html", "sitemap.xml", "sitemap.xml.gz"})
_SITEMAP = "sitemap.xml"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Patched(Struct, frozen=True):
    """Files of the site as they are to be, what is known of the pages among them, and all links where some changed."""

    files: Mapping[str, bytes | Copy]
    pages: Mapping[str, Trace]
    links: Links


def prepare(settings: Settings) -> None:
    """Loads what `patched` needs."""
    Heads(settings.overrides)
    configured(settings.rendering, settings.docs)


def patched(  # noqa: PLR0913,PLR0917 # what was, what changed, and where
    before: Record,
    changed: Iterable[str],
    names: AbstractSet[str],
    docs: Path,
    site: Path,
    settings: Settings,
    links: Callable[[], Links],
) -> Patched | None:
    """The files that some changed files of docs/ lead to; None where more than them may have to be made anew."""
    changed = sorted(changed)
    if not settings.rendering or any(name not in names or name not in before.docs for name in changed):
        return None
    pages = [name for name in changed if name.endswith(_MARKDOWN)]
    others = [name for name in changed if not name.endswith(_MARKDOWN)]
    if not _WRITTEN_BY_THEME.isdisjoint(others) or any(name not in before.pages for name in pages):
        return None
    files: dict[str, bytes | Copy] = {name: Copy(docs / name) for name in others if name in before.site}
    if not pages:
        return Patched(files, {}, {})
    press = Press(settings.rendering, docs, frozenset(names))
    found = _Pages(before, site, press, Heads(settings.overrides))
    if not all(map(found.patch, found.with_home(pages))) or not found.sitemap():
        return None
    all_links = found.sound(links)
    return None if all_links is None else Patched(files | found.files, found.traces, all_links)


class _Pages:
    """The pages that are patched so far, and the days that they have in the sitemap."""

    def __init__(self, before: Record, site: Path, press: Press, heads: Heads) -> None:
        self.before, self.site, self.press, self.heads = before, site, press, heads
        self.files: dict[str, bytes] = {}
        self.traces: dict[str, Trace] = {}
        self.links: dict[str, Linked] = {}

    def with_home(self, pages: list[str]) -> list[str]:
        """The pages, and the home page where it has the head of one of them."""
        homes = [name for name, trace in self.before.pages.items() if trace.is_home]
        return [*pages, *(name for name in homes if SAYS_FOR_HOME in pages and name not in pages)]

    def patch(self, name: str) -> bool:
        """Puts the words of a page in; False where what is around them changes too."""
        trace = self.before.pages[name]
        page = self.press.page(name)
        if page is None or not page.content:
            return False
        now = account(page, head_known=self.heads.known)
        if now.frame != trace.account.frame:
            return False
        if (now.ids, now.links) != (trace.account.ids, trace.account.links):
            self.links[name] = linked(page)
        said = self.press.said(page)
        head = self.heads.head(said, trace.url, self.press.config).encode()
        if seen(self.site / trace.file) != self.before.site.get(trace.file):
            return False  # somebody changed it since it was looked at
        old = (self.site / trace.file).read_bytes()
        (a, b), (c, d) = trace.head, trace.content
        if (head and a == b) or b > c:
            return False
        content = page.content.encode(errors="xmlcharrefreplace")
        self.files[trace.file] = old[:a] + head + old[b:c] + content + old[d:]
        start = c + len(head) - (b - a)
        self.traces[name] = replace(trace, account=now, head=(a, a + len(head)), content=(start, start + len(content)))
        return True

    def sound(self, known: Callable[[], Links]) -> Links | None:
        """All links after those of some pages changed; None where one of them leads nowhere, as MkDocs will say.

        None changed: an empty answer.
        """
        if not self.links:
            return {}
        before = known()
        after = {**before, **self.links}
        for name, page in self.links.items():
            if name not in before or any(to not in after or not ids <= after[to].ids for to, ids in page.to.items()):
                return None
            gone = before[name].ids - page.ids
            if gone and any(not gone.isdisjoint(other.to.get(name, ())) for other in after.values()):
                return None
        return after

    def sitemap(self) -> bool:
        """Gives the pages their days in the sitemap; False where it isn't of the form that it is known to have."""
        days = {
            new.canonical: (self.before.pages[name].account.modified, new.account.modified)
            for name, new in self.traces.items()
            if new.account.modified != self.before.pages[name].account.modified
        }
        if not days or _SITEMAP not in self.before.site:
            return True
        text = (self.site / _SITEMAP).read_text(encoding="utf-8")
        for address, (was, now) in days.items():
            old = f"<loc>{escape(address)}</loc>\n    <lastmod>{was}</lastmod>"
            if not (_DAY.fullmatch(was) and _DAY.fullmatch(now)) or text.count(old) != 1:
                return False
            text = text.replace(old, old.replace(was, now))
        self.files[_SITEMAP] = text.encode()
        packed = f"{_SITEMAP}.gz"
        if packed in self.before.site:
            self.files[packed] = _packed(text.encode(), (self.site / packed).read_bytes())
        return True


def _packed(content: bytes, like: bytes) -> bytes:
    """The content as MkDocs packs it, with the time that the file had."""
    packed = io.BytesIO()
    seconds = int.from_bytes(like[4:8], "little")
    with gzip.GzipFile(fileobj=packed, filename=f"{_SITEMAP}.gz", mode="wb", mtime=seconds) as file:
        file.write(content)
    return packed.getvalue()
