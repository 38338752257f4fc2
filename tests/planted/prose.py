"""Sentences that state a layer and its conventions, as people write them."""

from random import Random

from planted.formula import Layer
from planted.index import index
from planted.truths import Family
from planted.voices import Voice

FROM = {
    0: ("All indices start at 0.", "Indices count from 0.", "We count from 0."),
    1: ("All indices start at 1.", "Indices count from 1.", "We count from 1."),
}
NAMES = {"s": "stride", "p": "padding", "d": "dilation"}


def conventions(about: Family, said: Voice, rng: Random) -> tuple[str, ...]:
    """What a general derivation says before its formulas: stride, padding, dilation, base, sizes, names."""
    math = (lambda text: text) if said.plain else (lambda text: f"${text}$")
    has = {"s": about.stride, "p": about.padding, "d": about.dilation}
    words = []
    for key, name in NAMES.items():
        letters = [said.letters[f"{key}{t}"] for t in range(1 if said.alike else about.axes)]
        words.append(
            f"{name} {' and '.join(map(math, letters))}"
            if has[key]
            else {"s": "stride 1", "p": "no padding"}.get(key, "")
        )
    listed = ", ".join(word for word in words if word)
    found = [rng.choice((f"A convolution layer, {listed}.", f"The layer is a cross-correlation with {listed}."))]
    found.append(rng.choice(FROM[said.base]))
    if not said.limits or rng.random() < 0.6:
        axes = range(about.axes)
        by = " x " if said.plain else r" \times "
        kernel, output = (math(by.join(said.letters[f"{kind}{t}"] for t in axes)) for kind in "kq")
        found.append(
            rng.choice(
                (f"The filter is {kernel}, the output {output}.", f"Filter size {kernel}, output size {output}.")
            )
        )
    if said.upstream in ("delta", "letter"):
        places = tuple(index((1, (name,))) for name in (*about.lead["g"], *(f"m{t}" for t in range(about.axes))))
        fraction = rf"\frac{{\partial {said.letters['L']}}}{{\partial {said.entry('y', places)}}}"
        found.append(f"Let ${said.entry(said.upstream, places)} = {fraction}$.")
    return (" ".join(found),)


def stated(
    here: Layer,
    rng: Random,
    *,
    base: int | None = None,
    upstream: Voice | None = None,
    words: dict[str, str] | None = None,
    plain: bool = True,
) -> tuple[str, ...]:
    """What a worked example says before its formulas: every size as a number."""
    sizes = {key: "x".join(str(getattr(one, key)) for one in here.axes) for key in ("size", "kernel")}
    listed = [f"input {sizes['size']}", f"kernel {sizes['kernel']}"]
    for key in ("stride", "dilation"):
        numbers = [getattr(one, key) for one in here.axes]
        if key == "stride" or set(numbers) != {1}:
            listed.append(
                f"{key} {numbers[0]}" if len(set(numbers)) == 1 else f"{key} ({', '.join(map(str, numbers))})"
            )
    numbers = [one.before for one in here.axes]
    if set(numbers) == {0}:
        listed.append("no padding")
    else:
        listed.append(
            f"padding {numbers[0]}" if len(set(numbers)) == 1 else f"padding ({', '.join(map(str, numbers))})"
        )
    found = [rng.choice(("The layer: {}.", "We take {}.", "Example: {}.")).format(", ".join(listed))]
    if base is not None:
        found.append(rng.choice(FROM[base]))
    if upstream and upstream.upstream in ("delta", "letter"):
        name, loss, output = upstream.letters[upstream.upstream], upstream.letters["L"], upstream.letters["y"]
        found.append(rf"Let ${name} = \frac{{\partial {loss}}}{{\partial {output}}}$.")
    if words:
        star = "corr(A, B)" if plain else r"$A \star B$"
        found.append(f"{star} is the cross-correlation without padding, rot180 turns by 180 degrees,")
        found.append("dilate puts s-1 zeros between neighbours, pad puts zeros on all sides.")
        output, source, kernel = words["Y"], words["X"], words["W"]
        found.append(f"{output} is the output, {source} the input, {kernel} the kernel.")
    return (" ".join(found),)
