"""What is known of a page of the site since MkDocs wrote it."""

from collections.abc import Mapping

from msgspec import Struct


class Account(Struct, frozen=True):
    """What a page gives to what is around its words, and to other pages: where it is the same, they are.

    `frame`: the digest of title, headings and front matter, as far as a frame shows them. `ids` and `links`: those of
    what can be linked to, and of what it links to. `modified`: the day that the sitemap gives it.
    """

    frame: str
    ids: str
    links: str
    modified: str


class Linked(Struct, frozen=True, array_like=True):
    """What can be linked to on a page, and what it links to: ids by the pages' files in docs/."""

    ids: frozenset[str]
    to: Mapping[str, frozenset[str]]


class Trace(Struct, frozen=True):
    """A page as MkDocs wrote it: its file in the site, its address, and the bytes of its content and of its head."""

    file: str
    url: str
    canonical: str
    is_home: bool
    account: Account
    content: tuple[int, int]
    head: tuple[int, int]
