"""What a page says in its head, as the site's own template writes it, by itself."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import jinja2
from mkdocs.utils.templates import url_filter

_BORDER = "\x00"
_STUB = f"{_BORDER}{{% block extrahead %}}{{% endblock %}}{_BORDER}"
# None of them but main.html writes what a page says in its head; report.html its version (`page.account`).
_TEMPLATES = frozenset({"main.html", "partials/report.html", "partials/source.html"})


_BLOCK = re.compile(r"{%-?\s*block extrahead\b.*?{%-?\s*endblock\b", re.DOTALL)
_SAID = re.compile(r"\b(modified|jsonld|meta\.links|meta\.meta|meta\s*\[|meta\s*\||meta\.items)")


def _says_elsewhere(template: Path) -> bool:
    """Whether a template may write outside of the block what a page says in its head, or its day."""
    return _SAID.search(_BLOCK.sub("", template.read_text(encoding="utf-8"))) is not None


class _Said:
    """A page with what it says."""

    def __init__(self, meta: Mapping[str, object], url: str) -> None:
        self.meta = meta
        self.url = url
        self.is_homepage = False


@lru_cache(maxsize=1)
def _template(templates: tuple[tuple[str, str], ...]) -> jinja2.Template:
    """The site's own `main.html`, by itself, of templates by their names."""
    loader = jinja2.DictLoader({**dict(templates), "base.html": _STUB})
    environment = jinja2.Environment(loader=loader, auto_reload=False)  # noqa: S701 # as MkDocs's own
    environment.filters["url"] = url_filter
    return environment.get_template("main.html")


class Heads:
    """The block `extrahead` of the site's own `main.html`.

    It isn't `known` where the site has no such template, or others besides: they could write the same things elsewhere.
    """

    def __init__(self, overrides: str | Path | None) -> None:
        self._template: jinja2.Template | None = None
        folder = Path(overrides) if overrides else None
        if folder is None or not (folder / "main.html").is_file():
            return
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
        if set(names) - _TEMPLATES or _says_elsewhere(folder / "main.html"):
            return
        self._template = _template(tuple((name, (folder / name).read_text(encoding="utf-8")) for name in names))

    @property
    def known(self) -> bool:
        """Whether what a page says in its head stands in the block and nowhere else."""
        return self._template is not None

    def head(self, said: Mapping[str, object], url: str, config: Mapping[str, object]) -> str:
        """What the block has for a page of this address that says this; "" where it isn't known."""
        if self._template is None:
            return ""
        written = self._template.render(page=_Said(said, url), base_url="", pages=(), config=config)
        return written.partition(_BORDER)[2].partition(_BORDER)[0]
