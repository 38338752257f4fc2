"""Checks a certificate of convolution gradients by the definition alone: run ``python verify.py certificate.json``.

Along each axis, output m reads input i through filter tap a where

    i = stride * m + dilation * a - padding before        (0 <= i < input size; the rest are zeros of the padding)

and the output is the sum of input * weight over all that meet, within a group of channels, plus a bias where there is
one. So an entry of grad_input is the sum of grad_output[m] * weight[a] over all that meet at i, one of grad_weight that
of grad_output[m] * input[i] over all that meet at a, one of grad_bias that of grad_output.

A transposed layer reads at m and writes at i: input and grad_output change places, output and grad_input do. Its output
size is stride * (input size - 1) + dilation * (kernel - 1) + 1 - both paddings + output_padding. The certificate says:

    output_size  how many outputs there are along each axis
    forms        what meets, as correlations of something padded (a negative number crops): of the input with the weight
                 for output; of grad_output, with zeros_between, with the weight turned around for grad_input; of the
                 input with grad_output for grad_weight
    phases       for each axis, the (shift, tap) at inputs phase + stride * j, which meet output shift + j
    entries      entries that were asked for, with the products whose sums they are
"""

import json
import sys
from itertools import product
from math import prod
from pathlib import Path

COUNTS = ("batch_size", "in_channels", "out_channels", "groups")
SIZES = ("input_size", "kernel_size", "stride", "dilation")
KEYS = {"version", "layer", "output_size", "forms", "phases", "entries"}
FORM = ("stride", "dilation", "pad")
FORMS = {"output": FORM, "grad_input": (*FORM, "zeros_between"), "grad_weight": FORM}
SIDES = {"output": (0, 2, 1), "grad_input": (2, 0, 1), "grad_weight": (1, 0, 2)}  # of (output, tap, input)
PLACES = (("input", "grad_output"), ("output", "grad_input"), ("in_channels", "out_channels"))  # a transposed layer's
MOST = 2_000_000  # pairs along an axis, and products of an entry; what has more is refused, not checked


def demand(condition, complaint):
    """Ends with a complaint where a condition does not hold."""
    if not condition:
        sys.exit(f"rejected: {complaint}")


def integers(values, many, least=-(10**12)):
    """Whether these are so many integers, none below the least nor huge; True and 1.0 are none."""
    return type(values) is list and len(values) == many and all(type(v) is int and least <= v < 10**12 for v in values)


def without_twins(pairs):
    """A JSON object in which no name stands twice."""
    demand(len(dict(pairs)) == len(pairs), "a name stands twice in an object")
    return dict(pairs)


def called(layer, name):
    """What the layer calls something of the convolution whose places it has: in a transposed one they are exchanged."""
    exchanged = dict(PLACES) | {second: first for first, second in PLACES}
    return exchanged.get(name, name) if "transposed" in layer else name


def checked_layer(layer):
    """The axes (n, outputs, k, s, d, padding before) of a layer, after demanding that its parameters can be a layer's.

    n and outputs are those of the convolution whose places it has: a transposed layer makes the n of its outputs.
    """
    own = {"transposed", "output_padding"} if "transposed" in layer else set()
    flags = {"bias", "transposed", *({"allow_large_output_padding"} if own else ())}
    demand(set(layer) - flags == {*COUNTS, *SIZES, "padding", *own} - flags, "not a layer's parameters")
    demand(all(layer.get(name, True) is True for name in flags), f"{', '.join(sorted(flags))}: true or absent")
    demand(integers([layer[name] for name in COUNTS], 4, 1), "batch, channels and groups are integers from 1 on")
    pads = layer["padding"]
    demand(type(pads) is list and pads and all(integers(pad, 2, 0) for pad in pads), "padding is pairs from 0 on")
    demand(all(integers(layer[name], len(pads), 1) for name in SIZES), "sizes are integers from 1 on, as many as axes")
    demand(all(layer[name] % layer["groups"] == 0 for name in COUNTS[1:3]), "groups do not divide the channels")
    axes = [(*sizes, *pad) for *sizes, pad in zip(*(layer[name] for name in SIZES), pads, strict=True)]
    if not own:
        demand(
            all(n + p + q > d * (k - 1) for n, k, s, d, p, q in axes), "the filter does not fit into the padded input"
        )
        return [(n, (n + p + q - d * (k - 1) - 1) // s + 1, k, s, d, p) for n, k, s, d, p, q in axes]
    added = layer["output_padding"]
    demand(integers(added, len(pads), 0), "output_padding is integers from 0 on, as many as axes")
    beyond = any(more >= max(axis[2:4]) for more, axis in zip(added, axes, strict=True))
    demand(beyond == ("allow_large_output_padding" in layer), "output_padding is below the bound, or allowed not to be")
    full = [(s * (m - 1) + d * (k - 1) + 1 - p - q, m, k, s, d, p) for m, k, s, d, p, q in axes]
    demand(all(axis[0] + more > 0 for axis, more in zip(full, added, strict=True)), "the padding leaves no output")
    return [(n + more, *rest) for (n, *rest), more in zip(full, added, strict=True)]


def meetings(n, outputs, k, s, d, p):
    """Every (output, tap, input) that meet along one axis: the definition."""
    demand(max(n, outputs) * k <= MOST, "more than can be checked here")
    places = ((m, a, s * m + d * a - p) for m in range(outputs) for a in range(k))
    return {(m, a, i) for m, a, i in places if 0 <= i < n}


def correlation(size, taps, stride, dilation, pad, between=0):
    """The number of places of a correlation along one axis, and every (place, tap, entry) that it multiplies."""
    span = (size - 1) * (between + 1) + 1
    reach = span + sum(pad) - dilation * (taps - 1) - 1
    demand(min(stride, dilation) > 0 and between >= 0 and reach >= 0 and reach // stride * taps <= MOST, "no such form")
    found = ((u, b, u * stride + b * dilation - pad[0]) for u in range(reach // stride + 1) for b in range(taps))
    inside = ((u, b, t) for u, b, t in found if 0 <= t < span and t % (between + 1) == 0)
    return reach // stride + 1, {(u, b, t // (between + 1)) for u, b, t in inside}


def true_forms(claimed, number, axis, met):
    """The forms' numbers along one axis, after demanding that the forms multiply what meets there, and nothing else."""
    n, outputs, k = axis[:3]
    wanted = {
        "output": (n, k, (outputs, met)),
        "grad_input": (outputs, k, (n, {(i, k - 1 - a, m) for m, a, i in met})),
        "grad_weight": (n, outputs, (k, {(a, m, i) for m, a, i in met})),
    }
    names = {name: called(claimed["layer"], name) for name in FORMS}
    told = {name: [claimed["forms"][names[name]][key][number] for key in FORMS[name]] for name in FORMS}
    for name, (size, taps, right) in wanted.items():
        stride, dilation, pad, *between = told[name]
        demand(integers([stride, dilation, *pad, *between], 4 + len(between)), f"the numbers of {names[name]}'s form")
        found = correlation(size, taps, stride, dilation, pad, *between)
        demand(found == right, f"the form of {names[name]} along axis {number}")
    return told


def true_phases(axis):
    """For each phase the (shift, tap) with phase + stride * j = stride * (shift + j) + dilation * tap - padding."""
    _, _, k, s, d, p = axis
    demand(s * k <= MOST, "more than can be checked here")
    return [[[(f + p - d * a) // s, a] for a in range(k) if (f + p - d * a) % s == 0] for f in range(s)]


def products(layer, tensor, index, along):
    """The products whose sum an entry is, in reading order; along holds, for each axis, what meets at its place."""
    ins, outs = (layer[called(layer, name)] // layer["groups"] for name in COUNTS[1:3])
    first, second = index[:2]
    most = max(ins, outs, layer["batch_size"]) * max(1, prod(map(len, along)))  # channels are run through either way
    demand(most <= MOST, "more than can be checked here")
    if tensor == "output":
        names, outer = ("input", "weight"), [((first, second // outs * ins + c), (second, c)) for c in range(ins)]
    elif tensor == "grad_input":
        block = range(second // ins * outs, (second // ins + 1) * outs)
        names, outer = ("grad_output", "weight"), [((first, o), (o, second % ins)) for o in block]
    else:
        images = range(layer["batch_size"])
        names, outer = ("grad_output", "input"), [((z, first), (z, first // outs * ins + second)) for z in images]
    left, right = (called(layer, name) for name in names)
    found = ((u, v, zip(*pairs, strict=True)) for u, v in outer for pairs in product(*along))
    return [sorted(([left, (*u, *p)], [right, (*v, *q)])) for u, v, (p, q) in found]


def true_terms(layer, tensor, index, space, tables):
    """The terms of an entry; tables hold what meets along each axis, by place, and space is as large as the output."""
    if tensor == "grad_bias":
        demand(layer["batch_size"] * prod(space) <= MOST, "more than can be checked here")
        found = [
            [["grad_output", (z, *index, *m)]] for z, *m in product(range(layer["batch_size"]), *map(range, space))
        ]
    else:
        along = [table[place] for table, place in zip(tables, index[2:], strict=True)]
        found = products(layer, tensor, index, along)
        found += [[["bias", index[1:2]]]] if called(layer, tensor) == "output" and "bias" in layer else []
    return [{"coefficient": 1, "factors": factors} for factors in found]


def check_entries(claimed, axes, mets):
    """Demands that every entry listed is the sum of its products; how many different ones of each tensor."""
    layer = claimed["layer"]
    batch, ins, outs, groups = (layer[called(layer, name)] for name in COUNTS)
    sizes, outputs, kernel = list(zip(*axes, strict=True))[:3]
    shapes = {"output": (batch, outs, *outputs), "grad_input": (batch, ins, *sizes)}
    shapes |= {"grad_weight": (outs, ins // groups, *kernel)}
    shapes |= {"grad_bias": (layer["out_channels"],)} if "bias" in layer else {}
    demand(set(claimed["entries"]) == {called(layer, name) for name in shapes}, f"entries has {', '.join(shapes)}")
    for tensor, shape in shapes.items():
        own, *others = SIDES.get(tensor, (0, 0, 0))
        tables = [{place: [] for place in range(size)} for size in shape[2:]]
        for table, met in zip(tables, mets, strict=False):
            for meeting in sorted(met):
                table[meeting[own]].append([meeting[side] for side in others])
        name = called(layer, tensor)
        for entry in claimed["entries"][name]:
            index = entry["index"]
            demand(integers(index, len(shape), 0) and all(map(int.__lt__, index, shape)), f"no entry {index} of {name}")
            right = {"index": index, "terms": true_terms(layer, tensor, index, claimed["output_size"], tables)}
            demand(same(entry, right), f"{name} at {index}")
    return {tensor: len({str(entry["index"]) for entry in entries}) for tensor, entries in claimed["entries"].items()}


def same(claimed, right):
    """Whether two values are written alike: as text, 1 is neither true nor 1.0."""
    return json.dumps(claimed, sort_keys=True) == json.dumps(right, sort_keys=True)


def check(path):
    """Compares what is claimed with what is true."""
    claimed = json.loads(Path(path).read_text(encoding="utf-8"), object_pairs_hook=without_twins)
    demand(type(claimed) is dict and set(claimed) == KEYS, f"a certificate has {', '.join(sorted(KEYS))}")
    demand(same(claimed["version"], 2), "this reads version 2")
    axes = checked_layer(claimed["layer"])
    mets = [meetings(*axis) for axis in axes]
    sizes, outputs, *_ = zip(*axes, strict=True)
    demand(same(claimed["output_size"], sizes if "transposed" in claimed["layer"] else outputs), "output_size")
    along = [true_forms(claimed, number, *pair) for number, pair in enumerate(zip(axes, mets, strict=True))]
    forms = {
        called(claimed["layer"], name): dict(zip(keys, zip(*(told[name] for told in along), strict=True), strict=True))
        for name, keys in FORMS.items()
    }
    demand(same(claimed["forms"], forms), "forms has more than the three forms")
    for number, (axis, phases) in enumerate(zip(axes, claimed["phases"], strict=True)):
        demand(same(phases, true_phases(axis)), f"the phases along axis {number}")
    listed = check_entries(claimed, axes, mets)
    told = ", ".join(f"{many} of {tensor}" for tensor, many in listed.items())
    places = " + ".join(str(len(met)) for met in mets)
    print(f"accepted: output_size, three forms and all phases, at {places} meetings along the axes; entries: {told}")


def main(*paths):
    """Checks the file; whatever cannot be read is rejected, in one line."""
    try:
        check(*paths)
    except (AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError) as error:
        sys.exit(f"rejected: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
