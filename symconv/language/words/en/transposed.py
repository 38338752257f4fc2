"""The lesson on a transposed layer."""

WORDS = {
    "document.title.transposed": "A transposed convolution and its gradients: {layer}",
    "layer.extra": "output padding {p}",
    "transposed.question": (
        "A convolution makes maps smaller; networks that draw need the way back to larger ones. A transposed convolution "
        "does going forward what a convolution does going back: it spreads its input out by a stride of {s}. What, then, "
        "are its own gradients?"
    ),
    "transposed.layer": (
        "An input {X} of {n:1 entry|{n} entries} {x} meets a filter {F} of {k:1 entry|{k} entries} {f}. Every input "
        "entry, times the whole filter, is added to a window of the output {O} of {m:1 entry|{m} entries} {o}; the "
        "windows of neighbours start {s} outputs apart. From the output a loss {L} is computed. Its gradient {given} is "
        "known{named:; write {letter} for {entry}|}. Wanted: {wanted}. Indices count from {base}."
    ),
    "transposed.channels": (
        "The layer has {counts}{grouped: in {groups} groups that do not see each other|}. Upper indices: "
        "{images:{image} is the image, |}{inputs:{channel} the input channel|the input has one channel}; of the filter "
        "the first is the input channel{wide: and the second, {out}, counts the output channels it adds to|}. It adds "
        "to output channel {made}. Figures show the first of each{added:; the others are multiplied and added likewise|}."
    ),
    "transposed.sizes": "Along each axis {M} inputs make {N} outputs: windows of {e} entries start {s} apart{padded:, {before} and {after} entries are cut off by padding|}{extra:, and {r}, the output padding, is added at the end|}:",
    "transposed.padding": (
        "Padding cuts the output: {where} of {o}. On the way back {d} gets zeros in the places that were cut off."
    ),
    "transposed.extra": (
        "Output padding {r}: that many more entries at the end of each axis.{same: A convolution with this stride makes "
        "maps of the same size from both, so the size alone does not tell which one to go back to.| What lies beyond "
        "the last window is reached by no input.}"
    ),
    "transposed.dilation": (
        "Dilation {d}: neighbouring filter entries add to outputs that lie {d} apart, and the filter spans {reach}."
    ),
    "transposed.untouched": (
        "{n:1 output entry is|{n} output entries are} reached by no input: {bias:only the bias is|0 stands} there."
    ),
    "transposed.forward.title": "Forward: every input paints a window",
    "transposed.forward": (
        "Every input entry adds its multiple of the filter to {o}. Where the windows overlap, outputs are sums:"
    ),
    "transposed.painted": "{x} times",
    "transposed.nothing": "Padding cuts off every window: no input reaches {o}.",
    "transposed.collected": "Seen from an output, such as {o}, it is a sum over what reaches it{bias:, plus the bias|}:",
    "transposed.same": (
        "That is the sum of a convolution's gradient with respect to its input, with {x} in the place of the upstream "
        "gradient. So zeros between the inputs and the flipped filter compute it, too{bias:; then the bias is added|}:"
    ),
    "transposed.board.title": "A checkerboard, or none",
    "transposed.board.uneven": (
        "Neighbouring outputs add up different numbers of products: a checkerboard, where all entries are alike. It is "
        "gone where every phase of the stride has equally many filter entries; without dilation, where the stride "
        "divides the kernel size:"
    ),
    "transposed.board.even": (
        "Away from the borders every output adds up equally many products, because the filter has equally many entries for "
        "each phase of the stride. So there is no checkerboard:"
    ),
    "transposed.board.label": "products in each entry of {o}",
    "transposed.input.title": "The gradient with respect to the input: nothing is flipped",
    "transposed.input": (
        "{x} enters {n:one output|{n} outputs}, each time times a filter entry, the local derivative:"
    ),
    "transposed.input.sum": "The loss feels {x} through the window that it painted, and by the chain rule:",
    "transposed.input.slide": (
        "Outputs and filter entries come in the same order, so the filter slides as it is{dilated:, dilated,|} over "
        "{d}{padded:, padded where the output was cut,|} in steps of {s}. It is the forward pass of a convolution with "
        "this stride:"
    ),
    "transposed.weight": (
        "Every input entry uses every filter entry once, so {f} collects from all of them: {x}{strided:, with the zeros "
        "of the stride between its entries,|} slides over {d}{padded:, padded where the output was cut|}. Nothing is "
        "flipped.{dilated: Of the result only every d-th entry is kept (d = {distance}).|}{trimmed: The output padding "
        "leaves some entries too many, and the first {k} count.|}{many: Each pair of channels has a correlation of its "
        "own, summed over the images.|}"
    ),
    "transposed.weight.window": "Here the window makes the gradient of {made}:",
    "transposed.remember.exchanged": (
        "A transposed convolution exchanges the roles: forward it is a convolution's gradient with respect to the "
        "input, back it is that convolution's forward pass. It brings back the size, not the values: it is no inverse."
    ),
    "transposed.remember.flip": "Nothing is flipped for {gx}, and nothing for {gf}: the flip is in the forward pass.",
    "transposed.derived": (
        "You have just derived the transposed convolution: with {d} for its input, the same filter, stride and "
        "padding{remains:, and output padding {r},|} it makes {gx}."
    ),
}
