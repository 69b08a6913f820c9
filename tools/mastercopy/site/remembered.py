"""What is read of a configuration, and remembered: YAML takes long to read."""

from collections.abc import Mapping

from msgspec import Struct


class Remembered(Struct, frozen=True):
    """What is read of a configuration; `environment`: the variables that it names."""

    digest: str
    environment: Mapping[str, str | None]
    docs: str
    overrides: str
    rendering: str


def variables(environment: Mapping[str, str], names: Mapping[str, object]) -> Mapping[str, str | None]:
    """The values of some variables of an environment."""
    return {name: environment.get(name) for name in names}
