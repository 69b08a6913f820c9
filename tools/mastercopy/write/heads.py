"""What a page says of itself to programs, as data in its front matter; overrides/main.html writes it into HTML."""

from msgspec.structs import asdict

from mastercopy.derive.subjects import Subject, Whole
from mastercopy.model import Header, Name
from mastercopy.write import escape, schema_org, signposts, tags


def head(subject: Subject, whole: Whole) -> tuple[str, ...]:
    """The lines of front matter: for people who search, and for the site map; tags, links and schema.org's words."""
    header = whole.header
    names = ", ".join(map(called, header.authors))
    links = [_link(link) for link in signposts.links(subject, whole)]
    lines = {
        "description": escape.yaml(escape.html(described(subject, header))),
        "author": escape.yaml(escape.html(names)) if names else "",
        "modified": escape.yaml(subject.modified) if subject.modified else "",
        "meta": escape.flow(tags.tags(subject, header)),
        "links": escape.flow(links),
        "jsonld": escape.flow(schema_org.thing(subject, whole)),
    }
    return tuple(f"{name}: {value}" for name, value in lines.items() if value)


def fed(whole: Whole) -> tuple[str, ...]:
    """The line of front matter that leads to the feed, if there is one."""
    found = [_link(one) for one in signposts.fed(whole)]
    return (f"links: {escape.flow(found)}",) if found else ()


def _link(link: signposts.Link) -> dict[str, str]:
    return {key: value for key, value in asdict(link).items() if value}


def described(subject: Subject, header: Header) -> str:
    """A sentence on the page."""
    version = f", version {header.version}" if header.version else ""
    if subject.page:
        return f"Page {subject.page} of the print by itself, with its notes and references to it{version}."
    pages = extent(subject.first, subject.last)
    what = f"{pages} of the print, with page numbers and notes" if pages else "The text with its notes"
    return f"{what[0].upper()}{what[1:]}: a digital edition{version}."


def extent(first: str, last: str) -> str:
    """How pages are called: `p. 44`, `pp. 38–42`; "" where there are none."""
    return f"pp. {first}–{last}" if last else f"p. {first}" if first else ""


def called(name: Name) -> str:
    """A name as people write it."""
    return name.literal or " ".join(filter(None, (name.given, name.family)))
