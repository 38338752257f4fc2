"""The theorem for every size as the library offers it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from symconv.errors import InputError
from symconv.lesson.blocks import Block
from symconv.lesson.theorem.story import theorem
from symconv.lesson.wording import Wording
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.theorem import Proven, proven
from symconv.render.documents import Document, finished
from symconv.render.dumped import dumps
from symconv.render.theorem import theorem_json
from symconv.sizes import PADDING_WORDS, for_each_axis, paddings, shown, sizes
from symconv.spec import ConvSpec, flag

PER_AXIS = {"kernel_size": "k", "stride": "s", "dilation": "d"}
MOST_AXES = 3
LARGEST_KNOWN = 1_000
"""Of the numbers that are put in; with large ones a derivation is proven, and not also tried entry by entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theorem:
    """What holds for every layer of a kind. Build it with :func:`prove_all_sizes`.

    Attributes:
        found: the statements with their derivations.
        transposed: whether it is of a transposed layer: the same statements, with input and output exchanged.
    """

    found: Proven
    transposed: bool = False

    @property
    def holds(self) -> bool:
        """True: a statement that is not valid cannot be derived."""
        return True

    @property
    def proven(self) -> bool:
        """Whether every side condition was proven for all integers, and not only replayed on many."""
        return self.found.judge.word == "proven"

    def story(self, language: str = "en") -> Iterator[Block]:
        """The theorem as blocks, for any format."""
        return theorem(Wording(language), self.found, transposed=self.transposed)

    def to_document(
        self,
        format: str = "text",  # noqa: A002 - the option's name
        *,
        language: str = "en",
        **looks: Any,
    ) -> Document:
        """Each derivation, one rule a line, in any format; ``looks`` are options of the format."""
        return finished(self.story(language), format, language=language, **looks)

    def files(self, format: str = "rocq") -> dict[str, str]:  # noqa: A002 - the option's name
        """Each derivation as a script that ``coqc`` replays, from O on: file name → text.

        Raises:
            InputError: another format than ``rocq``.
        """
        from symconv.render.replayed.files import replayed_files  # loaded only where it is needed

        if format != "rocq":
            raise InputError(f"a certificate for every size has the format rocq, got {shown(format)}")
        return replayed_files(self.found, transposed=self.transposed)

    def to_json(self) -> str:
        """Every step with its rule, its side conditions and its term."""
        return dumps(theorem_json(self.found, transposed=self.transposed))


def prove_all_sizes(
    *, axes: int | None = None, judge: str | None = None, only: tuple[str, ...] | None = None, **layer: Any
) -> Theorem:
    """Derives the gradients once for all sizes; what of ``layer`` is given is put in as numbers.

    Args:
        axes: how many, of 1 to 3; None takes those of the numbers given, else 1.
        judge: ``z3`` or ``replay`` decides the side conditions; None takes z3 where it is installed.
        only: names of statements; None takes all.
        layer: as for ``ConvSpec.of``; a size that is left out stays a letter. With ``transposed`` true as for
            ``TransposedSpec.of``: its theorem is that of its form.

    Raises:
        InputError: a name, the judge or the number of axes cannot be used.
        SpecError: the numbers describe no layer.
        MissingExtraError: z3 is asked for and not installed.
    """
    transposed = flag(layer.pop("transposed", False), "transposed")
    form = form_of(layer) if transposed else layer
    return Theorem(found=proven(open_layer(axes, form), judge=judge, only=only), transposed=transposed)


def form_of(layer: Mapping[str, Any]) -> dict[str, Any]:
    """What is given of a transposed layer, as what is given of its form.

    Its output padding is the form's remainder, a letter where it is not given; channels change places.

    Raises:
        InputError: its input size is given, which stays a letter, or output paddings beyond the stride.
    """
    form = dict(layer)
    if "input_size" in form:
        raise InputError("the input size of a transposed layer stays a letter: what is proven holds for every size")
    if form.pop("allow_large_output_padding", False):
        raise InputError(
            "for every size the output padding is below the stride; what lies beyond is a negative padding"
        )
    if "output_padding" in form:
        form["remainder"] = form.pop("output_padding")
    exchanged = {"in_channels": "out_channels", "out_channels": "in_channels"}
    return {exchanged.get(word, word): value for word, value in form.items()}


def open_layer(axes: int | None, layer: Mapping[str, Any]) -> OpenLayer:
    """The layer with numbers for what is given and letters for the rest."""
    if layer.get("padding") in PADDING_WORDS:
        raise InputError(f"padding {layer['padding']} depends on the sizes; give numbers")
    if layer.get("bias"):
        raise InputError("a bias has no part in this: its gradient is the sum of ∂L/∂O, whatever the sizes")
    if axes is not None and not (isinstance(axes, int) and 1 <= axes <= MOST_AXES):
        raise InputError(f"axes must be 1 to {MOST_AXES}, got {shown(axes)}")
    spec = ConvSpec.of(**{word: value for word, value in layer.items() if word not in ("input_size", "remainder")})
    stated = _axes(layer)
    if axes and stated and axes != stated:
        raise InputError(f"there are {axes} axes, but sizes for {stated} are given")
    count = axes or stated or 1
    told = count if len(spec.stride) == count else 1  # where all are bare numbers, one speaks for every axis
    known = [_known(spec, axis % told, layer) for axis in range(count)]
    if "input_size" in layer:
        inputs = for_each_axis(sizes(layer["input_size"], "input_size"), count, "input_size")
        known = [{**sizes_, "N": size} for sizes_, size in zip(known, inputs, strict=True)]
    if "remainder" in layer:
        rests = for_each_axis(sizes(layer["remainder"], "output_padding", least=0), count, "output_padding")
        known = [_with_remainder(sizes_, rest) for sizes_, rest in zip(known, rests, strict=True)]
    return _small(OpenLayer(axes=count, known=tuple(known), channels=_channels(spec, layer)))


def _with_remainder(known: dict[str, int], rest: int) -> dict[str, int]:
    if rest >= known.get("s", rest + 1):
        raise InputError(f"output_padding {rest} is not below the stride {known['s']}: for every size it has to be")
    return {**known, "r": rest}


def _small(layer: OpenLayer) -> OpenLayer:
    """The layer, if no number of it is too large to be tried.

    Raises:
        InputError: one is.
    """
    for letter, number in (item for each in (*layer.known, layer.channels or {}) for item in each.items()):
        if number > LARGEST_KNOWN:
            why = "leave it out: what is proven for every size holds for this one"
            raise InputError(f"{letter} = {shown(number)} is more than {LARGEST_KNOWN}; {why}")
    return layer


def _axes(layer: Mapping[str, Any]) -> int | None:
    """How many axes the sizes given have; None where each is a bare number."""
    words = (word for word in ("input_size", *PER_AXIS) if layer.get(word) is not None)
    given: list[object] = [sizes(layer[word], word) for word in words]
    given += [paddings(layer["padding"])] if "padding" in layer else []
    given += [sizes(layer["remainder"], "output_padding", least=0)] if "remainder" in layer else []
    return max((len(each) for each in given if isinstance(each, list)), default=None)


def _known(spec: ConvSpec, axis: int, layer: Mapping[str, Any]) -> dict[str, int]:
    known = {letter: getattr(spec, word)[axis] for word, letter in PER_AXIS.items() if word in layer}
    if "padding" in layer:
        known["p₋"], known["p₊"] = spec.padding[axis]
    return known


def _channels(spec: ConvSpec, layer: Mapping[str, Any]) -> dict[str, int] | None:
    """The counts given; None where images and channels are not spoken of."""
    shares = {"U": spec.out_channels // spec.groups, "V": spec.in_channels // spec.groups}
    counts = {"B": spec.batch, "H": spec.groups, **shares}
    words = {"B": "batch_size", "H": "groups", "U": "out_channels", "V": "in_channels"}
    given = {letter: counts[letter] for letter, word in words.items() if word in layer}
    return given or None
