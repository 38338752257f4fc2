"""What 'same' pads, in a file of its own."""

import math


class Padded:
    """What stands around an image."""

    def around(self, x):
        """Pairs for np.pad, as TensorFlow has them."""
        if self.padding == "valid":
            return [(0, 0)] * 4
        if self.padding.lower() != "same":
            raise ValueError(f"padding is 'same' or 'valid', not {self.padding!r}")
        pairs = []
        for n, k in zip(x.shape[2:], self.W.shape[2:], strict=True):
            needed = max((math.ceil(n / self.stride) - 1) * self.stride + k - n, 0)
            pairs.append((needed // 2, needed - needed // 2))
        return [(0, 0), (0, 0), *pairs]
