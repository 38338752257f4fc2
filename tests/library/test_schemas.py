"""What is printed as JSON is what the schemas say, and they refuse what is not."""

import json
import shlex
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import pytest

from symconv.errors import InputError
from symconv.library.schemas import PRINTING, schema

COMMANDS = (
    "derive --stride 2",
    "derive -n 4 -k 2 --activation relu --bias --values random:3",
    "derive -n 4 -k 2 --in-channels 2 --values off --grad-symbol fraction",
    "derive --padding-mode reflect -n 4 -k 3 -s 2 -p 1 --bias",
    "derive -n 7 -k 3 -s 2 --bias --then 'kernel=2 padding=1 bias' --activation tanh",
    "derive -n 7x6 -k 3 --then 'kernel=2 channels=2' --then 'kernel=2x1'",
    "prove --padding-mode circular -n 4x3 -k 3 -p 1",
    "prove --sweep 'padding_mode=replicate,reflect kernel=1..2 input=1..2 padding=0..1'",
    "derive --transposed -n 3 -k 2 -s 2 --output-padding 1 --bias",
    "prove --transposed -n 3 -k 2 -s 2 --output-padding 2 --allow-large-output-padding",
    "prove --transposed --sweep 'kernel=1..2 input=1..2 stride=2 output_padding=0..1'",
    "derive --pool max -n 5x4 -k 3 -s 2 -p 1",
    "derive --pool average -n 7 --output-size 3 --values off",
    "prove --pool average -n 4 --exclude-pad",
    "prove --pool max --sweep 'kernel=1..2 input=1..2 padding=0..1'",
    "prove -n 5 -k 2 -s 2 --bias --routes textbook,gemm",
    "prove --sweep 'kernel=1..3 input=2..3'",
    "prove --all-sizes -s 2 -k 3 --judge replay",
    "check tests/data/homework.tex",
    "check tests/data/homework.tex --hint",
    "check tests/data/homework.tex tests/data/reading.md",
    "check tests/data/reading.md",
    "check tests/data/code/wrong.py:assigned --kernel 2 --padding 0",
)


@pytest.fixture(params=PRINTING)
def validator(request: pytest.FixtureRequest) -> jsonschema.Draft202012Validator:
    return _validator(request.param)


def _schema_of(command: str) -> str:
    return "derive-then" if "--then" in command else command.split()[0]


def _validator(command: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(schema(command)))


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_printed_is_valid(command: str, run: Callable) -> None:
    printed = json.loads(run(*shlex.split(command), "--format", "json").stdout)
    _validator(_schema_of(command)).validate(printed)


def test_schemas_are_schemas(validator: jsonschema.Draft202012Validator) -> None:
    jsonschema.Draft202012Validator.check_schema(validator.schema)


@pytest.mark.parametrize(
    ("command", "path", "value"),
    [
        ("derive -n 4 -k 2", ("grad_input", 0, "terms", 0, "factors", 0, 0), "output"),
        ("derive -n 4 -k 2", ("layer", "stride"), 1),
        ("derive -n 4 -k 2 --then kernel=2", ("gradients", 0, "entries", 0, "terms", 0, "factors", 0, 0), "slope"),
        ("derive -n 4 -k 2 --then kernel=2", ("layers", 1, "padding_mode"), "reflect"),
        ("prove -n 4 -k 2", ("proofs", 0, "holds"), "yes"),
        ("check tests/data/homework.tex", ("statements", 0, "verdict"), "fine"),
        ("check tests/data/homework.tex", ("more",), 1),
    ],
)
def test_something_else_is_not_valid(command: str, path: tuple[Any, ...], value: Any, run: Callable) -> None:
    printed = json.loads(run(*shlex.split(command), "--format", "json").stdout)
    *to, last = path
    place = printed
    for step in to:
        place = place[step]
    place[last] = value
    assert not _validator(_schema_of(command)).is_valid(printed)


def test_objects_are_closed(validator: jsonschema.Draft202012Validator) -> None:
    """A name that is misspelt is refused: an object lists all of its names, or says in words what it holds."""
    for part in _parts(validator.schema):
        if part.get("type") == "object":
            assert "additionalProperties" in part or "description" in part


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _parts(each)


def test_the_command_prints_it(run: Callable) -> None:
    assert [run("schema", command).stdout for command in PRINTING] == [schema(command) for command in PRINTING]
    assert run("schema", "grad").returncode == 2
    with pytest.raises(InputError, match="there are schemas of derive, derive-then, check, prove, got 'grad'"):
        schema("grad")
