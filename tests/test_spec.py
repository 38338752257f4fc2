"""What a layer is: sizes worked by hand, words for padding, and what cannot exist."""

import json
import pickle
from typing import Any

import pytest
from layers import LAYERS, counted_outputs, meetings, one_axis_grid, refused

from symconv import ConvSpec
from symconv.errors import InputError, MissingExtraError, OutputError, ProofError, SpecError, SymconvError
from symconv.spec import positions

SIZES = [
    # N, k, s, (p₋, p₊), d, output size, remainder; counted on fingers
    (5, 3, 2, (0, 0), 1, 2, 0),
    (6, 3, 2, (0, 0), 1, 2, 1),
    (7, 3, 2, (0, 0), 1, 3, 0),
    (7, 3, 2, (1, 1), 1, 4, 0),
    (8, 3, 3, (0, 0), 1, 2, 2),
    (4, 3, 1, (0, 0), 1, 2, 0),
    (5, 1, 2, (0, 0), 1, 3, 0),
    (5, 1, 7, (0, 0), 1, 1, 4),
    (7, 3, 1, (0, 0), 3, 1, 0),
    (9, 3, 2, (0, 0), 3, 2, 0),
    (10, 3, 2, (0, 0), 3, 2, 1),
    (2, 2, 3, (1, 1), 1, 1, 2),
    (1, 3, 1, (0, 2), 1, 1, 0),
    (5, 2, 2, (0, 1), 1, 3, 0),
    (5, 2, 2, (1, 0), 1, 3, 0),
    (5, 2, 2, (1, 1), 1, 3, 1),
    (224, 7, 2, (3, 3), 1, 112, 1),
]


@pytest.mark.parametrize(("n", "k", "s", "p", "d", "output", "remainder"), SIZES)
def test_output_sizes_by_hand(n: int, k: int, s: int, p: tuple[int, int], d: int, output: int, remainder: int) -> None:
    spec = ConvSpec.of(input_size=n, kernel_size=k, stride=s, padding=[p], dilation=d)
    assert (spec.output_size, spec.axes[0].remainder) == ((output,), remainder)


def test_output_sizes_by_walking() -> None:
    assert [spec.output_size for spec in one_axis_grid()] == [counted_outputs(spec) for spec in one_axis_grid()]
    assert len(one_axis_grid()) == 2296


def test_no_window_reaches_the_remainder() -> None:
    for spec in one_axis_grid():
        (axis,) = spec.axes
        reached = axis.before + 1 + axis.position(axis.output_size - 1, axis.kernel_size - 1)
        assert axis.input_size + axis.before + axis.after - reached == axis.remainder < axis.stride


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_shapes(layer: ConvSpec) -> None:
    met = list(meetings(layer))
    reached = [tuple(map(max, *(where[tensor] for where in met))) for tensor in range(3)]
    shapes = (layer.output_shape, layer.weight_shape, layer.input_shape)
    for far, shape in zip(reached, shapes, strict=True):
        assert all(place < size for place, size in zip(far, shape, strict=True))
    assert layer.output_shape == (layer.batch_size, layer.out_channels, *counted_outputs(layer))
    assert layer.most_terms >= len(met)


def test_groups_read_their_own_channels() -> None:
    spec = LAYERS["groups"]
    assert [[spec.input_channel(to, channel) for channel in range(2)] for to in range(6)] == [
        [0, 1],
        [0, 1],
        [0, 1],
        [2, 3],
        [2, 3],
        [2, 3],
    ]


@pytest.mark.parametrize(
    ("n", "k", "s", "d", "before", "after", "output"),
    [
        (5, 3, 1, 1, 1, 1, 5),
        (5, 2, 1, 1, 0, 1, 5),
        (6, 4, 1, 1, 1, 2, 6),
        (5, 3, 1, 2, 2, 2, 5),
        (5, 2, 1, 3, 1, 2, 5),
        (5, 3, 2, 1, 1, 1, 3),
        (6, 3, 2, 1, 0, 1, 3),
        (7, 2, 2, 1, 0, 1, 4),
        (7, 4, 3, 1, 1, 2, 3),
        (6, 2, 3, 1, 0, 0, 2),
        (5, 1, 4, 1, 0, 0, 2),
        (1, 1, 9, 1, 0, 0, 1),
    ],
)
def test_same(n: int, k: int, s: int, d: int, before: int, after: int, output: int) -> None:
    spec = ConvSpec.of(input_size=n, kernel_size=k, stride=s, dilation=d, padding="same")
    assert (spec.padding, spec.output_size) == (((before, after),), (output,))


def test_valid_and_full() -> None:
    valid = ConvSpec.of(input_size="5x7", kernel_size="2x3", dilation="1x2", padding="valid")
    full = ConvSpec.of(input_size="5x7", kernel_size="2x3", dilation="1x2", padding="full")
    assert (valid.padding, valid.output_size) == (((0, 0), (0, 0)), (4, 3))
    assert (full.padding, full.output_size) == (((1, 1), (4, 4)), (6, 11))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, (4, 4)),
        ({"stride": 2}, (5, 5)),
        ({"stride": 2, "kernel_size": 3, "padding": 1}, (3, 3)),
        ({"kernel_size": 3, "padding": 1}, (3, 3)),
        ({"kernel_size": 2, "stride": 3}, (5, 5)),
        ({"kernel_size": "3x2", "stride": "1x4", "dilation": 2}, (7, 7)),
        ({"dilation": 2}, (7, 7)),
        ({"kernel_size": 2, "stride": 3, "dilation": 2}, (6, 6)),
        ({"kernel_size": 3, "padding": "same"}, (3, 3)),
        ({"kernel_size": 3, "stride": 3, "padding": "same"}, (4, 4)),
        ({"kernel_size": 3, "padding": "full"}, (3, 3)),
        ({"kernel_size": 3, "stride": 2, "padding": "full"}, (3, 3)),
        ({"kernel_size": 1, "padding": 4}, (1, 1)),
        ({"kernel_size": 5, "stride": 2, "padding": "1:2"}, (6, 6)),
        ({"kernel_size": (3,)}, (4,)),
        ({"padding": ((1, 0), (0, 0), (0, 2))}, (3, 4, 3)),
    ],
    ids=str,
)
def test_the_smallest_layer_that_teaches(given: dict[str, Any], expected: tuple[int, ...]) -> None:
    spec = ConvSpec.of(**given)
    assert spec.input_size == expected
    for axis in spec.axes:
        assert axis.output_size >= 2
        assert axis.input_size >= axis.effective_kernel
        assert axis.remainder == 0 or given.get("padding") == "same"


@pytest.mark.parametrize(
    ("given", "axes"),
    [
        ({}, 2),
        ({"stride": 2, "kernel_size": 3}, 2),
        ({"input_size": 7}, 1),
        ({"input_size": "7"}, 1),
        ({"input_size": 7, "padding": "same"}, 1),
        ({"input_size": 7, "kernel_size": "3x3"}, 2),
        ({"input_size": "7x7", "kernel_size": 3}, 2),
        ({"input_size": 7, "padding": ((1, 2),)}, 1),
        ({"input_size": 7, "padding": "1:2x0"}, 2),
        ({"stride": (2,)}, 1),
        ({"dilation": (1, 1, 2)}, 3),
        ({"input_size": "4x6x5"}, 3),
        ({"input_size": "5x5x5x5"}, 4),
    ],
    ids=str,
)
def test_number_of_axes(given: dict[str, Any], axes: int) -> None:
    spec = ConvSpec.of(**given)
    lengths = {len(getattr(spec, name)) for name in ("input_size", "kernel_size", "stride", "padding", "dilation")}
    assert lengths == {axes}


def test_people_and_programs_write_the_same_layer() -> None:
    text = ConvSpec.of(input_size="7x6", kernel_size="3x2", stride="2x3", padding="1:0x0:2", dilation="1x2", groups=1)
    assert text == LAYERS["rectangle"]
    assert hash(text) == hash(LAYERS["rectangle"])
    assert text == ConvSpec(
        input_size=(7, 6), kernel_size=(3, 2), stride=(2, 3), padding=((1, 0), (0, 2)), dilation=(1, 2)
    )


REFUSED = [
    ({"stride": 0}, "stride", "stride must be at least 1, got 0"),
    ({"dilation": 0}, "dilation", "dilation must be at least 1, got 0"),
    ({"kernel_size": 0}, "kernel_size", "kernel_size must be at least 1, got 0"),
    ({"input_size": 0}, "input_size", "input_size must be at least 1, got 0"),
    (
        {"padding": -1},
        "padding",
        "padding must be at least 0, got -1: that crops; crop the input first, what is cut off has gradient 0",
    ),
    ({"groups": 0}, "groups", "groups must be at least 1, got 0"),
    ({"in_channels": 0}, "in_channels", "in_channels must be at least 1, got 0"),
    ({"out_channels": -2}, "out_channels", "out_channels must be at least 1, got -2"),
    ({"batch_size": 0}, "batch_size", "batch_size must be at least 1, got 0"),
    ({"batch_size": 1.0}, "batch_size", "batch_size must be a whole number, got 1.0"),
    ({"stride": True}, "stride", "stride must be a whole number, got True"),
    ({"kernel_size": ()}, "kernel_size", "kernel_size is empty, expected a number for each axis"),
    (
        {"input_size": "5x5", "kernel_size": (3,)},
        "kernel_size",
        "kernel_size has 1 axes where the layer has 2, got (3,)",
    ),
    (
        {"input_size": "5x5x5", "stride": "2x2"},
        "stride",
        "stride has 2 axes where the layer has 3, got (2, 2)",
    ),
    ({"input_size": "5x5", "padding": ((1, 2),)}, "padding", "padding has 1 axes where the layer has 2, got ((1, 2),)"),
    ({"input_size": 2, "kernel_size": 5}, "kernel_size", "kernel 5 does not fit input 2 along axis 0"),
    (
        {"input_size": 2, "kernel_size": 5, "padding": 1},
        "kernel_size",
        "kernel 5 does not fit input 2 along axis 0 (padding 1:1 makes it 4)",
    ),
    (
        {"input_size": "9x5", "kernel_size": 3, "dilation": 3, "padding": "0x0:1"},
        "kernel_size",
        "kernel 3 (dilated to 7) does not fit input 5 along axis 1 (padding 0:1 makes it 6)",
    ),
    ({"groups": 2, "in_channels": 3, "out_channels": 4}, "groups", "groups 2 do not divide in_channels 3"),
    ({"groups": 2, "in_channels": 4, "out_channels": 3}, "groups", "groups 2 do not divide out_channels 3"),
    ({"kernel_size": (1,) * 13}, "input_size", "a layer has at most 12 axes, got 13"),
    ({"padding": "some"}, "padding", "padding must be a number, before:after, valid, same, full, got 'some'"),
]


@pytest.mark.parametrize(("given", "parameter", "message"), REFUSED, ids=[str(given) for given, *_ in REFUSED])
def test_what_cannot_exist(given: dict[str, Any], parameter: str, message: str) -> None:
    error = refused(ConvSpec.of, **given)
    assert isinstance(error, SpecError)
    assert isinstance(error, ValueError)
    assert (str(error), error.parameter) == (message, parameter)


def test_what_was_got_is_attached() -> None:
    error = refused(ConvSpec.of, input_size="9x5", kernel_size="3x6")
    assert isinstance(error, SpecError)
    assert error.got == (3, 6)


def test_an_unknown_word_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="strides"):
        ConvSpec.of(strides=2)  # type: ignore[call-arg]


def test_an_open_batch_has_no_shape() -> None:
    spec = ConvSpec.of(batch_size=None)
    error = refused(lambda: spec.input_shape)
    assert str(error) == "batch_size is open, and symbols need a number"
    assert spec.with_batch_size(4).input_shape == (4, 1, 4, 4)


@pytest.mark.parametrize("layer", [*LAYERS.values(), ConvSpec.of(batch_size=None)], ids=[*LAYERS, "open batch"])
def test_json_and_pickle_round_trips(layer: ConvSpec) -> None:
    assert ConvSpec.of(**json.loads(json.dumps(layer.to_json()))) == layer
    assert pickle.loads(pickle.dumps(layer)) == layer  # noqa: S301 - our own


def test_json_whole() -> None:
    assert LAYERS["rectangle"].to_json() == {
        "input_size": [7, 6],
        "kernel_size": [3, 2],
        "stride": [2, 3],
        "padding": [[1, 0], [0, 2]],
        "dilation": [1, 2],
        "groups": 1,
        "in_channels": 1,
        "out_channels": 1,
        "batch_size": 1,
    }
    assert LAYERS["channels"].to_json()["bias"] is True


@pytest.mark.parametrize(
    "error",
    [
        SymconvError("base"),
        SpecError("no layer", parameter="stride", got=0),
        InputError("no input"),
        OutputError("no output"),
        MissingExtraError("no extra"),
        ProofError("no proof"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_survive_pickling(error: SymconvError) -> None:
    """Errors cross from the processes of a sweep."""
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


def test_specs_are_frozen() -> None:
    with pytest.raises(AttributeError):
        LAYERS["classroom"].stride = (1, 1)  # type: ignore[misc]


def test_positions_row_by_row() -> None:
    assert list(positions((2, 1, 3))) == [(0, 0, 0), (0, 0, 1), (0, 0, 2), (1, 0, 0), (1, 0, 1), (1, 0, 2)]
    assert list(positions(())) == [()]
