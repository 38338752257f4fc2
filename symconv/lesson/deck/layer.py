"""The layer in one line of words."""

from symconv.lesson.blocks import Words
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.story import by
from symconv.spec import ConvSpec


def layer_told(lecture: Lecture) -> Words:
    """``input 5×5, kernel 3×3, stride 2``; what does nothing is not told."""
    spec, say = lecture.story.spec, lecture.say
    told = [
        say("layer.input", n=by(spec.input_size)),
        say("layer.kernel", k=by(spec.kernel_size)),
        say("layer.stride", s=each(spec.stride)),
    ]
    if any(map(any, spec.padding)):
        told.append(say("layer.padding", p=each(tuple(_pads(spec)))))
    if any(d > 1 for d in spec.dilation):
        told.append(say("layer.dilation", d=each(spec.dilation)))
    if spec.in_channels > 1 or spec.out_channels > 1:
        told.append(say("layer.channels", before=spec.in_channels, after=spec.out_channels))
    if spec.groups > 1:
        told.append(say("layer.groups", n=spec.groups))
    if spec.batch > 1:
        told.append(say("layer.images", n=spec.batch))
    if spec.bias:
        told.append(say("layer.bias"))
    return tuple(word for position, part in enumerate(told) for word in (*((", ",) if position else ()), *part))


def each(values: tuple[int, ...] | tuple[str, ...]) -> str:
    """One value where all are equal, else all."""
    return str(values[0]) if len(set(values)) == 1 else "×".join(map(str, values))


def _pads(spec: ConvSpec) -> list[str]:
    return [str(before) if before == after else f"{before}:{after}" for before, after in spec.padding]
