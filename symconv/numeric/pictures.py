"""∂L/∂X of an image as a picture: grey is 0, white the largest magnitude, black its negative."""

from pathlib import Path

import numpy as np

from symconv.errors import InputError, MissingExtraError
from symconv.files.writing import writing
from symconv.numeric.gradients import grad_input
from symconv.numeric.job import Job
from symconv.routes.numbers import Array

KINDS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
"""Ending of a picture → how it is written."""


def draw(job: Job, path: Path) -> None:
    """Draws the gradient of the first image, in colour where it has three channels, else its first channel.

    Raises:
        InputError: the input is no image, or the file's ending is no picture's.
        MissingExtraError: Pillow is not installed.
        OutputError: the file cannot be written; an older one is left as it was.
    """
    if len(job.spec.axes) != 2 or path.suffix.lower() not in KINDS:
        raise InputError(f"a picture needs two spatial axes and one of {', '.join(KINDS)}, got {path.name!r}")
    try:
        from PIL import Image
    except ImportError as error:
        raise MissingExtraError("pictures need Pillow: pip install 'symconv[images]'") from error
    first = job.first(1)
    maps = grad_input(first.spec, first.grad_output, first.weight)[0]
    shades = _shades(np.moveaxis(maps, 0, -1) if len(maps) == 3 else maps[0])
    with writing(path) as stream:
        Image.fromarray(shades).save(stream, KINDS[path.suffix.lower()])


def _shades(maps: Array) -> Array:
    """``[-largest, largest]`` as 0 to 255; what is no number is grey too."""
    finite = np.nan_to_num(maps.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    largest = np.abs(finite).max(initial=0) or 1.0
    return (127.5 + 127.5 * finite / largest).round().astype(np.uint8)
