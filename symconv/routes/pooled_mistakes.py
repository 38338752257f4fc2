"""What a pooling's backward pass gets wrong, each as a way of computing its own gradient."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

from symconv.pooled import PooledSpec
from symconv.spec import positions

if TYPE_CHECKING:
    from symconv.routes.numbers import Array

Place = tuple[int, ...]
Shares = Callable[[PooledSpec, Any, Place], Iterator[tuple[Place, float]]]
"""``(layer, one channel of X by its places, output)`` → the entries that get something of its ∂L/∂o, and how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledMistake:
    """A mistake, as a way of computing ∂L/∂X.

    Attributes:
        id: its name.
        title: what is done instead.
        pools: the poolings that it can happen to.
        shares: what each output hands out.
        assigned: whether windows are assigned to, and not added.
    """

    id: str
    title: str
    pools: tuple[str, ...]
    shares: Shares
    assigned: bool = False

    def gradient(self, spec: PooledSpec, maps: "Array", grads: "Array") -> "Array":
        """∂L/∂X with the mistake, in float64."""
        import numpy as np  # loaded only where there are numbers

        found = np.zeros(maps.shape, np.float64)
        for lead in positions(maps.shape[:2]):
            for m in positions(spec.output_size):
                for place, share in self.shares(spec, maps[lead], m):
                    kept = 0.0 if self.assigned else found[(*lead, *place)]
                    found[(*lead, *place)] = kept + float(grads[(*lead, *m)]) * share
        return found


def _right(spec: PooledSpec, image: Any, m: Place) -> Iterator[tuple[Place, float]]:
    """What is right, of an assignment; the other entries of a max's window are assigned 0."""
    chosen = spec.chosen(m, lambda place: image[place])[1] if spec.pool == "max" else None
    for _, place in spec.window(m):
        yield place, 1 / spec.divisor_at(m) if chosen is None else float(place == chosen)


def _chosen_alone(spec: PooledSpec, image: Any, m: Place) -> Iterator[tuple[Place, float]]:
    """Only the chosen entry is assigned."""
    yield spec.chosen(m, lambda place: image[place])[1], 1.0


def _every_largest(spec: PooledSpec, image: Any, m: Place) -> Iterator[tuple[Place, float]]:
    places = [place for _, place in spec.window(m)]
    most = max(image[place] for place in places)
    yield from ((place, 1.0) for place in places if image[place] == most)


def _last_largest(spec: PooledSpec, image: Any, m: Place) -> Iterator[tuple[Place, float]]:
    *_, last = _every_largest(spec, image, m)
    yield last


def _whole(spec: PooledSpec, image: Any, m: Place) -> Iterator[tuple[Place, float]]:
    yield from ((place, 1.0) for _, place in spec.window(m))


def _other_divisor(spec: PooledSpec, image: Any, m: Place) -> Iterator[tuple[Place, float]]:
    """The whole window where the entries inside are meant, and the other way around."""
    window = spec.window(m)
    inside = len(window)
    other = prod(spec.kernel_size) if spec.divisor_at(m) == inside else inside
    yield from ((place, 1 / other) for _, place in window)


BOTH, LARGEST, AVERAGE = ("average", "max"), ("max",), ("average",)
OVERWRITTEN = "windows that overlap overwrite each other"
MISTAKES = (
    PooledMistake(id="overwritten-overlap", title=OVERWRITTEN, pools=BOTH, shares=_right, assigned=True),
    PooledMistake(id="overwritten-overlap", title=OVERWRITTEN, pools=LARGEST, shares=_chosen_alone, assigned=True),
    PooledMistake(
        id="ties-counted", title="each of several largest entries gets everything", pools=LARGEST, shares=_every_largest
    ),
    PooledMistake(
        id="ties-last", title="of several largest entries the last is taken", pools=LARGEST, shares=_last_largest
    ),
    PooledMistake(id="not-divided", title="what is handed out is not divided", pools=AVERAGE, shares=_whole),
    PooledMistake(id="given-to-all", title="every entry of a window gets everything", pools=LARGEST, shares=_whole),
    PooledMistake(
        id="other-divisor",
        title="padding is counted where it is not, or not where it is",
        pools=AVERAGE,
        shares=_other_divisor,
    ),
)
"""Every known mistake, the most frequent first."""


def explained(spec: PooledSpec, theirs: Mapping[str, "Array"], maps: "Array", grads: "Array") -> Iterator[str]:
    """A line for somebody's ``grad_input`` that is wrong: the mistakes that explain it, or that none does."""
    import numpy as np  # as above

    found = [
        f"{mistake.title} [{mistake.id}]"
        for mistake in MISTAKES
        if spec.pool in mistake.pools
        and np.allclose(mistake.gradient(spec, maps, grads), theirs["grad_input"], rtol=1e-5, atol=1e-8)
    ]
    told = " or ".join(dict.fromkeys(found))
    yield f"grad_input: explained by: {told}" if found else "grad_input: no known mistake explains it"
