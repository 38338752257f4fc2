"""The layer in one line of words, and its sizes as they are written."""

from collections.abc import Iterator

from symconv.folded import FoldedSpec
from symconv.lesson.wording import Wording
from symconv.pooled import PooledSpec
from symconv.sizes import Pair
from symconv.transposed import Layer, TransposedSpec


def layer_told(say: Wording, spec: Layer | PooledSpec) -> str:
    """``input 5×5, kernel 3×3, stride 2``; what does nothing is not told."""
    told = _pooled(say, spec) if isinstance(spec, PooledSpec) else _told(say, spec)
    return "".join(map(str, say.series(list(told))))


def following_told(say: Wording, spec: Layer) -> str:
    """``kernel 3×3, stride 2`` of a layer whose input another one makes."""
    return "".join(map(str, say.series(list(_told(say, spec))[1:])))


def _told(say: Wording, spec: Layer) -> Iterator[str]:
    yield say.plain("layer.input", n=by(spec.input_size))
    yield say.plain("layer.kernel", k=by(spec.kernel_size))
    yield say.plain("layer.stride", s=each(spec.stride))
    if any(map(any, spec.padding)):
        yield say.plain("layer.padding", p=pads(spec.padding))
    if isinstance(spec, FoldedSpec):
        yield say.plain("layer.mode", mode=spec.padding_mode)
    if isinstance(spec, TransposedSpec) and any(spec.output_padding):
        yield say.plain("layer.extra", p=each(spec.output_padding))
    if any(d > 1 for d in spec.dilation):
        yield say.plain("layer.dilation", d=each(spec.dilation))
    if spec.in_channels > 1 or spec.out_channels > 1:
        yield say.plain("layer.channels", before=spec.in_channels, after=spec.out_channels)
    if spec.groups > 1:
        yield say.plain("layer.groups", n=spec.groups)
    if spec.batch_size is not None and spec.batch_size > 1:
        yield say.plain("layer.images", n=spec.batch_size)
    if spec.bias:
        yield say.plain("layer.bias")


def _pooled(say: Wording, spec: PooledSpec) -> Iterator[str]:
    yield say.plain("layer.input", n=by(spec.input_size))
    if spec.even:
        yield say.plain("layer.kernel", k=by(spec.kernel_size))
        yield say.plain("layer.stride", s=each(spec.form.stride))
    else:
        yield say.plain("pool.layer.output", m=by(spec.output_size))
    if any(map(any, spec.padding)):
        yield say.plain("layer.padding", p=pads(spec.padding))
    if max(spec.form.dilation) > 1:
        yield say.plain("layer.dilation", d=each(spec.form.dilation))
    if spec.channels > 1:
        yield say.plain("layer.channels", before=spec.channels, after=spec.channels)
    if spec.batch_size is not None and spec.batch_size > 1:
        yield say.plain("layer.images", n=spec.batch_size)


def by(sizes: tuple[int, ...]) -> str | int:
    """``5×5``; a single size stays the number that words can agree with."""
    return sizes[0] if len(sizes) == 1 else "×".join(map(str, sizes))


def each(sizes: tuple[int, ...] | tuple[str, ...]) -> str | int:
    """One size where all are equal, else all."""
    return sizes[0] if len(set(sizes)) == 1 else "×".join(map(str, sizes))


def pads(padding: tuple[Pair, ...]) -> str | int:
    """``1``, or ``1:2×0`` where sides or axes differ."""
    return each(tuple(str(before) if before == after else f"{before}:{after}" for before, after in padding))
