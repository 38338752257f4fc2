"""A job in pieces: what it reports, what it gives back, and that nothing is lost on the way."""

from itertools import starmap

import numpy as np
import pytest

from symconv import ConvSpec
from symconv.numeric.job import Job


def job(images, *, bias=False, **how):
    spec = ConvSpec.of(input_size=5, kernel_size=3, stride=2, bias=bias, batch_size=None)
    x, f, g = np.ones((images, 1, 5)), np.ones((1, 1, 3)), np.ones((images, 1, 2))
    return Job(spec=spec, input=x, weight=f, grad_output=g, **how)


@pytest.mark.parametrize(
    ("images", "at_once", "told"), [(5, 2, [2, 2, 1]), (5, None, [5]), (1, 3, [1]), (0, None, [0]), (0, 2, [0])]
)
@pytest.mark.parametrize("bias", [False, True])
def test_each_result_reports_each_image_once(images, at_once, told, bias):
    work = job(images, bias=bias, at_once=at_once)
    for compute in work.results.values():
        done = []
        assert list(compute(done.append))
        assert done == told
    assert work.steps == images * (4 if bias else 3)


@pytest.mark.parametrize(("at_once", "count"), [(2, 6), (None, 0)])
def test_mapped_files_are_forgotten_piece_by_piece(at_once, count, monkeypatch):
    """Where all is worked on at a time, the next result needs it again."""
    forgotten = []
    monkeypatch.setattr("symconv.numeric.job.forget", forgotten.append)
    work = job(5, at_once=at_once)
    list(work.results["output"](lambda images: None))
    assert len(forgotten) == count
    assert [each is work.input for each in forgotten] == [True, False] * (count // 2)


def test_a_piece_that_does_not_come_back_is_noticed():
    work = job(4, at_once=2, mapped=lambda function, arguments: list(starmap(function, arguments))[:1])
    with pytest.raises(ValueError, match="shorter"):
        list(work.results["output"](lambda images: None))
