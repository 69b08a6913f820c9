"""The configuration of the site, as far as this program needs it: folders, and what a page is rendered with."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import yaml
from msgspec import DecodeError, Struct
from msgspec.json import decode, encode
from yaml_env_tag import construct_env_tag  # type: ignore[import-untyped]

_AROUND = frozenset({"nav", "plugins", "theme", "docs_dir", "site_dir", "watch", "not_in_nav"})
"""What MkDocs doesn't render a page's own words with."""


class Settings(Struct, frozen=True):
    """What `mkdocs.yml` says.

    `digest`: of its bytes and of the variables of the environment that it names, with their values. `rendering`: what
    a page is rendered with, as JSON; "" where a page can't be rendered by itself: a plugin, a hook, another file or an
    object of Python may have its say in it.
    """

    docs: Path
    overrides: Path
    digest: str
    rendering: str = ""


class _Loader(yaml.SafeLoader):
    """YAML as MkDocs reads it, with the variables of the environment; nothing becomes an object of Python."""


class _Unread:
    """What only MkDocs reads: a tag that names an object of Python."""


def _unread(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> object:  # noqa: ARG001 # PyYAML's signature
    return _Unread()


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("!", _unread)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _unread)


def settings(config: Path, environment: Mapping[str, str], remembered: str = "") -> tuple[Settings, str]:
    """The settings of a configuration in an environment, and what to remember of them.

    `remembered` is that of an earlier time: where the file is the same, YAML isn't read again, which for a long
    navigation takes longer than all else. Where it can't be read there are none, and MkDocs will say so.
    """
    try:
        content = config.read_bytes()
    except OSError:
        content = b""
    digest = hashlib.sha256(content).hexdigest()
    before = _decoded(remembered)
    if before is None or before.digest != digest or before.environment != _of(environment, before.environment):
        before = _read(content, digest, environment)
    made_of = hashlib.sha256(encode((digest, before.environment))).hexdigest()
    found = Settings(
        config.parent / before.docs,
        config.parent / before.overrides,
        made_of,
        before.rendering,
    )
    return found, encode(before).decode()


class _Remembered(Struct, frozen=True):
    """What is read of a configuration; `environment`: the variables that it names."""

    digest: str
    environment: Mapping[str, str | None]
    docs: str
    overrides: str
    rendering: str


def _decoded(remembered: str) -> _Remembered | None:
    try:
        return decode(remembered, type=_Remembered)
    except DecodeError:
        return None


def _of(environment: Mapping[str, str], names: Mapping[str, object]) -> Mapping[str, str | None]:
    return {name: environment.get(name) for name in names}


def _read(content: bytes, digest: str, environment: Mapping[str, str]) -> _Remembered:
    try:
        found = yaml.load(content, _Loader)  # noqa: S506 # makes no objects
        names = _named(yaml.compose(content, _Loader))
    except (yaml.YAMLError, ValueError):
        found, names = None, {}
    said: dict[str, object] = found if isinstance(found, dict) else {}
    theme = said.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    return _Remembered(
        digest,
        _of(environment, names),
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
    while nodes:
        one = nodes.pop()
        if one.tag == "!ENV":
            inner = one.value if isinstance(one.value, list) else [one]
            found |= {str(part.value): None for part in inner if isinstance(part, yaml.ScalarNode)}
        if isinstance(one.value, list):
            nodes += [part for pair in one.value for part in (pair if isinstance(pair, tuple) else (pair,))]
    return found


def _rendering(said: Mapping[str, object]) -> str:
    plugins = said.get("plugins", ["search"])
    names = {next(iter(one)) if isinstance(one, dict) and one else one for one in _list(plugins)}
    if names or any(said.get(name) for name in ("INHERIT", "hooks", "extra_templates", "remote_branch")):
        return ""
    try:
        return encode({name: value for name, value in said.items() if name not in _AROUND}).decode()
    except (TypeError, ValueError):
        return ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [*value] if isinstance(value, dict) else []
