"""Exercises, verdicts, and what a page, a notebook and a reader's voice add."""

WORDS = {
    "verdicts.differs": (
        "{claim} by route {route} differs in {wrong} of {n} entries, first at {first}: the first line is the truth, "
        "the second the route's."
    ),
    "verdicts.shape": "{lacks:The route has no|There is no} such entry: the route gives {shape}.",
    "sweep.title": "Sweep over {n:1 combination|{n} combinations}",
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
    "exercise.title": "Exercise: {student}",
    "exercise.layer": (
        "A filter {F} slides over an input {X} and leaves an output {O}: {layer}.{padded: Entries outside the input are 0.|} A "
        "loss {L} is computed from the output, and {given} is given."
    ),
    "exercise.asked": (
        "Write each of these as a sum of products of entries of {given} with entries of {F} or {X}. Indices count from "
        "{base}."
    ),
    "exercise.painted": "A transposed convolution: every entry of an input {X}, times a filter {F}, is added to a window of an output {O}: {layer}.{padded: The padding cuts entries off the output.|} A loss {L} is computed from the output, and {given} is given.",
    "exercise.painted.asked": "Write each of these as a sum of products: entries of {O} with {X} and {F}, gradients with {given} and {F} or {X}. Indices count from {base}.",
    "exercise.base": "Indices count from {base}.",
    "exercise.header": "Begin your answer with this line; it says which layer is meant:",
    "exercise.key": "Key",
    "exercise.key.title": "{student}: {layer}",
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
