"""`mkdocs.yml` as MkDocs reads it, but that nothing in it becomes an object of Python."""

from collections.abc import Mapping

import yaml
from msgspec.json import encode

from mastercopy.site.remembered import Remembered, variables

_AROUND = frozenset({"nav", "plugins", "theme", "docs_dir", "site_dir", "watch", "not_in_nav"})
"""What MkDocs doesn't render a page's own words with."""


_KNOWN = frozenset(
    {
        *(
            "abbr",
            "admonition",
            "attr_list",
            "codehilite",
            "def_list",
            "extra",
            "fenced_code",
            "footnotes",
            "legacy_attrs",
        ),
        *("legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks"),
        "mastercopy",
    }
)
"""Extensions of Markdown that read no other file: Python-Markdown's own, and ours."""


class _Loader(yaml.SafeLoader):
    """YAML with the variables of an environment."""

    environment: Mapping[str, str]


class _Unread:
    """What only MkDocs reads: a tag that names an object of Python."""


def _unread(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> object:  # noqa: ARG001 # PyYAML's signature
    return _Unread()


def _variable(loader: _Loader, node: yaml.Node) -> object:
    """The first of the variables that there is, or the default: as MkDocs's yaml_env_tag has it."""
    names = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for name in names[:-1] if len(names) > 1 else names:
        if (value := loader.environment.get(str(name.value))) is not None:
            tag = loader.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call] # PyYAML's
            return loader.construct_object(yaml.ScalarNode(tag, value))
    return loader.construct_object(names[-1]) if len(names) > 1 else None


_Loader.add_constructor("!ENV", _variable)
_Loader.add_multi_constructor("!", _unread)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _unread)


def read(content: bytes, digest: str, environment: Mapping[str, str]) -> Remembered:
    """What the configuration says in an environment; what can't be read says nothing."""
    try:
        loader = _Loader(content)
        loader.environment = environment
        node = loader.get_single_node()
        names = _named(node)
        found = None if node is None else loader.construct_document(node)
    except (yaml.YAMLError, ValueError, RecursionError):
        found, names = None, {}
    said: dict[str, object] = found if isinstance(found, dict) else {}
    theme = said.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    return Remembered(
        digest,
        variables(environment, names),
        _text(said.get("docs_dir"), "docs"),
        _text(custom, "overrides"),
        _rendering(said),
    )


def _text(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) else otherwise


def _named(node: yaml.Node | None) -> dict[str, None]:
    """The variables of the environment that the configuration names."""
    found: dict[str, None] = {}
    nodes = [node] if node is not None else []
    seen: set[int] = set()
    while nodes:
        one = nodes.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if one.tag == "!ENV":
            inner = one.value if isinstance(one.value, list) else [one]
            found |= {str(part.value): None for part in inner if isinstance(part, yaml.ScalarNode)}
        if isinstance(one.value, list):
            nodes += [part for pair in one.value for part in (pair if isinstance(pair, tuple) else (pair,))]
    return found


def _rendering(said: Mapping[str, object]) -> str:
    """What a page is rendered with; "" where something that isn't hashed may have a say in it."""
    extensions = {str(name) for name in _names(said.get("markdown_extensions"))}
    if _names(said.get("plugins", ["search"])) or not extensions <= _KNOWN:
        return ""
    if any(said.get(name) for name in ("INHERIT", "hooks", "extra_templates")):
        return ""
    try:
        return encode({name: value for name, value in said.items() if name not in _AROUND}).decode()
    except (TypeError, ValueError, RecursionError):
        return ""


def _names(value: object) -> list[object]:
    """The names in a list of things with or without options, or in a mapping."""
    found = value if isinstance(value, list) else [*value] if isinstance(value, dict) else []
    return [next(iter(one)) if isinstance(one, dict) and one else one for one in found]
