"""Where the lesson teaches what a mistake gets wrong."""

from collections.abc import Mapping
from types import MappingProxyType

from symconv.language.wording import Wording

CHAPTERS = (
    "lesson.question.title",
    "weight.title",
    "lesson.entry.title",
    "lesson.slide.title",
    "transposed.input.title",
    "folded.input.title",
    "pool.input.title",
)
"""Keys of the headings in the lesson; the last three are in those on transposed layers, folded padding and pooling."""

SETTING, FILTER, INPUT, SLIDE, EXCHANGED, FOLDED, POOLED = map(Wording().plain, CHAPTERS)

TAUGHT: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("shape-claim", "transposed-size"), SETTING),
        **dict.fromkeys(("wrong-index", "wrong-left-side", "missing-term", "extra-term", "missing-sum"), INPUT),
        **dict.fromkeys(("limits", "off-by-one", "overwritten-overlap", "channels-not-summed"), INPUT),
        **dict.fromkeys(("stride-on-tap", "operands-swapped", "order-reversed"), INPUT),
        **dict.fromkeys(("no-flip", "double-flip", "one-axis-flip", "transposed"), SLIDE),
        **dict.fromkeys(("no-dilation", "wrong-dilation", "stride-lost", "stride-dilation-swapped"), SLIDE),
        **dict.fromkeys(("wrong-padding", "padding-lost", "crop-forgotten", "remainder-misplaced"), SLIDE),
        **dict.fromkeys(("remainder-dropped", "untrimmed"), SLIDE),
        **dict.fromkeys(("strided-filter-gradient", "batch-averaged", "batch-broadcast"), FILTER),
        **dict.fromkeys(("empty-crop", "axes-exchanged"), SLIDE),
        "fold-cropped": FOLDED,
        **dict.fromkeys(("ties-counted", "given-to-all", "not-divided", "other-divisor"), POOLED),
        **dict.fromkeys(("needless-flip", "transposed-spread", "transposed-cut"), EXCHANGED),
        **dict.fromkeys(
            ("wrong-factor", "value-dependent", "not-reproducible", "unfilled", "changes-argument"), SETTING
        ),
    }
)
"""Id of a mistake → the heading in the lesson."""
