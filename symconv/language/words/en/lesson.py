"""The lesson and its appendix."""

WORDS = {
    "list.next": ", ",
    "list.last": " and ",
    "document.title": "The gradients of a convolution: {layer}",
    "layer.transposed": "transposed",
    "layer.input": "input {n}",
    "layer.kernel": "kernel {k}",
    "layer.stride": "stride {s}",
    "layer.padding": "padding {p}",
    "layer.dilation": "dilation {d}",
    "layer.channels": "channels {before} to {after}",
    "layer.groups": "{n} groups",
    "layer.images": "{n} images",
    "layer.bias": "with bias",
    "layer.after": "after {name}",
    "picture.slice": ", slice {place}",
    "picture.lies": "rows {rows}, columns {columns} of {whole}",
    "picture.lies.row": "places {columns} of {whole}",
    "picture.pairs": "{n:One more pair is|{n} more pairs are} multiplied and added in the same way.",
    "picture.part": "Dots stand for what is left out here.",
    "legend.input": "input {x}",
    "legend.weight": "filter {f}",
    "legend.output": "output {o}",
    "legend.gradient": "gradient, as {g}",
    "legend.inputs": "input",
    "legend.weights": "filter",
    "legend.outputs": "output",
    "legend.gradients": "gradient",
    "legend.window": "read by the window",
    "legend.inserted": "zero put in between",
    "legend.padding": "zero put around",
    "proven.here": "Proven for this layer: {n:its one entry equals|all {n} entries equal} the chain rule, exactly.",
    "proven.stated": "Proven: {claim}, {n:on its one entry|on all {n} entries}.",
    "proven.convolution": "{g} is this convolution",
    "proven.title": "Appendix: what was proven",
    "proven.compared": (
        "Each route is a program of its own. Its result was compared with the chain rule, entry by entry, exactly."
    ),
    "proven.how": "Each route is a program of its own; its result is compared with the chain rule, entry by entry.",
    "proven.claim": "claim",
    "proven.route": "route",
    "proven.entries": "entries",
    "proven.verdict": "verdict",
    "proven.yes": "✓ proven",
    "proven.holds": "proven",
    "proven.fails": "FAILS",
    "proven.no": "✗ fails",
    "proven.note": "Symbols are compared, not numbers: the verdict holds for every value of the entries.",
    "channels.title": "Channels swap roles",
    "channels.row": "a row makes {made}",
    "channels.column": "a column makes the gradient of {made}",
    "channels.forward": "Forward, a channel of {o} sums over the channels of {x}: a row of filters.",
    "channels.back": "Back, a channel of {g} sums over the output channels: a column of flipped filters.",
    "channels.check": (
        "In code, exchange the filter's first two axes{grouped:, within each group|}. Where the numbers of channels are equal, no error reminds you."
    ),
    "numbers.forward": "In numbers: forward",
    "numbers.back": "In numbers: back",
    "numbers.note": "Check one entry by hand before you believe the rest.",
    "pooling.title": "A stride is not pooling",
    "pooling.alike": "Both make a map smaller: one number for each window, of the same input.",
    "pooling.strided": "convolution, stride 2",
    "pooling.pooled": "largest of each window",
    "pooling.differ": "Going back, the same gradient takes different ways:",
    "pooling.strided.back": "through the convolution",
    "pooling.pooled.back": "through the largest",
    "pooling.convolution": (
        "The convolution gives every entry its share, as the filter weighs it; the numbers of the input play no part."
    ),
    "pooling.maximum": (
        "Max pooling gives all to the largest entry of a window and nothing to the others; the numbers decide which."
    ),
    "pooling.zeros": (
        "The inserted zeros are no zeros of pooling: they are the outputs that were never computed, and every input "
        "under a window still gets a gradient."
    ),
    "pooling.phases": (
        "“Not next to each other” means this: entries of {x} with the same letter meet the same filter entries, and "
        "neighbours along an axis with a stride never do."
    ),
    "pooling.note": "Ask which of the two has anything to learn.",
    "lesson.question.title": "The question",
    "lesson.question.strided": "Networks shrink feature maps with convolutions of stride 2 or more, and learn by gradients. At stride 1 the gradient of the input is a convolution again, with the filter flipped. Is it still one at stride {s}? If so, what slides over what?",
    "lesson.question.one": (
        "A network learns by gradients. Going forward, a convolution slides a filter over its input. Going back, what "
        "slides over what?"
    ),
    "lesson.layer": (
        "A filter {F} of {k:1 entry|{k} entries} {f} slides over an input {X} of {n:1 entry|{n} entries} {x} in steps "
        "of {s} and produces an output {O} of {m:1 entry|{m} entries} {o}. From the output a loss {L} is computed. Its "
        "gradient {given} is known{named:; write {letter} for {entry}|}. Wanted: {wanted}. Indices count from {base}."
    ),
    "lesson.forward.title": "Forward: one window for each output",
    "lesson.forward": (
        "Every output is the sum of the products under its window{bias:, plus the bias|}"
        "{padded:; entries outside the input count as 0|}. Here the window makes {o}:"
    ),
    "lesson.figures": "In numbers:",
    "lesson.entry.title": "The gradient with respect to the input",
    "lesson.entry": (
        "Which outputs does {x} take part in? It lies in {n:one window, under one filter entry|{n} windows, each time "
        "under another filter entry}{many:, in each of the {outputs} output channels it reaches|}. The filter entry it "
        "meets there is the local derivative:"
    ),
    "lesson.entry.sum": (
        "The loss feels {x} through {links:this output|these {links} outputs} alone, and by the chain rule:"
    ),
    "lesson.entry.apart": (
        "No two windows share an entry here, so no sum has more than one output in it; an entry between the windows "
        "meets none, and its gradient is 0:"
    ),
    "lesson.slide.title": "Dilate, pad, flip, slide",
    "lesson.slide.title.one": "Pad, flip, slide",
    "lesson.slide.reverse": (
        "Read the sum of {x} once more: the outputs come in order, the filter entries in reverse order. So flip the "
        "filter, and slide it over {d}."
    ),
    "lesson.slide.other": (
        "Seen from an input, the filter lies the other way round: what comes later in the window meets an earlier "
        "output. So flip the filter, and slide it over {d}."
    ),
    "lesson.slide.tried": " Over {d} as it is, this goes wrong, at {x} for instance{again::|. The first line is the chain rule, the second what one gets:}",
    "lesson.slide.missing": " Over {d} as it is, this leaves {got} entries where the input has {n}.",
    "lesson.slide.why": "Neighbouring windows start {s} inputs apart, but their gradients are neighbours in {d}. So give them their distance back:",
    "lesson.slide.window": "{sign} slides its right side over its left, without flipping it, and adds up the products. Here the flipped filter makes the gradient of {x}:",
    "lesson.proven": "{n:The one entry is|All {n} entries are} proven equal to the chain rule, by {programs:one program|{programs} independent programs}.",
    "brief.input": "The gradient of the input: {strided:dilate, |}pad, flip, slide.",
    "brief.weight": "The gradient of the filter: {strided:the same zeros between, |}nothing flipped.",
    "numbers.title": "In numbers",
    "numbers.grids": "The first image and the first channels:",
    "numbers.pair": "The first channels, and their filter's gradient, which needs no other channel:",
    "numbers.check": "Check it yourself, in PyTorch:",
    "remember.title": "What to remember",
    "remember.relation": (
        "{relation}: this relation says what meets what, and both gradients are this relation, read backwards."
    ),
    "remember.zeros": (
        "The stride becomes zeros on the way back, one less than the stride between neighbours. After that, everything "
        "slides in steps of 1."
    ),
    "remember.dense": "At stride 1 no zeros are put in between; the map is only padded.",
    "remember.flip": "The filter is flipped for {gx}. For {gf} nothing is flipped.",
    "setting.images": "{n:1 image|{n} images}",
    "setting.inputs": "{n:1 input channel|{n} input channels}",
    "setting.outputs": "{n:1 output channel|{n} output channels}",
    "setting.channels": (
        "The layer has {counts}{grouped: in {groups} groups that do not see each other|}. Upper indices: "
        "{images:{image} is the image, |}{outputs:{out} the output channel, |}"
        "{grouped:which selects the filter, {wide:{channel} the channel of the filter, |}which reads channel {read} of the input"
        "|{inputs:{channel} the input channel|the input has one channel}}. "
        "Figures show the first of each{added:; the others are multiplied and added likewise|}."
    ),
    "sizes.title": "Appendix: sizes",
    "sizes.pads": "On the way back this many zeros go around the dilated map:",
    "setting.sizes": (
        "Along each axis let {N} be the input size, {k} the kernel size, {s} the stride, {d} the dilation, {before} "
        "and {after} the zeros of padding before and after. The filter then spans {e} entries, there are {M} outputs, "
        "and a remainder of {r} entries is reached by no window:"
    ),
    "setting.relation": "One relation says what meets what. An output meets a filter entry at the input position",
    "setting.padding": "Padding: {where}. Entries outside the input are 0 and have no gradient.",
    "setting.padding.each": "{before} before and {after} after each axis",
    "setting.padding.axis": "{before} before and {after} after on axis {axis}",
    "setting.dilation": (
        "Dilation {d}: neighbouring filter entries read inputs that lie {d} apart, and the filter spans {reach}."
    ),
    "setting.remainder": "Remainder {r}: the last {r:entry|{r} entries} of each axis {r:is|are} reached by no window.",
    "setting.untouched": "{n:1 input entry is|{n} input entries are} read by no output; the gradient there is 0.",
    "setting.sign": (
        "The sign ⋆ stands for cross-correlation at stride 1, as frameworks compute what they call convolution: the "
        "right side is slid over the left one without being flipped, and each entry of the result is the sum of the "
        "products."
    ),
    "entries.title": "Entries",
    "every.output": "Appendix: every output",
    "every.weight": "Appendix: the filter's gradient",
    "every.bias": "Appendix: the bias's gradient",
    "every.input": "Appendix: the input's gradient",
    "entries.every": "Every entry{untouched:; one that no output reads is 0|}:",
    "entries.asked": "The entries asked for{untouched:; one that no output reads is 0|}:",
    "entries.some": "Some entries{untouched:; one that no output reads is 0|}:",
    "entries.left-out": "{n:1 more entry|{n} more entries} left out here.",
    "local.table": "The local derivatives, an output in each column:",
    "local.by": "∂ by",
    "local.nothing": "Every window lies in the padding and reads only zeros: the gradient is 0 everywhere.",
    "local.entry": "One entry in full, {x}. The outputs it takes part in change with it by",
    "local.sum": "and the chain rule adds up:",
    "weight.title": "The gradient with respect to the filter",
    "weight.convolution": (
        "{several:Every output uses all of its channel's filter|Every output uses every filter entry}, so {f} collects from all of them. {strided:The inputs it meets lie a "
        "stride apart: so {d} gets the same zeros, and slides over the input|The inputs it meets "
        "lie side by side: so {d} slides over the input as it is}{padded:, padded as in the forward pass|}. Nothing is "
        "flipped."
        "{dilated: Only every d-th entry of the result is kept (d = {distance}); the others lie between the filter's "
        "entries.|}"
        "{trimmed: Because of the remainder the result is larger than the filter, and its first {k} entries count.|}"
        "{many: Each pair of channels has its own correlation{images:, summed over the images|}.|} Here the window makes "
        "the gradient of {made}:"
    ),
    "bias.title": "The gradient with respect to the bias",
    "bias.sum": "The bias is added to every output of its channel, with local derivative 1:",
    "bias.proven": "{g} is this sum",
    "input.sum": "An input entry collects from every window it lies in:",
    "steps.dilate": "Dilate: put {n:one zero|{n} zeros} between neighbours, one less than the stride.",
    "steps.dilate.axes": "Dilate: put {n} zeros between neighbours, along each axis one less than the stride.",
    "steps.pad": "Pad with zeros: {pad} on every side; {letters}.",
    "steps.pad.axes": "Pad {alike:each axis|axis {axis}}, zeros before: {before}; after: {after}.{crops: A negative number cuts entries off.|}{last: Here {letters}.|}",
    "steps.pad.k": "{k} is the kernel size",
    "steps.pad.e": "{e} is what the filter spans",
    "steps.pad.p": "the padding of the forward pass is {p}",
    "steps.pad.r": "{r} is the remainder",
    "steps.flip": "Flip: turn the filter{dilated:, zeros and all,|} around along every axis.",
    "steps.slide": "Slide: the window moves by one, however far it moved in the forward pass.",
    "steps.sum": "Add up: each output channel has its own filter; all add to the same input.",
    "activation.title": "Through the activation",
    "activation.relu": (
        "The input came through an activation, {came}, with derivative {prime} = 1 where {z} is positive and 0 "
        "elsewhere. (At 0 it has none, and 0 is taken.)"
    ),
    "activation.smooth": "The input came through an activation, {came}, with derivative",
    "activation.any": "The input came through an activation, {came} for any differentiable function.",
    "activation.link": "One more link of the chain, for every entry:",
    "activation.whole": "As a whole, ⊙ being the product entry by entry:",
    "activation.textbooks": (
        "Textbooks write this recursion with “the filter rotated by 180°” in place of the gradient of the input. That "
        "is the convolution above, and without the zeros of dilation it is right only at stride 1."
    ),
    "beyond.title": "Appendix: beyond this layer",
    "remember.one.title": "At stride 1: flip, and convolve{full: in full|}",
    "remember.one": (
        "At stride 1 no zeros are inserted. The upstream gradient is padded and correlated with the flipped filter "
        "(in an image: rotated by 180°), which is convolution as signal processing defines it"
        "{full:|; the padding of the forward pass is taken off again}:"
    ),
    "remember.one.proven": (
        "{holds:Proven|Fails} for {same:this layer|the stride-1 layer of input {n} with the same filter}, "
        "{entries:on its one entry|on all {entries} entries}."
    ),
    "remember.upsample.title": "At stride s: upsample, then stride-1 backward",
    "remember.upsample": (
        "A strided convolution is the stride-1 convolution of which every s-th output is kept. Going back, an output "
        "that was dropped has gradient 0: so zeros take the dropped places, and what follows is stride-1 backward."
    ),
    "remember.decimated": "{o} is the stride-1 output, subsampled",
    "remember.upsampled": "{g} by upsampling and stride-1 backward",
    "remember.strided": (
        "Yes, after the zeros are inserted. Convolving with the rotated filter at the layer's own stride is something "
        "else."
    ),
    "remember.strided.agrees": "On this layer the two happen to agree: it is too small to tell them apart.",
    "remember.strided.name": "the strided convolution",
    "remember.recipe.title": "The recipe of the textbooks",
    "remember.recipe.holds": (
        "“Dilate by s−1 zeros, pad with k−1, flip, convolve” is exact without padding, dilation and remainder. Proven "
        "here, {n:on its one entry|on all {n} entries}{broken: although this layer has {what}: here they cancel|}."
    ),
    "remember.recipe.fails": (
        "“Dilate by s−1 zeros, pad with k−1, flip, convolve” is exact without padding, dilation and remainder. This "
        "layer has {what}, and the recipe fails."
    ),
    "remember.recipe.name": "the recipe",
    "remember.shape": "It gives {n:1 entry|{n} entries} where the input has {size}.",
    "remember.surplus": "It has an entry too many, {x}.",
    "remember.fails": "It already fails at {x}. The chain rule gives the first line, {name} the second:",
    "remember.phases": (
        "The products with inserted zeros need not be carried out. Let the phase of an input be its distance from the "
        "first padded entry, modulo the stride: the inputs of one phase meet only some of the filter entries, always "
        "the same."
    ),
    "remember.phases.claim": "{g} is one dense convolution for each phase",
    "beyond.fewer.title": "Fewer multiplications",
    "beyond.fewer": "At stride 1, m neighbouring outputs of a filter of three taps come from m + 2 products along each axis, not 3m: sums of filter entries times sums of inputs, added with signs and fractions (Winograd). What is saved in products is paid in additions, and floats are rounded more.",
    "beyond.fewer.tile": "{tile} outputs at a time: {few} products instead of {many}.",
}
