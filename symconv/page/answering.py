"""Every question of the page by its name, and how a question that cannot be answered ends: in one sentence."""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from symconv.errors import InputError, ProofError, SymconvError
from symconv.page.request import Request
from symconv.sizes import shown

Answer = dict[str, Any]

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "explore": "symconv.page.exploring:explore",
        "figure": "symconv.page.pictured:figure",
        "mistakes": "symconv.page.mistaken:mistakes",
        "mistake": "symconv.page.mistaken:mistake",
        "derive": "symconv.page.deriving:lesson",
        "download": "symconv.page.deriving:download",
        "check": "symconv.page.checking:check",
        "exercise": "symconv.page.practising:exercise",
        "judge": "symconv.page.practising:judge",
    }
)
"""Kind of question → the module and function that answer it; a room is loaded when it is first asked."""

LONGEST_ERROR = 300
"""Signs of the sentence that says why there is no answer."""


def answer(kind: str, request: Mapping[str, Any]) -> Answer:
    """What the page is told; where there is no answer, ``{"error": one sentence}``.

    Args:
        kind: one of ``KINDS``.
        request: what is asked, as JSON holds it; each function says what it reads of it.
    """
    try:
        if kind not in KINDS:
            raise InputError(f"kind must be one of {', '.join(KINDS)}, got {shown(kind)}")
        return _of(kind)(Request(request))
    except ProofError as error:
        return _error(f"{error}; this is a bug in symconv, please report it with the layer")
    except SymconvError as error:
        return _error(str(error))
    except (MemoryError, RecursionError):
        return _error("this is too large to be worked out here")
    except Exception as error:  # a page that asked waits for an answer, whatever happened
        return _error(f"failed ({type(error).__name__}), this is a bug in symconv")


def _of(kind: str) -> Callable[[Request], Answer]:
    module, _, function = KINDS[kind].partition(":")
    found: Callable[[Request], Answer] = getattr(import_module(module), function)
    return found


def _error(told: str) -> Answer:
    line = " ".join(told.split())
    return {"error": line if len(line) <= LONGEST_ERROR else f"{line[: LONGEST_ERROR - 1]}…"}
