"""The lesson on pooling."""

WORDS = {
    "pool.title": "{max:Max|Average} pooling and its gradient: {layer}",
    "pool.layer.output": "output {m}",
    "pool.question.max": (
        "Max pooling keeps the largest entry of each window and forgets the others. Nothing is multiplied by a filter, "
        "nothing is learned. What does the loss feel of an entry?"
    ),
    "pool.question.average": (
        "Average pooling keeps the mean of each window. Nothing is learned. What does the loss feel of an entry?"
    ),
    "pool.layer": (
        "{X} has size {n}, {even:windows of size {k} with stride {s}|windows of at most {k}} make {O} of size {m}. Given is "
        "{d} = {given}, wanted is {gx}."
    ),
    "pool.padding.max": "Padding {p}: it holds nothing that could be the largest (−∞).",
    "pool.padding.counted": "Padding {p}: it adds 0 to a sum, and is counted in what is divided by.",
    "pool.padding.left": "Padding {p}: it adds 0 to a sum, and is not counted in what is divided by.",
    "pool.padding.divisor": "Padding {p}: it adds 0 to a sum.",
    "pool.divisor": "Every sum is divided by {d}, whatever its window holds.",
    "pool.ceil": "The last window may end outside (ceil mode): it is pooled of what lies inside.",
    "pool.adaptive": (
        "Adaptive windows: of N entries and M outputs, that of output m, counted from 0, begins at {start} and ends before "
        "{end}. They differ in size and may overlap."
    ),
    "pool.channels": "Every channel is pooled alone.",
    "pool.forward.title": "Forward: one number for each window",
    "pool.forward.max": (
        "Each output is the largest entry of its window. With {c} for 1 where the entry is the one that is chosen, and 0 "
        "elsewhere, it is a sum like any other:"
    ),
    "pool.forward.average": "Each output is the sum of its window, divided:",
    "pool.uneven.average": (
        "Each output is the mean of its window: {c} is 1 over its number of entries within the window, and 0 outside:"
    ),
    "pool.worked": "The window of {o}{max:; what each window chooses is marked|}:",
    "pool.input.title": "The gradient with respect to the input",
    "pool.local.max": (
        "Where one entry is strictly the largest, a small change of it changes the output as much, and a small change of "
        "another changes nothing: the local derivative is {c}. Each entry of {d} goes to the one that was chosen:"
    ),
    "pool.local.average": (
        "A change of an entry changes each output whose window holds it, by that share of it. Each entry of {d} is handed out in "
        "equal parts:"
    ),
    "pool.entry": "{x} lies in {n:one window|{n} windows}:",
    "pool.each": "Window by window: where each entry of {d} goes.",
    "pool.overlap": (
        "{overlapping:Windows overlap, so what arrives at an entry from several of them is added. Code that assigns into "
        "{gx} window by window loses all but the last.|Here no two windows overlap. Where they do, what arrives at an entry "
        "is added.}"
    ),
    "pool.ties": (
        "Where several entries are the largest there is no derivative. By convention the first of them in reading order gets "
        "everything, as in PyTorch; giving it to each of them would count it several times."
    ),
    "pool.conv.title": "The same as a convolution",
    "pool.conv.average": (
        "Average pooling is a depthwise convolution, with as many groups as channels, whose filter is the constant 1; before "
        "it goes back, {d} is divided by {n}. So dilate, pad, flip, slide hold as they are, and the flip changes nothing."
    ),
    "pool.conv.max": (
        "Max pooling is a depthwise convolution for each place in the window, with a filter that is 1 there and 0 elsewhere, "
        "of the outputs that chose this place. Going back, each takes its part of {d}, and all are added. Which outputs these "
        "are, the numbers decide: no single filter does it."
    ),
    "pool.conv.uneven": "Its windows are of different sizes, so no single filter slides here, and no single stride.",
    "pool.entries.title": "Entry by entry",
    "pool.remember.max": "Each entry of {d} goes whole to the one that was chosen; the others get 0 of it: {gx} depends on the numbers.",
    "pool.remember.average": "Each entry of {d} is handed out evenly over its window; the numbers make no difference to {gx}.",
    "pool.remember.add": "An entry in several windows gets the sum of what they send it.",
    "pool.remember.nothing": "There is no filter, so there is no gradient of one.",
    "pool.proven.average": (
        "Proven: all {n} entries of the output and the gradient are equal to the chain rule, exactly, by {programs:one "
        "program|{programs} programs}."
    ),
    "pool.proven.max": (
        "Proven for every choice of entries: with {c} as symbols, all {n} entries of the output and the gradient are the same "
        "polynomials by the chain rule and by {programs:one program|{programs} programs}. That the chosen entry is the one "
        "with derivative 1 is SymPy's derivative of a largest, where one is strictly the largest; at a tie it is the "
        "convention."
    ),
    "exercise.pooled": "{max:Max|Average} pooling of an input {X} leaves an output {O}: {layer}. A loss {L} is computed from the output, and {given} is given.",
    "exercise.pooled.numbers": "The numbers in {X} say what each window chooses; write them into your answer, too:",
    "exercise.pooled.asked": "Write each of these as a sum of entries of {given}{max:, and entries of {O} as entries of {X}|, each over what it is divided by}. Where nothing arrives, the answer is 0. Indices count from {base}.",
    "quiz.given-to-all": "every entry of a window gets everything",
    "quiz.not-divided": "what is handed out is not divided",
    "quiz.other-divisor": "padding is counted where it is not, or not where it is",
    "quiz.averaged": "this is the mean of the window",
    "quiz.least": "this is the smallest entry of the window",
    "layer.pooled": "{max:max|average} pooling",
}
