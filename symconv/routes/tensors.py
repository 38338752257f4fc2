"""PyTorch's functions by the names of the array API, as far as routes ask for them; PyTorch has no such namespace."""

from collections.abc import Sequence
from typing import Any

import torch  # type: ignore[import-not-found,unused-ignore]

from symconv.routes.arrays import Axes


class Tensors:
    """What routes take from the array API, for tensors of one device.

    Args:
        device: where zeros are made.
    """

    def __init__(self, device: Any) -> None:
        self.device = device

    def zeros(self, shape: tuple[int, ...], *, dtype: Any) -> Any:
        """Zeros, where the other tensors are."""
        return torch.zeros(shape, dtype=dtype, device=self.device)

    def reshape(self, array: Any, shape: tuple[int, ...], /) -> Any:
        """The same entries, row by row."""
        return torch.reshape(array, shape)

    def moveaxis(self, array: Any, source: Any, destination: Any, /) -> Any:
        """Some axes at other places."""
        return torch.moveaxis(array, source, destination)

    def stack(self, arrays: Sequence[Any], /) -> Any:
        """Tensors along a new first axis."""
        return torch.stack(tuple(arrays))

    def matmul(self, left: Any, right: Any, /) -> Any:
        """``[..., n, k] @ [..., k, m]``."""
        return torch.matmul(left, right)

    def sum(self, array: Any, /, *, axis: Axes) -> Any:
        """Entries added along axes."""
        return torch.sum(array, dim=axis)

    def any(self, array: Any, /, *, axis: Axes) -> Any:
        """Whether one of the entries along axes is true."""
        return torch.any(array, dim=axis)

    def result_type(self, *arrays: Any) -> Any:
        """What entries of sums and products of two are."""
        return torch.result_type(*arrays)
