"""Names that people put together, word by word: ``filters_count``, ``nInChannels``, ``conv_kernel_height``."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "filter": "filter filters kernel kernels ker filt pool pooling window",
        "count": "n num nb number count no amount",
        "in": "in input inp inputs prev previous",
        "out": "out output outputs next",
        "channels": "channel channels ch chan chans depth feature features feat feats fea plane planes map maps",
        "size": "size sizes dim dims dimension dimensions shape len length",
        "image": "image img images im",
        "high": "h height row rows y",
        "wide": "w width col cols column columns x",
        "stride": "stride strides step steps",
        "pad": "pad padding pads",
        "padded": "padded",
        "dilation": "dilation dilations",
        "rate": "lr learning alpha",
        "conv": "conv convolution layer",
        "flag": "use with has is enable",
        "made": "init initializer initialiser initialization regularizer fn fun func",
        "active": "activation activations activated act",
        "given": "d dl grad grads gradient gradients delta deltas error err loss upstream",
        "bias": "bias biases",
    }
)
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}

_RULES: tuple[tuple[str, str], ...] = (
    ("made", "none filled"),
    ("active in", "x"),
    ("active", "none filled"),
    ("flag bias", "true"),
    ("image padded", "xp"),
    ("in padded", "xp"),
    ("filter high", "kernel_size:0"),
    ("filter wide", "kernel_size:1"),
    ("filter size", "kernel_size"),
    ("filter count", "out_channels"),
    ("out channels", "out_channels"),
    ("in channels", "in_channels"),
    ("in filter", "in_channels"),
    ("image channels", "in_channels"),
    ("channels count", "in_channels"),
    ("stride high", "stride:0"),
    ("stride wide", "stride:1"),
    ("stride", "stride"),
    ("pad high", "pad:0"),
    ("pad wide", "pad:1"),
    ("pad", "pad"),
    ("dilation", "dilation"),
    ("given out", "dout"),
    ("given channels", "dout"),
    ("in size", "x_shape"),
    ("image size", "x_shape"),
    ("out size", "out_shape"),
    ("in high", "input_size:0"),
    ("in wide", "input_size:1"),
    ("out high", "output_size:0"),
    ("out wide", "output_size:1"),
    ("image high", "input_size:0"),
    ("image wide", "input_size:1"),
    ("rate", "rate"),
    ("conv in", "x"),
)
"""Kinds of words that a name must have → its roles, the most telling first."""


def composed(name: str) -> tuple[str, ...]:
    """What a name says by its words; ``upstream_gradients`` says it in each; empty where it says nothing."""
    kinds = kinds_of(name)
    found = next((tuple(said.split()) for needed, said in _RULES if set(needed.split()) <= set(kinds)), ())
    return found or (("dout",) if len(kinds) == len(_words(name)) > 1 and set(kinds) == {"given"} else ())


def kinds_of(name: str) -> list[str]:
    """The kinds of its words that are known, in their order: ``out_h`` → out, high."""
    return [_KIND_OF[word] for word in _words(name) if word in _KIND_OF]


def _words(name: str) -> list[str]:
    """``nInChannels`` → n, in, channels; ``dLdOut`` → dl, d, out."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word for word in re.split(r"[^a-z]+", spaced.lower()) if word]
