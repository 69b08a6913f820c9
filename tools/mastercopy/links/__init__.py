"""Whether every link of a built site leads to a file that is there and, in a page, to a place that is there.

Nothing is ever fetched: what leads to another site is counted and left alone, and so is what a script makes.
"""

import posixpath
import re
import zlib
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from msgspec import Struct, field

from mastercopy.links import addresses
from mastercopy.links.addresses import Astray, Elsewhere, Place, Url
from mastercopy.problems import Problem, told_once
from mastercopy.read import hyperlinks
from mastercopy.read.hyperlinks import Link, Said

INDEX = "index.html"
_ERROR_PAGE = "404.html"
_PACKED = ".gz"
_LARGEST = 50 * 2**20
"""How large a packed file may be, unpacked: what the protocol of sitemaps allows (sitemaps.org)."""

_LONGEST = 120


def _picture(text: str) -> Said:
    return hyperlinks.page(text, xml=True)


# Files of other kinds, scripts among them, have no links that a browser follows without running something.
_READERS: Mapping[str, Callable[[str], Said]] = {
    ".html": hyperlinks.page,
    ".htm": hyperlinks.page,
    ".xhtml": _picture,
    ".svg": _picture,
    ".css": hyperlinks.style,
    ".json": hyperlinks.data,
    ".jsonld": hyperlinks.data,
    ".webmanifest": hyperlinks.data,
    ".xml": hyperlinks.document,
}
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_WITH_IDS = frozenset({*_PAGES, ".svg", ".xml"})


class Report(Struct, frozen=True):
    """What was found: the problems, and how many links there are, on how many pages, and to how many other sites."""

    problems: tuple[Problem, ...]
    links: int
    pages: int
    elsewhere: int


class _Desk(Struct):
    """What is known while the files are read. `sought` are places in pages, of which one may be read only later."""

    files: Mapping[str, bytes]
    shown: str
    folders: frozenset[str]
    index: str
    site: Url
    problems: list[Problem] = field(default_factory=list)
    ids: dict[str, Mapping[str, int]] = field(default_factory=dict)
    sought: list[tuple[str, Link, Place]] = field(default_factory=list)
    links: int = 0
    elsewhere: int = 0

    def problem(self, file: str, line: int, code: str, message: str) -> None:
        """Puts a problem on the list."""
        self.problems.append(Problem(f"{self.shown}/{file}", line, code, message))


def check(files: Mapping[str, bytes], *, shown: str, index: str = INDEX) -> Report:
    """Every broken link of a site's files, whose folder is called `shown` in messages.

    `index` is the file that answers for its folder; "" for a site that is read from the disk, where none does.
    """
    folders = frozenset(file[: end.start()] for file in files for end in re.finditer("/", file))
    desk = _Desk(files, shown, folders | {""}, index, Url(addresses.DISK))
    if index:
        home = hyperlinks.page(files[index].decode(errors="replace")) if index in files else Said()
        desk.site = addresses.root(home.canonical)
    for file in files:
        if reader := _READERS.get(_kind(file)):
            _read(file, reader(_text(file, desk)), desk)
    for file, link, place in desk.sought:
        if not _named(place.fragment, desk.ids.get(place.path, {})):
            desk.problem(file, link.line, "L002", f"{_short(link)} leads to a place that {place.path} doesn't have")
    pages = sum(_kind(file) in _PAGES for file in files)
    return Report(told_once(desk.problems), desk.links, pages, desk.elsewhere)


def _kind(file: str) -> str:
    """How the file's name ends, which says what it is; a packed one is what it is when it is unpacked."""
    return posixpath.splitext(file.lower().removesuffix(_PACKED))[1]


def _text(file: str, desk: _Desk) -> str:
    """The text of a file; one that can't be read as text is a problem, and read as far as it goes."""
    content = desk.files[file]
    if file.lower().endswith(_PACKED):
        try:
            unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            content = unpacking.decompress(content, _LARGEST)
        except zlib.error as error:
            desk.problem(file, 1, "L006", f"can't be unpacked: {error}")
            return ""
        if not unpacking.eof:
            desk.problem(file, 1, "L006", f"is cut off, or has more than {_LARGEST} bytes when it is unpacked")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        desk.problem(file, line, "L006", f"not UTF-8: byte {content[error.start]:#04x} at {error.start}")
        return content.decode(errors="replace")


def _read(file: str, said: Said, desk: _Desk) -> None:
    """Follows the links of one file, and notes its ids."""
    if _kind(file) in _WITH_IDS:
        desk.ids[file] = said.ids
    for key in said.twice:
        desk.problem(file, key.line, "L003", f"the id {_short(key)} is on line {said.ids[key.address]} already")
    base = addresses.of_page(file, desk.site)
    if said.base:
        match addresses.resolved(said.base.address, base):
            case Url() as base:
                pass
            case Elsewhere():
                pass  # no address can begin there (HTML, "Set the frozen base URL")
            case Astray(code, why):
                desk.problem(file, said.base.line, code, f"{_short(said.base)} {why}")
    for link in said.links:
        _follow(file, link, base, desk)
    for link in said.told:
        _follow(file, link, base, desk, told=True)


def _follow(file: str, link: Link, base: Url, desk: _Desk, *, told: bool = False) -> None:
    """Counts a link, and puts on the list what is wrong with it; what is only told is none if it leads elsewhere."""
    url = addresses.resolved(link.address, base)
    goal = addresses.goal(url, desk.site) if isinstance(url, Url) else url
    match goal:
        case Place():
            desk.links += 1
            if file == _ERROR_PAGE and isinstance(url, Url) and url.form == base.form == "page":
                message = f"{_short(link)} leads to another place from each address for which a server shows this page"
                desk.problem(file, link.line, "L007", message)
            else:
                _arrive(file, link, goal, desk)
        case Elsewhere():
            desk.elsewhere += not told and not goal.own
        case Astray(code, why):
            if not told:
                desk.problem(file, link.line, code, f"{_short(link)} {why}")


def _arrive(file: str, link: Link, place: Place, desk: _Desk) -> None:
    """Puts on the list what is missing at a place in the site."""
    found = _answer(place.path, desk)
    if not found:
        folder = place.path.removesuffix("/") in desk.folders
        why = f"a folder{f' without {desk.index}' * bool(desk.index)}" if folder else "and there is no such file"
        desk.problem(file, link.line, "L001", f"{_short(link)} leads to {place.path or '/'}, {why}")
    elif place.fragment and _kind(found) in _WITH_IDS:
        desk.sought.append((file, link, Place(found, place.fragment)))


def _answer(path: str, desk: _Desk) -> str:
    """The file that answers for a path, as static hosts have it; "" where none does."""
    if path in desk.files:
        return path
    index = posixpath.join(path, desk.index) if desk.index else ""
    return index if index in desk.files else ""


def _named(fragment: str, ids: Mapping[str, int]) -> bool:
    """Whether a fragment leads to a place of the page with these ids (HTML, "Scrolling to a fragment").

    What stands behind `:~:` is for the browser alone (URL Fragment Text Directives, 3.3).
    """
    key = fragment.partition(":~:")[0]
    return not key or key in ids or (name := unquote(key)) in ids or name.lower() == "top"


def _short(link: Link) -> str:
    """An address as a message shows it."""
    return link.address if len(link.address) <= _LONGEST else f"{link.address[: _LONGEST - 1]}…"
