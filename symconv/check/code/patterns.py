"""Which layers a function fails on, in words: exactly those without padding, exactly those with a remainder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Something a layer has or has not.

    Attributes:
        told: in words, after "those".
        has: whether a layer has it.
        id: the mistake that fails there with an error or an array of another size; empty for none.
    """

    told: str
    has: Callable[[ConvSpec], bool]
    id: str = ""


FEATURES = (
    Feature(told="without padding", has=lambda spec: not any(map(sum, spec.padding)), id="empty-crop"),
    Feature(told="with padding", has=lambda spec: any(map(sum, spec.padding))),
    Feature(told="with a padding above 1", has=lambda spec: max(map(max, spec.padding)) > 1),
    Feature(told="with a stride above 1", has=lambda spec: max(spec.stride) > 1),
    Feature(
        told="with a remainder", has=lambda spec: any(axis.remainder for axis in spec.axes), id="remainder-dropped"
    ),
    Feature(told="whose output is not square", has=lambda spec: len(set(spec.output_size)) > 1, id="axes-exchanged"),
    Feature(told="whose input is not square", has=lambda spec: len(set(spec.input_size)) > 1, id="axes-exchanged"),
    Feature(told="whose kernel is not square", has=lambda spec: len(set(spec.kernel_size)) > 1, id="axes-exchanged"),
    Feature(told="with several input channels", has=lambda spec: spec.in_channels > 1),
    Feature(told="with several filters", has=lambda spec: spec.out_channels > 1),
    Feature(told="with several channels", has=lambda spec: spec.in_channels > 1 or spec.out_channels > 1),
    Feature(told="with several images", has=lambda spec: spec.batch > 1),
    Feature(told="with dilation", has=lambda spec: max(spec.dilation) > 1),
    Feature(told="with groups", has=lambda spec: spec.groups > 1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What the layers that fail have in common.

    Attributes:
        told: ``wrong on 6 of 14 layers, exactly those without padding``.
        ids: mistakes that fail there.
    """

    told: str
    ids: tuple[str, ...] = ()


def pattern(failing: Sequence[ConvSpec], fine: Sequence[ConvSpec]) -> Pattern:
    """The features that separate the layers that fail from the others, the fewest first."""
    total = len(failing) + len(fine)
    counted = f"on {len(failing)} of {total} layers"
    if not fine:
        return Pattern(told=f"on all {total} layers" if total > 1 else "")
    for number in (1, 2):
        for chosen in combinations(FEATURES, number):
            if _separate(chosen, failing, fine):
                told = " and ".join(feature.told for feature in chosen)
                return Pattern(told=f"{counted}, exactly those {told}", ids=_ids(chosen))
    return Pattern(told=counted)


def _separate(chosen: Sequence[Feature], failing: Sequence[ConvSpec], fine: Sequence[ConvSpec]) -> bool:
    return all(all(feature.has(spec) for feature in chosen) for spec in failing) and not any(
        all(feature.has(spec) for feature in chosen) for spec in fine
    )


def _ids(chosen: Sequence[Feature]) -> tuple[str, ...]:
    """Mistakes that fail there; that axes are exchanged is said only where the shape alone decides."""
    alone = len(chosen) == 1
    return tuple(one.id for one in chosen if one.id and (alone or one.id != "axes-exchanged"))
