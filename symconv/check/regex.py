"""Regular expressions that are compiled when something is first sought with them: of the hundreds a text meets few."""

import re
from functools import cached_property
from typing import Any, cast


class _Regex:
    """A compiled pattern in all it does, once it does something."""

    def __init__(self, text: str, flags: int) -> None:
        self.text, self.its_flags = text, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.text, self.its_flags)

    def __getattr__(self, name: str) -> Any:
        found = self.__dict__[name] = getattr(self.compiled, name)
        return found


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives; a mistake in the pattern is raised when it is first used."""
    return cast(re.Pattern[str], _Regex(text, flags))
