"""∂L/∂X of an image as a picture: grey is 0, white the largest magnitude, black its negative."""

import os
from contextlib import suppress
from pathlib import Path

import numpy as np

from symconv.errors import InputError, MissingExtraError, OutputError
from symconv.numeric.gradients import grad_input
from symconv.numeric.job import Job
from symconv.routes.operators import Array

ENDINGS = (".png", ".jpg", ".jpeg")


def draw(job: Job, path: Path) -> None:
    """Draws the gradient of the first image, in colour where it has three channels, else its first channel.

    Raises:
        InputError: the input is no image, or the file's ending is no picture's.
        MissingExtraError: Pillow is not installed.
        OutputError: the file cannot be written; an older one is left as it was.
    """
    if len(job.spec.axes) != 2 or path.suffix.lower() not in ENDINGS:
        raise InputError(f"a picture needs two spatial axes and one of {', '.join(ENDINGS)}, got {path.name!r}")
    try:
        from PIL import Image
    except ImportError as error:
        raise MissingExtraError("pictures need Pillow: pip install 'symconv[images]'") from error
    first = job.first(1)
    maps = grad_input(first.spec, first.grad_output, first.weight)[0]
    unfinished = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        Image.fromarray(_shades(np.moveaxis(maps, 0, -1) if len(maps) == 3 else maps[0])).save(unfinished)
        unfinished.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _shades(maps: Array) -> Array:
    """``[-largest, largest]`` as 0 to 255; what is no number is grey too."""
    finite = np.nan_to_num(maps.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    largest = np.abs(finite).max(initial=0) or 1.0
    return (127.5 + 127.5 * finite / largest).round().astype(np.uint8)
