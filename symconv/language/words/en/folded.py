"""The lesson on folded padding."""

WORDS = {
    "layer.mode": "padding mode {mode}",
    "folded.question": (
        "Padded with zeros, a convolution reads nothing beyond the border. Padded with entries of the input itself, it "
        "reads some of them at several places. What is the gradient of an entry that stands at several places?"
    ),
    "folded.padding": "Padding: {where}. There stand entries of the input once more: {mode}.",
    "folded.reflect": "reflect mirrors it at its first and last entry, without repeating these",
    "folded.replicate": "replicate repeats its first and last entry",
    "folded.circular": "circular goes on at its other end, as if it were closed to a ring",
    "folded.around.title": "Where the padding comes from",
    "folded.around": (
        "Written out, the padded input is a larger input, {y}, and what stands around {x} is marked. The filter slides "
        "over {y}, which has no padding of its own:"
    ),
    "folded.input.title": "The gradient with respect to the input: fold back",
    "folded.entry": (
        "{x} stands at {n:one place|{n} places} of the padded input. An output that reads it at several changes with "
        "it by the sum of the filter entries that it meets. The local derivatives:"
    ),
    "folded.back": (
        "Place by place, the gradient of {y} is that of a convolution without padding. So dilate, pad, flip, slide:"
    ),
    "folded.fold": (
        "Now fold back: {n:{x} stands at one place, and its gradient is what arrives there|{x} gets the sum of what "
        "arrives at its {n} places}. Around zeros this would be cut off. Here it belongs to entries of the input, and "
        "cutting it off would lose it:"
    ),
    "folded.weight": (
        "For the filter nothing changes: it meets the entries of {y} as they were read going forward, and nothing is "
        "folded."
    ),
    "folded.remember.copy": "What is copied going forward is added going back: {gx} is folded, not cropped.",
    "folded.remember.inner": "The padded input {y} is an input like any other, and its convolution has no padding.",
}
