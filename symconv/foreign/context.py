"""What a function may be handed that wants a context or an optimizer: an object that keeps whatever is put into it."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

_RATE = re.compile(r"_?(lr|eta|learning_?rate|learn_?rate|step_?size)", re.IGNORECASE)
"""What a layer asks its network for when it takes a step: with 1, it takes off the whole gradient."""


class Context:
    """Keeps attributes, and arrays as PyTorch's contexts do; whatever else it is asked to do, it does nothing.

    Attributes:
        lent: whether a layer holds it as what its network would give it.
        told: what an optimizer was told.
    """

    saved_tensors: tuple[Any, ...] = ()
    lent = False

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def save_for_backward(self, *kept: Any) -> None:
        """Keeps them under the names that engines use."""
        self.saved_tensors = kept
        self.saved_values = self.saved_arrays = self.to_save = kept

    def update(self, *told: Any, **_: Any) -> Any:
        """An optimizer's step: what it is told is kept; a weight loses the whole gradient, so that it shows."""
        self.told.append((*(part for part in told if isinstance(part, dict)), *_named(told)))
        weight, gradient = (*told, None, None)[:2]
        if len(told) == 1:
            gradient = getattr(weight, "gradient", getattr(weight, "grad", None))
        return weight - gradient if hasattr(weight, "shape") and hasattr(gradient, "shape") else None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name.lower().strip("_").startswith("optim"):
            return self
        if _RATE.fullmatch(name):
            return 1.0
        if name.startswith("update"):
            return self.update
        return self.save_for_backward if name.startswith("save") else _nothing


class Neighbour(Context):
    """A layer beside the one that is asked: it tells what it gives, as attributes and by ``get_output_shape()``."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        """``told`` are its attributes."""
        super().__init__()
        self.__dict__ |= told

    def __getattr__(self, name: str) -> Any:
        plain = name.removeprefix("get_").removeprefix("compute_")
        return (lambda *_, **__: self.__dict__[plain]) if plain in self.__dict__ else super().__getattr__(name)


def filled(*shape: Any, **_: Any) -> Any:
    """What a class may be handed that has its weights made by somebody else: zeros of the shape that it asks for."""
    sizes = [size for part in shape for size in (part if isinstance(part, tuple | list) else (part,))]
    return np.zeros([size for size in sizes if isinstance(size, int)])


def same(value: Any = None, *_: Any, **__: Any) -> Any:
    """An activation that changes nothing."""
    return value


def _named(told: tuple[Any, ...]) -> list[dict[str, Any]]:
    """The gradient of what is named: ``update(layer, "weight", gradient)``, the last array it is."""
    names = [part for part in told if isinstance(part, str)]
    arrays = [part for part in told if hasattr(part, "shape")]
    return [{f"d{names[0].strip('_')}": arrays[-1]}] if names and arrays else []


def _nothing(*_: Any, **__: Any) -> None:
    return None
