"""Checks a certificate of convolution gradients by the definition alone: run ``python verify.py certificate.json``.

The certificate states a layer and, for every entry of its gradients, the products whose sum the entry is. Along each
axis, output m reads input i through filter tap a where

    i = stride * m + dilation * a - padding before        (0 <= i < input size; the rest are zeros of the padding)

and the output is the sum of input * weight over all that meet, within a group of channels. So grad_input at i is the
sum of grad_output[m] * weight[a], and grad_weight at a that of grad_output[m] * input[i], over the same meetings.
"""

import json
import sys
from itertools import product
from math import prod
from pathlib import Path

COUNTS = ("batch_size", "in_channels", "out_channels", "groups")
SIZES = ("input_size", "kernel_size", "stride", "dilation")
KEYS = {"version", "layer", "proofs", "grad_input", "grad_weight", "grad_bias"}  # nothing here relies on "proofs"
MOST = 1_000_000  # meetings, and entries of a tensor; what has more is refused, not checked


def demand(condition, complaint):
    """Ends with a complaint where a condition does not hold."""
    if not condition:
        sys.exit(f"rejected: {complaint}")


def integers(values, least, many):
    """Whether these are so many integers, none below the least; True and 1.0 are none."""
    return type(values) is list and len(values) == many and all(type(v) is int and v >= least for v in values)


def without_twins(pairs):
    """A JSON object in which no name stands twice."""
    demand(len(dict(pairs)) == len(pairs), "a name stands twice in an object")
    return dict(pairs)


def check_layer(layer):
    """Demands that the parameters can be those of a layer."""
    demand(type(layer) is dict and set(layer) - {"bias"} == {*COUNTS, *SIZES, "padding"}, "not a layer's parameters")
    demand(layer.get("bias", True) is True, "bias is true or absent")
    demand(integers([layer[name] for name in COUNTS], 1, 4), "batch, channels and groups are integers from 1 on")
    pads = layer["padding"]
    demand(type(pads) is list and pads and all(integers(pad, 0, 2) for pad in pads), "padding is pairs from 0 on")
    demand(all(integers(layer[name], 1, len(pads)) for name in SIZES), "sizes are integers from 1 on, as many as axes")
    demand(all(layer[name] % layer["groups"] == 0 for name in COUNTS[1:3]), "groups do not divide the channels")


def truth(layer):
    """Gradient -> index of an entry -> the products that it is the sum of."""
    batch, ins, outs, groups = (layer[name] for name in COUNTS)
    size, kernel, stride, dilation = (layer[name] for name in SIZES)
    pads, bias = layer["padding"], "bias" in layer
    width, per_group = ins // groups, outs // groups
    axes = list(zip(size, kernel, stride, dilation, pads, strict=True))
    demand(all(n + sum(p) > d * (k - 1) for n, k, s, d, p in axes), "the filter does not fit into the padded input")
    output = [(n + sum(p) - d * (k - 1) - 1) // s + 1 for n, k, s, d, p in axes]
    x_shape, f_shape, g_shape = (batch, ins, *size), (outs, width, *kernel), (batch, outs, *output)
    demand(max(prod(x_shape), prod(g_shape) * width * prod(kernel)) <= MOST, "more than can be checked here")
    dx = {i: [] for i in product(*map(range, x_shape))}
    df = {a: [] for a in product(*map(range, f_shape))}
    db = {(o,): [] for o in range(outs) if bias}
    for b, o, *m in product(*map(range, g_shape)):
        g = ["grad_output", (b, o, *m)]
        if bias:
            db[o,].append([g])
        for c, *a in product(*map(range, f_shape[1:])):
            place = [s * m + d * a - p[0] for (n, k, s, d, p), m, a in zip(axes, m, a, strict=True)]
            x, f = (b, o // per_group * width + c, *place), (o, c, *a)
            if x in dx:  # else it lies in the padding
                dx[x].append([g, ["weight", f]])
                df[f].append([g, ["input", x]])
    return {"grad_input": dx, "grad_weight": df, "grad_bias": db}


def main(path):
    """Compares what is claimed with what is true."""
    claimed = json.loads(Path(path).read_text(encoding="utf-8"), object_pairs_hook=without_twins)
    demand(type(claimed) is dict and set(claimed) == KEYS, f"a certificate has {', '.join(sorted(KEYS))}")
    demand(json.dumps(claimed["version"]) == "1", "this reads version 1")
    check_layer(claimed["layer"])
    for gradient, entries in truth(claimed["layer"]).items():
        got = claimed[gradient]
        demand(type(got) is list and len(got) == len(entries), f"{gradient} has {len(entries)} entries")
        for entry, (index, terms) in zip(got, entries.items(), strict=True):
            right = {"index": index, "terms": [{"coefficient": 1, "factors": factors} for factors in terms]}
            same = json.dumps(entry, sort_keys=True) == json.dumps(right)  # as text, 1 is neither true nor 1.0
            demand(same, f"{gradient} at {list(index)}")
    print("accepted: every entry is what the definition says")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (OSError, RecursionError, TypeError, ValueError) as error:
        sys.exit(f"rejected: {type(error).__name__}: {error}")
