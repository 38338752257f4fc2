"""``verify.py``: accepts what is true, and is not fooled; it is run as it is emitted."""

import copy
import json
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from certified import CERTIFIED, TRANSPOSED

import symconv
from symconv import ConvSpec, TransposedSpec

VERIFIER = Path(__file__).parent.parent.parent / "templates" / "json" / "verify.py"
SMALL = ConvSpec.of(input_size=3, kernel_size=2, bias=True)
SMALL_TRANSPOSED = TransposedSpec.of(input_size=2, kernel_size=2, padding="1:0", bias=True)
SPECS = {**CERTIFIED, **TRANSPOSED}
Verify = Callable[[str], str]


def certificate(spec: ConvSpec | TransposedSpec) -> str:
    files = symconv.certify(spec, entries="all").files("json")
    assert files["verify.py"] == VERIFIER.read_text(encoding="utf-8")
    return files["certificate.json"]


@pytest.fixture
def verify(tmp_path: Path) -> Verify:
    """What the verifier says of a certificate; empty where it accepts."""
    main = runpy.run_path(str(VERIFIER))["main"]
    path = tmp_path / "certificate.json"

    def said(text: str) -> str:
        path.write_text(text, encoding="utf-8")
        try:
            main(path)
        except SystemExit as ended:
            return str(ended)
        return ""

    return said


def run(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The verifier in a Python of its own that has nothing but the standard library."""
    path = folder / "certificate.json"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", "-S", str(VERIFIER), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_accepted_and_its_corrupt_twins_rejected(spec: ConvSpec | TransposedSpec, verify: Verify) -> None:
    """In every gradient, the last product is lost, is there twice, or has another filter entry or output."""
    text = certificate(spec)
    assert verify(text) == ""
    for tensor in ("output", "grad_input", "grad_weight", *(["grad_bias"] if spec.bias else [])):
        for change in (list.pop, lambda terms: terms.append(terms[-1]), wrong_factor(0), wrong_factor(-1)):
            claimed = json.loads(text)
            row = max(claimed["entries"][tensor], key=lambda entry: len(entry["terms"]))
            change(row["terms"])
            assert verify(json.dumps(claimed)) == f"rejected: {tensor} at {row['index']}"


@pytest.mark.parametrize("spec", CERTIFIED.values(), ids=CERTIFIED)
def test_forms_and_phases_are_held_against_the_definition(spec: ConvSpec, verify: Verify) -> None:
    """A wrong number in a form or in a phase multiplies something else than what meets, along that axis."""
    text = certificate(spec)
    many, tried = len(spec.stride), 0
    for axis in range(many):
        for form, key, by in (
            ("output", "stride", 1),
            ("grad_input", "zeros_between", 1),
            ("output", "pad", (0, -1)),
            ("grad_input", "pad", (1, -1)),
            ("grad_input", "pad", (0, 1)),
            ("grad_weight", "pad", (-1, 1)),
            ("grad_weight", "dilation", 1),
        ):
            claimed = json.loads(text)
            numbers = claimed["forms"][form][key]
            old = numbers[axis]
            numbers[axis] = old + by if isinstance(by, int) else [n + b for n, b in zip(old, by, strict=True)]
            said = verify(json.dumps(claimed))
            if said:  # where nothing overlaps, another number can be as right
                tried += 1
                assert said in (f"rejected: the form of {form} along axis {axis}", "rejected: no such form")
        claimed = json.loads(text)
        phase = next(pairs for pairs in claimed["phases"][axis] if pairs)
        phase[0][0] += 1
        assert verify(json.dumps(claimed)).startswith("rejected: the phases along axis")
    assert tried >= 4 * many


def test_the_textbooks_recipe_is_rejected_where_it_fails(verify: Verify) -> None:
    """Zeros without the remainder, and a crop forgotten."""
    for spec, pad in ((ConvSpec.of(input_size=6, stride=2), [2, 2]), (ConvSpec.of(input_size=4, padding=1), [2, 2])):
        claimed = json.loads(certificate(spec))
        assert claimed["forms"]["grad_input"]["pad"] != [pad]
        claimed["forms"]["grad_input"]["pad"] = [pad]
        assert verify(json.dumps(claimed)) == "rejected: the form of grad_input along axis 0"


@pytest.mark.parametrize("spec", TRANSPOSED.values(), ids=TRANSPOSED)
def test_forms_of_a_transposed_layer(spec: TransposedSpec, verify: Verify) -> None:
    """The zeros lie between inputs, and the stride in ∂L/∂X; as a convolution of the same sizes it would be another."""
    text = certificate(spec)
    for form, key in (("output", "zeros_between"), ("grad_input", "stride"), ("grad_weight", "dilation")):
        claimed = json.loads(text)
        claimed["forms"][form][key][-1] += 1
        assert verify(json.dumps(claimed)) in (
            f"rejected: the form of {form} along axis {len(spec.stride) - 1}",
            "rejected: no such form",
        )
    claimed = json.loads(text)
    exchanged = claimed["forms"] | {"output": claimed["forms"]["grad_input"], "grad_input": claimed["forms"]["output"]}
    assert verify(json.dumps(claimed | {"forms": exchanged})).startswith("rejected: ")
    claimed["output_size"][0] += 1
    assert verify(json.dumps(claimed)) == "rejected: output_size"


def test_output_padding_beyond_the_bound_is_said(verify: Verify) -> None:
    claimed = json.loads(certificate(TRANSPOSED["transposed beyond"]))
    assert claimed["layer"].pop("allow_large_output_padding") is True
    assert verify(json.dumps(claimed)) == "rejected: output_padding is below the bound, or allowed not to be"


def test_a_large_layer_takes_no_longer_than_its_sides(tmp_path: Path) -> None:
    """224x224 with 64 and 128 channels: 335 meetings along each axis, not a billion in space."""
    layer = {"stride": 2, "padding": 1, "in_channels": 64, "out_channels": 128}
    spec = ConvSpec.of(input_size=(224, 224), **layer)  # type: ignore[arg-type]
    files = symconv.certify(spec, entries="0,63,111,7;127,63,2,1").files("json")
    ended = run(files["certificate.json"], tmp_path)
    assert ended.stdout == (
        "accepted: output_size, three forms and all phases, at 335 + 335 meetings along the axes; "
        "entries: 1 of output, 1 of grad_input, 1 of grad_weight\n"
    )


def wrong_factor(place: int) -> Callable[[list[Any]], None]:
    def change(terms: list[Any]) -> None:
        terms[0]["factors"][place][1][-1] += 1

    return change


@pytest.mark.parametrize("spec", [SMALL, SMALL_TRANSPOSED], ids=["convolution", "transposed"])
def test_nothing_in_a_certificate_can_be_changed(spec: ConvSpec | TransposedSpec, verify: Verify) -> None:
    """Every number, name, list and object of a small one is changed in every way; each change is noticed."""
    text = certificate(spec)
    assert verify(text) == ""
    tried = 0
    for place, changed in changes(json.loads(text)):
        if place[0] == "entries" and len(place) == 2:
            continue  # other entries may be listed just as well
        tried += 1
        assert verify(json.dumps(changed)).startswith("rejected: "), place
    assert tried > 500


def changes(whole: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Each place in a certificate, and the certificate with that place changed."""
    for place in places(whole):
        for change in CHANGES[type(at(whole, place))]:
            changed = copy.deepcopy(whole)
            holder = at(changed, place[:-1])
            holder[place[-1]] = change(holder[place[-1]])
            if json.dumps(changed) != json.dumps(whole):
                yield place, changed


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if above:
        yield above
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield from places(part, (*above, key))


def at(whole: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        whole = whole[key]
    return whole


CHANGES: dict[type, tuple[Callable[[Any], Any], ...]] = {
    int: (lambda n: n + 1, lambda n: n - 1, float, bool, str, lambda n: [n], lambda n: None),
    bool: (lambda b: not b, int, str),
    str: (lambda s: s + " ", lambda s: [s], lambda s: None),
    list: (lambda v: v[:-1], lambda v: v + v[-1:], lambda v: v[::-1], lambda v: [*v, 0], lambda v: {"0": v}, str),
    dict: (lambda d: d | {"more": 1}, lambda d: dict(list(d.items())[1:]), lambda d: [d], lambda d: None),
}


def test_names_at_the_top(verify: Verify) -> None:
    """One more, one less, and one that stands twice, the first time with a lie."""
    text = certificate(SMALL)
    claimed = json.loads(text)
    for more in ("proofs", "grad_everything"):
        assert verify(json.dumps(claimed | {more: []})).startswith("rejected: a certificate has ")
    for less in claimed:
        changed = {name: part for name, part in claimed.items() if name != less}
        assert verify(json.dumps(changed)).startswith("rejected: a certificate has ")
    assert verify('{"entries": {}, ' + text[1:]) == "rejected: a name stands twice in an object"


def test_groups_that_do_not_divide(verify: Verify) -> None:
    """Three input channels in two groups: a layer that leaves the third unread is none, however neat its entries."""

    def entry(index: list[int], *factors: tuple[str, list[int]]) -> dict[str, Any]:
        return {"index": index, "terms": [{"coefficient": 1, "factors": factors}] if factors else []}

    claimed = json.loads(certificate(ConvSpec.of(input_size=1, kernel_size=1)))
    claimed["layer"] |= {"groups": 2, "in_channels": 3, "out_channels": 2}
    g, h = ("grad_output", [0, 0, 0]), ("grad_output", [0, 1, 0])
    claimed["entries"]["grad_input"] = [
        entry([0, 0, 0], g, ("weight", [0, 0, 0])),
        entry([0, 1, 0], h, ("weight", [1, 0, 0])),
        entry([0, 2, 0]),
    ]
    claimed["entries"]["grad_weight"] = [
        entry([0, 0, 0], g, ("input", [0, 0, 0])),
        entry([1, 0, 0], h, ("input", [0, 1, 0])),
    ]
    assert verify(json.dumps(claimed)) == "rejected: groups do not divide the channels"


HOSTILE = {
    "nothing": "",
    "no JSON": "{'version': 1}",
    "no object": "[]",
    "not a number": '{"version": NaN}',
    "deep": "[" * 200_000,
    "twins": '{"version": 1, "version": 1}',
    "long number": '{"version": ' + "9" * 5000 + "}",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_rejected_in_one_line(text: str, tmp_path: Path) -> None:
    ended = run(text, tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("rejected: ")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["input_size", "kernel_size", "stride", "dilation", "padding", "batch_size", "groups"])
@pytest.mark.parametrize("huge", [10**9, 10**40])
def test_huge_sizes_are_rejected_at_once(name: str, huge: int, tmp_path: Path) -> None:
    """Sizes for which walking would never end, and numbers that no range can hold."""
    claimed = json.loads(certificate(SMALL))
    claimed["layer"][name] = {"padding": [[huge, huge]], "batch_size": huge, "groups": huge}.get(name, [huge])
    if name == "dilation":
        claimed["layer"]["padding"] = [[huge, huge]]
    ended = run(json.dumps(claimed), tmp_path)
    assert (ended.returncode, ended.stderr[:9]) == (1, "rejected:")


@pytest.mark.parametrize("name", ["in_channels", "out_channels", "batch_size"])
def test_an_entry_that_meets_nothing_is_no_way_around_the_bound(name: str, verify: Verify) -> None:
    """N 6, k 2, s 5, p 7: o_0 and x_2 meet nothing, but the channels are walked through all the same."""
    for many, said in ((2, ""), (3_000_000, "rejected: more than can be checked here")):
        claimed = json.loads(certificate(ConvSpec.of(input_size=6, kernel_size=2, stride=5, padding=7)))
        claimed["layer"][name] = many
        claimed["entries"] = {
            "output": [{"index": [0, 0, 0], "terms": []}],
            "grad_input": [{"index": [0, 0, 2], "terms": []}],
            "grad_weight": [],
        }
        assert verify(json.dumps(claimed)) == said


def test_an_entry_that_is_listed_twice_is_counted_once(tmp_path: Path) -> None:
    claimed = json.loads(certificate(SMALL))
    claimed["entries"]["output"] *= 3
    assert "entries: 2 of output," in run(json.dumps(claimed), tmp_path).stdout


def test_exit_status(tmp_path: Path) -> None:
    ended = run(certificate(SMALL), tmp_path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        0,
        "accepted: output_size, three forms and all phases, at 4 meetings along the axes; "
        "entries: 2 of output, 3 of grad_input, 2 of grad_weight, 1 of grad_bias\n",
        "",
    )
    missing = subprocess.run([sys.executable, str(VERIFIER)], capture_output=True, text=True, check=False)
    assert (missing.returncode, missing.stderr[:9]) == (1, "rejected:")


def test_readable_in_ten_minutes() -> None:
    """Under 230 lines, and nothing but the standard library."""
    text = VERIFIER.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 230
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported == {"json", "sys", "itertools", "math", "pathlib"}
