"""Where an address leads: resolved as RFC 3986, 5.2, has it, and read as browsers read it (URL standard, 4.4)."""

import re
from functools import lru_cache
from typing import Literal
from urllib.parse import quote, unquote

from msgspec import Struct
from msgspec.structs import replace

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*+):")
_PARTS = re.compile(r"(?:[/\\]{2}([^/\\?#]*+))?+([^?#]*+)(?:\?[^#]*+)?+(?:#(.*+))?+", re.DOTALL)
# What browsers take away around an address, and within it.
_AROUND = "".join(map(chr, range(0x21)))
_WITHIN = str.maketrans("", "", "\t\n\r")
_DOTS = {".": ".", "%2e": ".", "..": "..", ".%2e": "..", "%2e.": "..", "%2e%2e": ".."}
# Schemes with which a browser asks nobody for anything.
_OWN = frozenset({"about", "blob", "data", "javascript"})
DISK = "file"


class Url(Struct, frozen=True):
    """A resolved address, its query left out. `host` is "" for a site of which nobody knows where it is published.

    `form` is how it was written: with a host, from the root, from the page that it stands on, or as nothing but a
    fragment or a query.
    """

    scheme: str = ""
    host: str = ""
    path: str = "/"
    fragment: str = ""
    form: Literal["whole", "root", "page", "same"] = "whole"
    climbs: bool = False


class Place(Struct, frozen=True):
    """A place in the site: a path from its root, with a / at its end for a folder, and a fragment as it is written."""

    path: str
    fragment: str


class Elsewhere(Struct, frozen=True):
    """Another site; or, where `own` is true, nothing that anybody is asked for."""

    own: bool = False


class Astray(Struct, frozen=True):
    """An address that leads nowhere, whatever files there are: the problem's code, and why."""

    code: str
    why: str


def root(address: str) -> Url:
    """The root of the site whose home page has this address; of a site without one, where it isn't a whole address."""
    found = resolved(address, Url())
    if not isinstance(found, Url) or found.scheme not in {"http", "https"} or not found.host:
        return Url()
    return Url(found.scheme, found.host, found.path[: found.path.rindex("/") + 1])


def of_page(path: str, site: Url) -> Url:
    """The address of the page at this path of the site."""
    return replace(site, path=site.path + quote(path, errors="surrogateescape"), form="page")


def goal(url: Url, site: Url) -> Place | Elsewhere | Astray:
    """Where a resolved address leads, seen from the site with this root."""
    if (url.scheme, url.host) != (site.scheme, site.host):
        return Elsewhere()
    inside = _inside(url.path, site.path)
    if url.climbs or inside is None or (url.form == "root" and site.scheme == DISK):
        return Elsewhere() if url.form == "whole" else Astray("L004", "leads out of the site")
    return Place(inside, url.fragment)


def resolved(address: str, base: Url) -> Url | Elsewhere | Astray:
    """The address as it is meant on a page with the address `base`."""
    written = address.strip(_AROUND).translate(_WITHIN)
    scheme = ""
    if found := _SCHEME.match(written):
        scheme = found[1].lower()
        if scheme == DISK:
            return Astray("L004", "leads to the disk of whoever reads it")
        if scheme not in {"http", "https"}:
            return Elsewhere(own=scheme in _OWN)
        written = written[found.end() :]
    parts = _PARTS.match(written)
    host, path, fragment = parts.groups() if parts else (None, "", None)
    if host == "" or (scheme and host is None):
        return Astray("L005", "names no host")
    path, fragment = path.replace("\\", "/"), fragment or ""
    if host is not None:
        return Url(scheme or base.scheme, host.lower(), _joined("/", path or "/")[0], fragment)
    if not path:
        return replace(base, fragment=fragment, form="same", climbs=False)
    whole, climbs = _joined(base.path, path)
    return Url(base.scheme, base.host, whole, fragment, "root" if path.startswith("/") else "page", climbs)


@lru_cache(4096)
def _joined(base: str, path: str) -> tuple[str, bool]:
    """The path, resolved (RFC 3986, 5.2.3 and 5.2.4), and whether it would have led above the root of the host."""
    climbs = False
    kept = [] if path.startswith("/") else base.split("/")[1:-1]
    parts = path.removeprefix("/").split("/")
    for part in parts:
        dots = _DOTS.get(part.lower())
        if dots is None:
            kept.append(part)
        elif dots == "..":
            climbs = climbs or not kept
            del kept[-1:]
    if parts[-1].lower() in _DOTS:
        kept.append("")
    return "/" + "/".join(kept), climbs


@lru_cache(4096)
def _inside(path: str, site: str) -> str | None:
    """The path from the site's root, as files are named; None for a path out of the site."""
    parts, above = [*map(_named, path.split("/"))], [*map(_named, site.split("/")[:-1])]
    return "/".join(parts[len(above) :]) if parts[: len(above)] == above else None


def _named(part: str) -> str:
    """A part of a path as a file would be named; what would be two parts is no name of a file, and stays."""
    name = unquote(part, errors="surrogateescape")
    return part if "/" in name else name
