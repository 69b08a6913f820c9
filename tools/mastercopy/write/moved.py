"""What stands at an address that was published and isn't there any more: where the thing is now, or why it is gone.

Each such fragment is the id of a paragraph of its own, so that the address works without a script too; a script, where
there is one, goes on by itself.
"""

from collections.abc import Iterable, Mapping

from mastercopy.derive.addresses import CONTENTS
from mastercopy.derive.ledger import Fate, State
from mastercopy.write import escape
from mastercopy.write.pages import front_matter


def gone(fates: Iterable[Fate]) -> Mapping[str, tuple[Fate, ...]]:
    """What moved or was withdrawn, by the path of the page of the site on which it was."""
    found: dict[str, tuple[Fate, ...]] = {}
    for fate in fates:
        if fate.state in {State.MOVED, State.WITHDRAWN}:
            path = fate.row.address.partition("#")[0]
            found[path] = (*found.get(path, ()), fate)
    return found


def section(fates: Iterable[Fate], *, up: str = "../") -> str:
    """The end of a page that is still there: what was on it. `up` leads from its file to docs/."""
    lines = ['<section class="ed moved" aria-label="Moved from this page" markdown="1">', ""]
    for fate in fates:
        lines += _paragraph(fate, up)
    return "\n".join(["", *lines, "</section>", ""])


def page(path: str, fates: Iterable[Fate], *, made_from: str) -> str:
    """The page in the place of one that is gone."""
    whole = [fate for fate in fates if fate.row.address == path]
    title = whole[0].row.label if whole else path
    lines = front_matter(title, made_from)
    if whole and whole[0].to:
        lines.insert(-1, f"moved: {escape.yaml(_up(path) + whole[0].to)}")
    state = "moved" if whole and whole[0].to else "withdrawn"
    lines += ['<section class="ed apparatus" markdown="1">', "", f"# {escape.text(title)}: {state}", ""]
    for fate in whole:
        lines += _paragraph(fate, _up(path))
    parts = [fate for fate in fates if fate.row.address != path]
    return "\n".join([*lines, "</section>", *([section(parts, up=_up(path))] if parts else []), ""])


def file(path: str) -> str:
    """The file of a page in the place of one that is gone: `text/iv-9/` is `text/iv-9/index.md`."""
    return f"{path}index.md"


def _up(path: str) -> str:
    return "../" * path.count("/")


def _paragraph(fate: Fate, up: str) -> list[str]:
    """What is said of an address, its fragment as the id of the paragraph."""
    row = fate.row
    what = escape.text(f"{row.label} ({row.kind})" if row.label else row.kind)
    since = f" since version {escape.text(fate.until)}" if fate.until else ""
    why = f" {escape.text(fate.why)}" if fate.why else ""
    if fate.state is State.WITHDRAWN:
        said = f"{what} isn’t here any more{since}.{why}"
    else:
        said = f"[{what}]({link(fate.to, up)}) stands there{since}.{why}"
    fragment = row.address.partition("#")[2]
    return [escape.line_start(said), f"{{: #{fragment} }}" if fragment else "{: .whole }", ""]


def link(to: str, up: str) -> str:
    """Where a link to an address leads, as the files of docs/ lead to each other; `up` leads from the file to docs/."""
    path, _, fragment = to.partition("#")
    if path == CONTENTS:
        return f"{up}{CONTENTS}index.md"
    return f"{up}{path.rstrip('/')}.md{f'#{fragment}' if fragment else ''}"
