"""What a function may be handed that wants a context or an optimizer: an object that keeps whatever is put into it."""

from typing import Any


class Context:
    """Keeps attributes, and arrays as PyTorch's contexts do; whatever else it is asked to do, it does nothing."""

    saved_tensors: tuple[Any, ...] = ()

    def save_for_backward(self, *kept: Any) -> None:
        """Keeps them under the names that engines use."""
        self.saved_tensors = kept
        self.saved_values = self.saved_arrays = self.to_save = kept

    def update(self, weight: Any, gradient: Any, *_: Any) -> Any:
        """An optimizer's step: the whole gradient is taken off, so that it shows."""
        return weight - gradient

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _nothing


def _nothing(*_: Any, **__: Any) -> None:
    return None
