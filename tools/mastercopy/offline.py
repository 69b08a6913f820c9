"""The site as an archive: unpacked, and opened from the disk (file://), it is the same site.

A server answers the address of a folder with the index.html in it; from the disk, a browser shows a list of files. So
links that lead to a folder of the site lead to its index.html in the archive. No other byte of a file is changed.
"""

import errno
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from urllib.parse import unquote

from mastercopy.links import INDEX
from mastercopy.read import html

# What has no meaning without a server: the page that it shows for an address that isn't there, whose links begin at
# the server's root, and the list of addresses for search engines.
_SERVED = frozenset({"404.html", "sitemap.xml", "sitemap.xml.gz"})
# Where HTML can lead to a page. Pictures, scripts and style sheets are never folders; `cite` leads no reader anywhere.
_LINKS = {
    "a": frozenset({"href", "xlink:href"}),
    "area": frozenset({"href"}),
    "button": frozenset({"formaction"}),
    "form": frozenset({"action"}),
    "iframe": frozenset({"src"}),
    "input": frozenset({"formaction"}),
    "link": frozenset({"href"}),
}
# The path of a link as it stands in the source, where the # of &#38; begins no fragment.
_PATH = re.compile(r"\s*+((?:[^?#&\s]|&(?:#(?=[0-9xX]))?)*+)(?:\s*+\Z|[?#])", re.ASCII)


def archive(files: Mapping[str, bytes], *, name: str) -> bytes:
    """A zip of the site's files in one folder of this name. With one zlib, the same files give the same bytes.

    Raises OSError where a name could lead out of the folder that the archive is unpacked in.
    """
    kept = {path: files[path] for path in sorted(files.keys() - _SERVED)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for path, content in kept.items():
            entry = _entry(f"{name}/{path}")
            target.writestr(entry, _page(content, path, kept.keys()) if path.endswith(".html") else content)
    return packed.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    """An entry of the archive in which nothing tells of a day, a machine or a user."""
    parts = path.replace("\\", "/").split("/")
    if {"", ".", ".."} & {*parts} or ":" in parts[0]:
        raise OSError(errno.EINVAL, "can't be the name of a file in an archive", path)
    entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))  # the first day that there is in a zip
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, which has modes: a file that all may read
    entry.external_attr = 0o100644 << 16
    return entry


def _page(content: bytes, path: str, paths: AbstractSet[str]) -> bytes:
    """A page's bytes, rewritten; those that aren't UTF-8 come through as they are."""
    return rewritten(content.decode("utf-8", "surrogateescape"), path, paths).encode("utf-8", "surrogateescape")


def rewritten(text: str, page: str, paths: AbstractSet[str]) -> str:
    """The HTML of the page at this path, with `index.html` put into each link to a folder that has one in `paths`."""
    done: list[str] = []
    copied = 0
    for link in _links(text):
        path = _PATH.match(link.written)
        if path and (missing := _missing(html.unescaped(path[1]), page, paths)):
            end = link.at + path.end(1)
            done += (text[copied:end], missing)
            copied = end
    return "".join((*done, text[copied:]))


def _missing(path: str, page: str, paths: AbstractSet[str]) -> str:
    """What a path lacks to lead to a page where it leads to a folder of the site, and "" where it doesn't.

    No path at all is the page itself; one with a scheme leads to another host, or to no page.
    """
    if not path or ":" in path.partition("/")[0]:
        return ""
    index = posixpath.join(posixpath.dirname(page), unquote(path), INDEX)
    if posixpath.normpath(index) not in paths:
        return ""
    return INDEX if path.endswith("/") else f"/{INDEX}"


def _links(text: str) -> Iterator[html.Value]:
    """The links of a text of HTML that can lead to a page."""
    for tag in html.tags(text):
        if names := _LINKS.get(tag.name):
            yield from html.attributes(tag, names).values()
