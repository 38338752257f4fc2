"""The derivation for every size."""

WORDS = {
    "reason.own-channel": "the test leaves input channel v of the sum",
    "reason.read-at-i": "what is read at i is inside the input, as i is",
    "reason.one-tap": "the test leaves tap a of the sum",
    "reason.take-multiple-off": "a multiple of s can be taken off",
    "reason.take-multiple-out": "a multiple of s inside the quotient can be taken out of it",
    "reason.inside-dilated": "a multiple of s is inside the outputs where it is inside the dilated map",
    "reason.push-into-i": "a test without i can stand inside the sum over i",
    "reason.pull-before-m": "a test without m can stand before the sum over m",
    "reason.push-into-t": "a test without t can stand inside the sum over t",
    "reason.inside-input": "an i of the sum is inside the input",
    "reason.divide": "carry the division out",
    "reason.transpose": "column i of C is row i of its transpose",
    "reason.count-from-padding": "count places from the first padded entry",
    "reason.count-from-end": "count the taps from the other end",
    "reason.exchange-sums": "finite sums can be exchanged",
    "reason.multiply-out": "multiply the sum out",
    "reason.inside-padded-input": "no window leaves the padded input",
    "reason.past-the-end": "past the end of D every term is 0",
    "reason.solve-for-m": "solve for m: s must divide, and then m is the quotient",
    "reason.without-tap": "the entry of X does not depend on the tap",
    "reason.same-index": "the same index",
    "reason.one-term": "the test leaves one term of the sum, if any",
    "reason.meet-at-i": "the two tests say: t and a meet at i",
    "reason.inside-padded-map": "the window never leaves the padded map",
    "reason.define-matrix": "this is the definition of C",
    "reason.define-dilated": "this is the definition of D, ∂L/∂O with zeros inserted",
    "reason.define-extended": "this is the definition of E, ∂L/∂O with zeros outside",
    "reason.define-padded": "this is the definition of P, D with zeros around it",
    "reason.define-turned": "this is the definition of R, the filter turned around",
    "reason.define-windows": "this is the definition of W, what the windows add up to",
    "reason.define-full": "this is the definition of Y, the output at stride 1",
    "reason.define-padded-input": "this is the definition of Z, x with zeros around it",
    "reason.inside-longer": "what is inside the dilated map is inside the longer one",
    "reason.divides": "where s divides, the test is passed",
    "reason.vanishes": "where s does not divide, the term is 0",
    "reason.write-input": "write i for the input that is read",
    "reason.write-multiple": "write t for s·m",
    "reason.write-dilated": "write t for the place in the dilated map",
    "reason.write-taps-out": "write the sum over the taps out",
    "belief.recipe": "The recipe of the textbooks",
    "belief.no-remainder": "The remainder left out",
    "belief.remainder-in-front": "The remainder in front",
    "belief.no-padding": "The padding left out",
    "belief.no-dilation": "The dilation left out",
    "belief.fails": "{name} ({before} before, {after} after): fails at {layer}, where {there}.",
    "belief.proven": "{name} ({before} before, {after} after): holds for every such layer.",
    "belief.replayed": "{name} ({before} before, {after} after): held on every such layer tried.",
    "belief.unknown": "{name} ({before} before, {after} after): no layer was found where it fails.",
    "belief.size": "it gives {n:1 entry|{n} entries} for {size}",
    "belief.entry": "{truth} and it gives {got}",
    "theorem.title": "The gradients of a convolution, for every size",
    "theorem.transposed.title": "The gradients of a transposed convolution, for every size",
    "theorem.transposed.form": "Input and output exchanged",
    "theorem.transposed.why": "A transposed layer reads at G and writes at X: {x} stands in the place of G, and {d} in that of X. So {N} counts its outputs, {M} its inputs, and {r}, below {s}, is its output padding. A convolution is the product with a matrix {c}, and its ∂L/∂X the product with the transpose of {c}; both are derived below. The transposed layer is that transpose, and what takes {d} back to {gx} is {c} again: the convolution's forward pass. As T is one number whichever place is left open, {gf} is the convolution's with the two exchanged. A bias is added to the output, and its gradient is the sum of {d}.",
    "theorem.transposed.letters": "So each derivation below is one of this layer, where {x} is read for ∂L/∂O, {d} for X, {o} for ∂L/∂X and {gx} for O:",
    "theorem.transposed.said": "From “{title}”:",
    "theorem.layer.title": "The layer",
    "theorem.layer": (
        "Input size {N}, kernel size {k}, stride {s}, dilation {d} and output size {M} are any whole numbers from 1 on "
        "for which the layer exists; the paddings {before} and {after} are any whole numbers (a negative one cuts "
        "off), and {r} is the remainder:"
    ),
    "theorem.axes": "The same holds along each of {n} axes; a letter carries the number of its axis.",
    "theorem.numbers": "Numbers are put in: {numbers}.",
    "theorem.channels": (
        "Upper indices name image and channel: image {z}, and in group {h} output channel {y} and input channel {v}, "
        "counted from 0 within the group, which has {U} and {V}."
    ),
    "theorem.start": (
        "Each derivation of a gradient starts at O. [c] is 1 where c holds and 0 elsewhere, so a sum with tests runs "
        "over what passes them. {channels:An output reads its own image and group alone: the others have no part in "
        "the chain rule. |}Entries may lie in any commutative ring."
    ),
    "theorem.derivation.title": "Derivation",
    "theorem.chain": "The chain rule: every output counts with its derivative by {by}, and {rule}.",
    "theorem.begins": "It begins with lines (1) to ({n}) of “{title}”, which end in",
    "theorem.line": "({n}) {why}.{asked: Side condition ({word}): {sides}.|}",
    "theorem.sides.next": "; ",
    "theorem.range": "This holds for {tests}.{padded:{zeros}|}",
    "theorem.zeros": " The zeros around D{many: along axis {axis}|}: {before} before it and {after} after it.",
    "theorem.phases.title": "The closed form of each phase, for every input size",
    "theorem.phases": "At {numbers}, an entry of {g} beyond the ends counting as 0:",
    "theorem.recipe": (
        "Where {numbers}, the zeros around D are k−1 on both sides: dilate, pad with k−1, flip, convolve."
    ),
    "theorem.recipe.other": ("It takes no padding, no dilation and no remainder for granted; this layer is another."),
    "theorem.beliefs": (
        "What is often believed about the zeros before and after D, and the smallest layer where it fails:"
    ),
    "theorem.covers": (
        "Each derivation is of {channels:a whole layer with images, groups and channels|one image and one channel; "
        "counts such as --groups 1 make it a whole layer}. It says nothing of rounding, nor of programs, which "
        "“symconv prove” compares layer by layer."
    ),
    "theorem.statement": "statement",
    "theorem.steps": "steps",
    "theorem.sides": "side conditions",
    "theorem.layers": "random layers",
    "theorem.quoted": (
        "For every size, along each axis: let an input of {N} entries, paddings {before} and {after}, and {k}, {s} and "
        "{d} of at least {one} leave {M} outputs and a remainder {r}. Counted from 0, where [c] is {one} if c holds "
        "and {zero} if not,"
    ),
    "theorem.unconditional": (
        "No other condition is needed; “symconv prove --all-sizes” prints the derivation."
        "{padded: The zeros around D: {before} before it and {after} after it; a negative number cuts entries off.|}"
    ),
    "judged.proven": "proven",
    "judged.proven.title": "What was proven",
    "judged.proven.how": "The side conditions were proven for all integers by the solver z3.",
    "judged.replayed": "replayed",
    "judged.replayed.title": "What was replayed",
    "judged.replayed.how": (
        "The side conditions were replayed, without a solver, exactly on random integers, each at {n} choices of them "
        "or more: this finds mistakes and proves nothing."
    ),
    "sides.and": " and ",
    "sides.always": "{old} always",
    "sides.exactly": "{old} exactly where {new}",
    "sides.runs": "{old} = {place} runs through the numbers from {first} to {last} as {new} does",
    "sides.below": "the tests keep {letter} below {size}",
    "statement.dilate-pad-flip.title": "The input: dilate, pad, flip, slide",
    "statement.dilate-pad-flip": (
        "The gradient of the input is a stride-1 correlation: {g} gets s−1 zeros between its entries ({D}) and zeros "
        "around it ({P}; a negative number of zeros cuts entries off), and the filter is turned around ({R})."
    ),
    "statement.dilated-correlation.title": "The filter: slide the dilated gradient over the padded input",
    "statement.dilated-correlation": (
        "The gradient of the filter is a correlation of the padded input ({Z}) with {g} that has s−1 zeros between its "
        "entries ({D}), of which every d-th entry is kept, k in all."
    ),
    "statement.upsample.title": "Upsample: stride-s backward is stride-1 backward",
    "statement.upsample": (
        "Put the zeros in ({D}), with r more behind, and go back through the same layer at stride 1: what is reached "
        "is its chain rule."
    ),
    "statement.upsample-weight.title": "Upsample, for the filter",
    "statement.upsample-weight": (
        "The same {D} with r more zeros behind gives the filter gradient of the stride-1 layer."
    ),
    "statement.decimation.title": "Decimation: keep every s-th output",
    "statement.decimation": (
        "A strided convolution is the stride-1 convolution ({Y}) of which every s-th output is kept."
    ),
    "statement.adjoint.title": "Why zeros appear",
    "statement.adjoint": (
        "For every y, keeping each s-th of its entries and weighing them with {g} is weighing all of them with {D}: "
        "putting zeros in is the adjoint of keeping every s-th."
    ),
    "statement.matrix.title": "Matrix: the layer is a matrix",
    "statement.matrix": (
        "With a row of {C} for each output and a column for each input, the layer is a product with {C}."
    ),
    "statement.transpose.title": "Matrix: the gradient is its transpose",
    "statement.transpose": "What {C} spreads going there, its transpose gathers coming back.",
    "statement.polyphase.title": "Phase by phase",
    "statement.polyphase": (
        "The inputs at {phase} are those of phase {letter}, from 0 to s−1. Which taps they meet does not depend on j: "
        "each phase is a dense correlation with taps of its own, and no zero is multiplied."
    ),
    "statement.scatter.title": "Scatter: every output adds into its window",
    "statement.scatter": (
        "Every product of an output's gradient with a tap is added at the place {place} of the padded input ({W}); "
        "what lies in the padding is cut off."
    ),
}
