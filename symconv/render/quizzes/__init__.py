"""Questions with several answers for learning platforms: Moodle XML, and QTI 2.1 for Canvas and others."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from symconv.lesson.choices import Choices
from symconv.render.quizzes.moodle import moodle
from symconv.render.quizzes.qti import qti

QUIZZES: Mapping[str, Callable[[list[Choices], str], str | bytes]] = MappingProxyType({"moodle": moodle, "qti": qti})
"""Format → what it makes of questions and a title."""
