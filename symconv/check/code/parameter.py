"""One parameter of somebody's function, as far as it can be known without reading its source."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter.

    Attributes:
        name: its name.
        kind: ``keyword`` where it is given by name only, ``*`` and ``**`` for those that take the rest.
        optional: whether it can be left out.
        default: as Python writes it; empty for none.
        annotation: as Python writes it; empty for none.
        unread: whether the function never looks at it.
    """

    name: str
    kind: str = ""
    optional: bool = False
    default: str = ""
    annotation: str = ""
    unread: bool = False

    @property
    def value(self) -> Any:
        """The default, where it is a plain value."""
        try:
            return ast.literal_eval(self.default) if self.default else None
        except (ValueError, SyntaxError):
            return None

    @property
    def flag(self) -> bool:
        """Whether it is true or false, by its default or its annotation."""
        return isinstance(self.value, bool) or self.annotation.strip("'") == "bool"


def parameters(listed: Sequence[Mapping[str, Any]]) -> list[Parameter]:
    """The parameters that ``foreign.described.parameters`` told."""
    return [Parameter(**each) for each in listed]
