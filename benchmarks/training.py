"""What a wrong gradient does to learning: the two curves of the lecture, from a training run on real data.

    python benchmarks/training.py          needs scikit-learn; prints symconv/lesson/deck/training.py's numbers

Three convolutions of kernel 3, stride 2 and padding 1, each followed by a ReLU, and a linear layer learn the digits of
scikit-learn (1,797 images of 8×8, Alpaydin and Kaynak, UCI) by plain gradient descent. The second run is the first with
one mistake: in ∂L/∂X the filter is not flipped.
"""

from itertools import pairwise

import numpy as np
from sklearn.datasets import load_digits

import symconv

SIZES = (8, 4, 2)
CHANNELS = (1, 8, 16, 32)
BATCH, RATE, STEPS, EVERY = 128, 0.1, 160, 4


def layers() -> list[symconv.ConvSpec]:
    """The three convolutions."""
    shape = {"kernel_size": 3, "stride": 2, "padding": 1, "batch_size": BATCH}
    return [
        symconv.ConvSpec.of(input_size=(size, size), in_channels=inside, out_channels=outside, **shape)
        for size, (inside, outside) in zip(SIZES, pairwise(CHANNELS), strict=True)
    ]


def losses(*, flipped: bool) -> list[float]:
    """The loss of the batch of each step."""
    digits, draw = load_digits(), np.random.default_rng(1)
    images, answers = digits.images[:, None] / 16, np.eye(10)[digits.target]
    filters = [
        draw.normal(0, (2 / 9 / inside) ** 0.5, (outside, inside, 3, 3)) for inside, outside in pairwise(CHANNELS)
    ]
    linear = draw.normal(0, CHANNELS[-1] ** -0.5, (CHANNELS[-1], 10))
    found = []
    for _ in range(STEPS):
        chosen = draw.integers(0, len(images), BATCH)
        maps = [images[chosen]]
        for layer, weight in zip(layers(), filters, strict=True):
            maps.append(np.maximum(symconv.forward(layer, maps[-1], weight), 0))
        last = maps[-1].reshape(BATCH, -1)
        scores = np.exp(last @ linear - (last @ linear).max(axis=1, keepdims=True))
        guessed = scores / scores.sum(axis=1, keepdims=True)
        found.append(float(-np.log((guessed * answers[chosen]).sum(axis=1)).mean()))
        upstream = (guessed - answers[chosen]) / BATCH
        gradient = (upstream @ linear.T).reshape(maps[-1].shape)
        linear = linear - RATE * last.T @ upstream
        for at in (2, 1, 0):
            gradient = gradient * (maps[at + 1] > 0)
            weight, slope = filters[at], symconv.grad_weight(layers()[at], maps[at], gradient)
            used = weight if flipped else np.ascontiguousarray(weight[:, :, ::-1, ::-1])
            gradient = symconv.grad_input(layers()[at], gradient, used)
            filters[at] = weight - RATE * slope
    return found


def curve(*, flipped: bool) -> tuple[float, ...]:
    """The same, averaged over a few steps at a time, as parts of the first."""
    means = [float(np.mean(losses_)) for losses_ in np.reshape(losses(flipped=flipped), (-1, EVERY))]
    return tuple(round(mean / means[0], 2) for mean in means)


if __name__ == "__main__":
    print(f"RIGHT = {curve(flipped=True)}\nWRONG = {curve(flipped=False)}")
