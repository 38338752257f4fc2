"""English. How templates are read is told in ``lesson/wording.py``."""

WORDS = {
    "list.next": ", ",
    "list.last": " and ",
    "document.title": "The gradients of a convolution: {layer}",
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
    "picture.channel": ", {n:channel|channels} {place}",
    "picture.lies": "rows {rows}, columns {columns} of {whole}",
    "picture.lies.row": "places {columns} of {whole}",
    "picture.pairs": (
        "{n:One more pair of slices is|{n} more pairs of slices are} multiplied and added in the same way."
    ),
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
    # opening
    "opening.title": "The gradients of a convolution",
    "opening.promise": "Given {given}, find {wanted}, and see what kind of convolution they are.",
    "opening.note": "Everything in these slides was derived by the chain rule for this very layer, and proven.",
    "opening.why.title": "Why it matters",
    "opening.why.networks": (
        "Convolutions with a stride are how networks such as ResNet make their maps smaller: the first layer, and the "
        "first of each later stage, moves by 2."
    ),
    "opening.why.gradient": (
        "Everything below such a layer learns from its gradient. Where that is wrong, the shapes may still be right."
    ),
    "opening.why.curve": (
        "This very layer, its input learned by gradient descent. With the flip forgotten: no error, and no learning."
    ),
    "opening.why.note": (
        "Both curves are computed from the numbers of this example: the input starts at 0 and is to give the same "
        "output. They differ in nothing but the flip of the filter on the way back."
    ),
    "opening.curve.right": "right gradient",
    "opening.curve.wrong": "flip forgotten",
    "opening.curve.steps": "steps",
    "opening.curve.loss": "loss",
    "opening.letter": "{d} stands for {g}, which comes back from the layers above and is known.",
    "opening.tensors": "What is what",
    "opening.tensors.note": (
        "A loss {loss} is computed from the output. Its gradient {g} has the output's shape and is known. "
        "The colours mean the same on every slide, and each has a second cue: a letter, a frame, a pattern."
    ),
    "opening.channels": "Pictures show the first image and the first channels.",
    "opening.volumes": "Of volumes, pictures show two slices.",
    # one entry by the chain rule
    "chain.nothing.title": "Every window lies in the padding",
    "chain.nothing": "No output reads an entry of {x}: its gradient is 0 everywhere.",
    "chain.local.title": "{n:One entry, one output|One entry, {n} outputs}",
    "chain.local": (
        "{x} lies in {n:one window|{n} windows}{many:, in each of {outputs} output channels|}. {n:The output "
        "changes|Each output changes} with it by the filter entry it meets:"
    ),
    "chain.local.note": "Point at {x} and let the windows pass: under which filter entry does it lie each time?",
    "chain.sum.title": "The chain rule adds them up",
    "chain.sum": (
        "What the loss feels of {x} is what it feels through {n:the one output|all {n} outputs} it takes part in:"
    ),
    "chain.sum.note": "First the links, then with the local derivatives of the last slide: {g}.",
    # stride 1
    "warm-up.title": "Warm-up: stride 1",
    "warm-up.layer": "A small layer first: input {n}, kernel {k}, and the window moves by one.",
    "warm-up.note": "Forward is a cross-correlation: the filter is not flipped.",
    "warm-up.flip.title": "Which filter entry meets which output?",
    "warm-up.flip": "Seen from an input, the filter entries come in reverse order: {whole}.",
    "warm-up.flip.note": "Compare each line with the last slides: same terms, same order as under the window.",
    "warm-up.formula.note": "⋆ slides without flipping, as frameworks do; the flip is written out.",
    # the layer
    "layer.windows.title": "Forward at stride {s}",
    "layer.windows.strided": "Now the window moves by {s}. What meets what: {relation}.",
    "layer.windows.one": "The window moves by {s}. What meets what: {relation}.",
    "layer.windows.note": "Let the class find the first input entry of the next window before you step on.",
    "layer.kinds.title": "Neighbours are not alike",
    "layer.kinds.strided": "Entries next to each other lie in different windows, and under different filter entries:",
    "layer.kinds.apart": "No two windows share an entry. What lies between them meets nothing, and its gradient is 0:",
    "layer.kinds.one": "Entries next to each other meet the same filter entries through other outputs:",
    "layer.kinds.note": "Count the terms. What decides how many there are?",
    "layer.every": "Every entry at once:",
    "layer.every.note": "The condition under the second sum is the relation, solved for {x}.",
    # the question
    "question.title": "Is it still a convolution with the rotated filter?",
    "question.strided": "At stride 1 it was. Is {g} at stride {s} still this?",
    "question.one": "The textbook pads with one less than the kernel, flips and slides. Is {g} this?",
    "question.vote": "Yes, or no? Decide before the next slide.",
    "question.note": "Take a vote. Do not tell yet.",
    "question.tried.title": "Try it on one entry",
    "question.tried": "Under the filter, for {x}. First the chain rule, then what this gives:",
    "question.missing": "It has no entry {x}, where the chain rule gives",
    "question.tried.note": "Let the class multiply window and filter for {x}, then compare term by term.",
    "question.why.title": "Why it fails",
    "question.shape": "It has {got} entries, the input has {n}.",
    "question.why.strided": (
        "The windows of neighbouring outputs start {s} inputs apart (marked), but their gradients touch: the filter "
        "meets them too early."
    ),
    "question.why.one": "This layer has padding or dilation, and the recipe knows of neither.",
    "question.way.out.strided": "So give the outputs their distance back.",
    "question.way.out.one": "So pad by what this layer needs.",
    "question.why.note": "The filter is right, the map under it is wrong.",
    "question.holds.title": "Yes, on this layer",
    "question.holds.strided": "With a single output along each strided axis no distance is lost.",
    "question.holds.one": "At stride 1, without padding and dilation, it is exactly the gradient.",
    "question.holds.note": "On other layers it is not: try one with padding, or with a stride and more outputs.",
    # dilate, pad, flip, slide
    "recipe.dilate.title": "Dilate",
    "recipe.dilate.before": "{g} as it comes back: neighbours touch.",
    "recipe.dilate": "{n:One zero|{n} zeros} between neighbours, one less than the stride: back at their distance.",
    "recipe.dilate.words": "{zeros} zeros between neighbours, along each axis one less than the stride.",
    "recipe.dilate.note": "How many zeros? One less than the stride, as many as there are inputs strictly between.",
    "recipe.pad.title": "Pad",
    "recipe.pad.words": "{n:One zero|{n} zeros} around, one less than the kernel.",
    "recipe.pad.axes": (
        "Zeros before: {before}; after: {after}: what the filter spans, less one{padded:, less the padding of the "
        "forward pass|}{remains:; after, the remainder more|}.{crops: A negative number cuts entries off.|}"
    ),
    "recipe.pad.after": "Now the filter can stand at every entry of the input.",
    "recipe.pad.note": (
        "Before: one less than what the filter spans, less the padding of the forward pass. After: the same, and the "
        "remainder more."
    ),
    "recipe.flip.title": "Flip",
    "recipe.flip.before": "{f} as it was used forward.",
    "recipe.flip.dilated": "With the zeros of its dilation.",
    "recipe.flip.half.label": "turned around along one axis",
    "recipe.flip.half": "Turned around along one axis: only half of the way.",
    "recipe.flip.after": "Turned around along every axis.",
    "recipe.flip.note": "In an image a rotation by 180°, not a transposition.",
    "recipe.slide.title": "Slide",
    "recipe.slide": "{whole}, in steps of 1, whatever the stride of the layer{many:; the output channels add up|}.",
    "recipe.sign": "{sign} slides the right side over the left as it is, and adds up the products.",
    "recipe.slide.note": "At each step the zeros fall on other filter entries: that is why neighbours differ.",
    "recipe.formula.note": "Read it aloud: dilate, pad, flip, slide.",
    # the filter
    "filter.chain.title": "Back to the filter",
    "filter.chain": "Every output uses every filter entry, so {f} collects from all of them:",
    "filter.so": "As one line:",
    "filter.chain.note": "The same chain rule; only the local derivatives are now inputs.",
    "filter.picture.title": "Which inputs does a filter entry meet?",
    "filter.picture.strided": "They lie a stride apart, one for each output.",
    "filter.picture.one": "They lie side by side, one for each output.",
    "filter.picture.note": "The marked inputs have the pattern of the dilated gradient.",
    "filter.strided": "The input is correlated with the dilated gradient; nothing is flipped.",
    "filter.one": "The input is correlated with the gradient as it is; nothing is flipped.",
    "filter.dilation": "Of the result every d-th entry is kept (d = {d}): the others lie between the filter's entries.",
    "filter.trim": "The remainder leaves entries too many; the first {k} count.",
    "filter.channels": "Each pair of channels has a correlation of its own, summed over the images.",
    "filter.formula.note": "The stride of the forward pass is the dilation of the backward pass.",
    # channels, numbers, pooling
    "channels.title": "Channels swap roles",
    "channels.row": "a row makes {made}",
    "channels.column": "a column makes the gradient of {made}",
    "channels.forward": (
        "Forward, an output channel sums over the input channels of {x}: a row of filters makes a channel of {o}."
    ),
    "channels.back": (
        "Back, an input channel sums over the output channels: a column of filters, each flipped, makes a channel of "
        "{g}. Input and output channels of the filter swap roles."
    ),
    "channels.check": (
        "In code, exchange the first two axes of the filter. Where this is forgotten, an error shows only if the "
        "numbers of channels differ."
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
    "filter.bias.title": "The gradient of the bias",
    "filter.bias": "The bias is added to every output of its channel, so it collects from all:",
    "filter.bias.note": "The local derivative is 1.",
    # upsampling
    "upsample.dropped.title": "Where the zeros come from",
    "upsample.dropped": "A layer of stride {s} is a layer of stride 1 of which only some outputs are kept.",
    "upsample.zeros": "A dropped output cannot change the loss: its gradient is 0. These are the inserted zeros.",
    "upsample.dropped.note": "Zero insertion is what keeping every s-th entry becomes on the way back.",
    "upsample.steps.title": "Upsample, then backward at stride 1",
    "upsample.decimated": "{o} is the output at stride 1, subsampled: proven on {n:its entry|{n} entries}.",
    "upsample.backward": "{g} by upsampling and backward at stride 1: proven on {n:its entry|{n} entries}.",
    "upsample.steps.note": "So whoever has backward at stride 1 has backward at every stride.",
    "upsample.proven.title": "What was proven",
    "upsample.phases.title": "Phase by phase",
    "upsample.phases": "Inputs whose distance is a multiple of the stride {s} meet the same filter entries, no others:",
    "upsample.phase": "phase",
    "upsample.met": "filter entries met",
    "upsample.number": "number",
    "upsample.none": "none: gradient 0",
    "upsample.more": "{n:1 more phase|{n} more phases} left out here.",
    "upsample.phases.note": "The products with inserted zeros need never be carried out. Fast programs work like this.",
    # the end
    "takeaways.padding": "padding",
    "takeaways.dilation": "dilation",
    "takeaways.remainder": "a remainder",
    "takeaways.recipe.holds": (
        "“Pad with the kernel less one” holds here; with padding, dilation or a remainder it can fail."
    ),
    "takeaways.recipe.fails": "“Pad with the kernel less one” fails here: this layer has {what}.",
    "takeaways.note": "Ask for the three sentences before you show them.",
    # the quiz
    "quiz.title": "Which one is right?",
    "quiz.asked": "Which sum is {g}?",
    "quiz.right": "{letter} is right.",
    "quiz.wrong": " {letter}: {why}.",
    "quiz.note": "Each wrong answer is what a common mistake gives; ask which mistake it is.",
    "quiz.no-flip": "the filter is not flipped",
    "quiz.flipped": "something was flipped",
    "quiz.strided-filter-gradient": "the gradient was slid in steps of the stride instead of being dilated",
    "quiz.no-dilation": "no zeros were inserted",
    "quiz.stride-on-tap": "the stride multiplies the filter's index",
    "quiz.one-axis-flip": "flipped along one axis only",
    "quiz.padding-lost": "the padding is lost from the index",
    "quiz.channels-not-summed": "the output channels are not summed",
    "quiz.stride-dilation-swapped": "stride and dilation are exchanged",
    "quiz.overwritten-overlap": "windows overwrite each other instead of adding up",
    "quiz.off-by-one": "an index is off by one",
    # the lesson
    "lesson.question.title": "The question",
    "lesson.question.strided": (
        "Image networks make their maps smaller with convolutions of stride 2 or more, and learn by gradients. At "
        "stride 1 the gradient of the input is a convolution again, with the filter flipped. Is it still one at "
        "stride {s}? And if so, what slides over what?"
    ),
    "lesson.question.one": (
        "A network learns by gradients. Going forward, a convolution slides a filter over its input. Going back, what "
        "slides over what?"
    ),
    "lesson.layer": (
        "A filter {F} of {k:1 entry|{k} entries} {f} slides over an input {X} of {n:1 entry|{n} entries} {x} in steps "
        "of {s} and leaves an output {O} of {m:1 entry|{m} entries} {o}. From the output a loss {L} is computed. Its "
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
        "meets there is the local derivative: {local}. The loss feels {x} through {links:this output|these "
        "outputs} alone{links:. By the chain rule|, and the chain rule adds them up}:"
    ),
    "lesson.entry.apart": (
        "No two windows share an entry here, so no sum has more than one output in it; an entry between the windows "
        "meets none, and its gradient is 0:"
    ),
    "lesson.slide.title": "Dilate, pad, flip, slide",
    "lesson.slide.reverse": (
        "Read the sum of {x} once more: the outputs come in order, the filter entries in reverse order. So flip the "
        "filter, and slide it over {d}."
    ),
    "lesson.slide.other": (
        "Seen from an input, the filter lies the other way round: what comes later in the window meets an earlier "
        "output. So flip the filter, and slide it over {d}."
    ),
    "lesson.slide.tried": (
        " Over {d} as it is, this goes wrong, at {x} for instance. The first line is the chain rule, the second what "
        "one gets:"
    ),
    "lesson.slide.missing": " Over {d} as it is, this leaves {got} entries where the input has {n}.",
    "lesson.slide.why": (
        "The windows of neighbouring outputs start {s} inputs apart; in {d}, neighbours touch. So give them their "
        "distance back:"
    ),
    "lesson.slide.window": (
        "{sign} slides the right side over the left as it is, and adds up the products. Here the flipped filter makes "
        "the gradient of {x}:"
    ),
    "lesson.proven": (
        "{n:The one entry was|All {n} entries were} proven equal to the chain rule, exactly, by {programs:one program|"
        "{programs} independent programs}."
    ),
    "brief.input": "The gradient of the input: dilate, pad, flip, slide.",
    "brief.weight": "The gradient of the filter: the same zeros between, nothing flipped.",
    "numbers.title": "In numbers",
    "numbers.grids": "The first image and the first channels:",
    "numbers.check": "Check it yourself, in PyTorch:",
    "remember.title": "What to remember",
    "remember.relation": "{relation} says what meets what. Both gradients read it backwards.",
    "remember.zeros": (
        "The stride becomes zeros on the way back, one less than the stride between neighbours. After that, everything "
        "slides in steps of 1."
    ),
    "remember.dense": "Without a stride no zeros are put in between; the map is only padded.",
    "remember.flip": "The filter is flipped for {gx}. For {gf} nothing is flipped.",
    # the layer
    "setting.images": "{n:1 image|{n} images}",
    "setting.inputs": "{n:1 input channel|{n} input channels}",
    "setting.outputs": "{n:1 output channel|{n} output channels}",
    "setting.channels": (
        "The layer has {counts}{grouped: in {groups} groups that do not see each other|}. Upper indices: "
        "{images:{image} is the image, |}{outputs:{out} the output channel, |}"
        "{grouped:{out} selects the filter{wide:, {channel} its channel|}, which reads channel {read} of the input"
        "|{inputs:{channel} the input channel|the input has one channel}}. "
        "Figures show the first image and the first channels."
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
    # entries and local derivatives
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
    # the filter's gradient, and the bias's
    "weight.title": "The gradient with respect to the filter",
    "weight.convolution": (
        "Every output uses every filter entry, so {f} collects from all of them. {strided:The inputs it meets lie a "
        "stride apart: so {d} gets the same zeros between its entries, and slides over the input|The inputs it meets "
        "lie side by side: so {d} slides over the input as it is}{padded:, padded as in the forward pass|}. Nothing is "
        "flipped."
        "{dilated: Of the result only every d-th entry is kept (d = {distance}); the others lie between the filter's "
        "entries.|}"
        "{trimmed: The remainder leaves some entries too many, and the first {k} count.|}"
        "{many: Each pair of channels has a correlation of its own, summed over the images.|} Here the window makes "
        "the gradient of {made}:"
    ),
    "bias.title": "The gradient with respect to the bias",
    "bias.sum": "The bias is added to every output of its channel, with local derivative 1:",
    "bias.proven": "{g} is this sum",
    # the input's gradient
    "input.sum": "An input entry collects from every window it lies in:",
    "steps.dilate": "Dilate: put {n:one zero|{n} zeros} between neighbours, one less than the stride.",
    "steps.dilate.axes": "Dilate: put {n} zeros between neighbours, along each axis one less than the stride.",
    "steps.pad": "Pad: {pad} zeros around on every side, {k} being the kernel size.",
    "steps.pad.axes": (
        "Pad {alike:each axis|axis {axis}}, zeros before: {before}; after: {after}."
        "{crops: A negative number cuts entries off.|}{last: Here {e} is what the filter spans, {left} and {right} are "
        "the zeros of the forward pass, and {r} is the remainder.|}"
    ),
    "steps.flip": "Flip: turn the filter{dilated:, with the zeros of its dilation,|} around along every axis.",
    "steps.slide": "Slide: the window moves by one, however far it moved forward.",
    "steps.sum": "Add up: each output channel has a filter of its own, and all add to the same input.",
    # through the activation
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
    # what to remember
    "remember.one.title": "At stride 1: flip, and convolve{full: in full|}",
    "remember.one": (
        "Without stride no zeros are inserted. The upstream gradient is padded and correlated with the flipped filter "
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
    # why a step of a proof is allowed
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
    # what is believed about the zeros
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
    # the theorem for every size
    "theorem.title": "The gradients of a convolution, for every size",
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
        "The chain rule starts from what the outputs are made of. [c] is 1 where c holds and 0 elsewhere, so a sum "
        "with tests runs over what passes them. Entries may lie in any commutative ring."
    ),
    "theorem.derivation.title": "Derivation",
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
    # who judged its side conditions
    "judged.proven": "proven",
    "judged.proven.title": "What was proven",
    "judged.proven.how": "The side conditions were proven for all integers by the solver z3.",
    "judged.replayed": "replayed",
    "judged.replayed.title": "What was replayed",
    "judged.replayed.how": (
        "The side conditions were replayed, without a solver, exactly on random integers, each at {n} choices of them "
        "or more: this finds mistakes and proves nothing."
    ),
    # side conditions
    "sides.and": " and ",
    "sides.always": "{old} always",
    "sides.exactly": "{old} exactly where {new}",
    "sides.runs": "{old} = {place} runs through the numbers from {first} to {last} as {new} does",
    "sides.below": "the tests keep {letter} below {size}",
    # the statements
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
    # the theorem on slides
    "slides.statement.title": "For every size",
    "slides.statement.note": ("Side conditions {word} for all input sizes, kernels, strides, dilations and paddings."),
    "slides.left.title": "Why: one output for each tap",
    "slides.correlation.title": "Why: what is left is a correlation",
    "slides.why.line": "{why}.",
    "slides.why.note": "All {n} lines: symconv prove --all-sizes.",
    # verdicts alone, and sweeps
    "verdicts.differs": (
        "{claim} by route {route} differs in {wrong} of {n} entries, first at {first}: the first line is the truth, "
        "the second the route's."
    ),
    "verdicts.shape": "{lacks:The route has no|There is no} such entry: the route gives {shape}.",
    "sweep.title": "Sweep over {n} combinations",
    "sweep.proven": "proven",
    "sweep.skipped": "skipped",
    "sweep.failed": "failed",
    "sweep.entries": "{n} entries compared",
    "sweep.outcome": "outcome",
    "sweep.layers": "layers",
    "sweep.why": "why",
    "sweep.route": "{claim} by {route}",
    "sweep.fails": "Fails: {routes} on {layer}.",
    "sweep.more": "{n} more failures left out here; JSON has all.",
    # exercises
    "exercise.title": "Exercise: {student}",
    "exercise.layer": (
        "A filter {F} slides over an input {X} and leaves an output {O}: {layer}. Entries outside the input are 0. A "
        "loss {L} is computed from the output, and {given} is given."
    ),
    "exercise.asked": (
        "Write each of these as a sum of products of entries of {given} with entries of {F} or {X}. Indices count from "
        "{base}."
    ),
    "exercise.header": "Begin your answer with this line; it says which layer is meant:",
    "exercise.key": "Key",
    "exercise.key.title": "{student}: {layer}",
    # around the slides
    "section.opening": "opening",
    "section.warm-up": "warm-up",
    "section.layer": "layer",
    "section.question": "question",
    "section.recipe": "recipe",
    "section.filter": "filter",
    "section.channels": "channels",
    "section.numbers": "numbers",
    "section.pooling": "pooling",
    "section.upsample": "upsample",
    "section.theorem": "theorem",
    "section.takeaways": "takeaways",
    "section.quiz": "quiz",
    "figure.forward": "forward",
    "figure.dilate": "dilate",
    "figure.pad": "pad",
    "figure.flip": "flip",
    "figure.slide": "slide",
    "figure.filter": "filter",
    "shell.bar": "Slides",
    "shell.on": "Next step",
    "shell.back": "Step back",
    "shell.ends": "First, last slide",
    "shell.number": "Slide of this number",
    "shell.overview": "All slides",
    "shell.speaker": "Speaker's window",
    "shell.notes": "Notes",
    "shell.timer": "Timer",
    "shell.elapsed": "Time since the start",
    "shell.pause": "Pause",
    "shell.restart": "Restart",
    "shell.now": "This slide",
    "shell.next": "Next slide",
    "shell.full": "Full screen",
    "shell.black": "Black screen",
    "shell.print": "Print, or save as PDF",
    "shell.help": "Keys",
    "shell.keys": "Keys",
    "shell.close": "Close",
    # read aloud, or shown by a page besides the story
    "cell.inserted": "inserted",
    "cell.padding": "padding",
    "spoken.row": "Row {n}: {cells}.",
    "spoken.window": "{x} in the window",
    "spoken.inserted": "{x} inserted",
    "spoken.padding": "{x} of padding",
    "spoken.open": "not yet made",
    "move.back": "One place back",
    "move.on": "One place on",
    "move.play": "Move the window, or pause",
    "document.by": "by {author}",
    "page.skip": "Skip to the derivation",
    "page.contents": "Contents",
    "page.legend": "Legend",
    "page.table": "table",
    "page.verdicts": "verdicts",
    "page.hint": (
        "Point at an entry, tap it, or walk a matrix with the arrow keys: it is framed wherever it stands, and what it "
        "meets is framed with dashes."
    ),
    "page.light": "Light",
    "page.dark": "Dark",
    "page.meets": " meets ",
    "page.meets-nothing": " meets nothing",
    "page.with": " with ",
    "page.more": "and {n} more",
    "notebook.title": "Checked in NumPy",
    "notebook.forward": "The forward pass by its definition, on whole numbers:",
    "notebook.gradients": "Both gradients as derived above:",
    "notebook.check": "Every entry against the definition of the derivative:",
}

BABEL = ""


def form(count: object) -> int:
    """Which of the forms of a word fits a count: the first for one, the second for others."""
    return 0 if count == 1 else 1
