"""What a wrong gradient does: the loss of a small network that learns to read digits, with the flip and without it."""

from symconv.lesson.blocks import Chart, Curve
from symconv.lesson.wording import Wording

STEPS = 160
RIGHT = (
    *(1.0, 0.99, 0.98, 0.98, 0.97, 0.97, 0.95, 0.95, 0.94, 0.92, 0.89, 0.87, 0.84, 0.81, 0.77, 0.71, 0.7, 0.64, 0.57),
    *(0.51, 0.47, 0.43, 0.46, 0.45, 0.33, 0.34, 0.29, 0.24, 0.27, 0.23, 0.25, 0.22, 0.19, 0.21, 0.2, 0.17, 0.16, 0.14),
    *(0.18, 0.14),
)
WRONG = (
    *(1.0, 1.0, 0.99, 0.99, 0.98, 0.98, 0.98, 0.97, 0.97, 0.97, 0.95, 0.95, 0.94, 0.93, 0.92, 0.91, 0.91, 0.9, 0.88),
    *(0.86, 0.86, 0.84, 0.83, 0.81, 0.79, 0.78, 0.75, 0.71, 0.72, 0.68, 0.67, 0.65, 0.64, 0.6, 0.6, 0.6, 0.58, 0.55),
    *(0.54, 0.52),
)
"""The loss as a part of the first, averaged over four steps at a time: what ``benchmarks/training.py`` prints."""


def curves(say: Wording) -> Chart:
    """Both runs, which differ in the flip alone."""
    return Chart(
        curves=(
            Curve(label=say("opening.curve.right"), values=RIGHT, right=True),
            Curve(label=say("opening.curve.wrong"), values=WRONG, right=False),
        ),
        across=say("opening.curve.steps"),
        up=say("opening.curve.loss"),
        steps=STEPS,
    )
