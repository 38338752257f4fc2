"""The page as text: what its script is given, what its figures hold, and that it stands alone."""

import json
import re

import pytest
from layers import meetings

import symconv
from symconv.notation.paper import Paper, named
from symconv.notation.text import text

LAYERS = {
    "classroom": symconv.ConvSpec.of(stride=2),
    "signal": symconv.ConvSpec.of(input_size=7, kernel_size=2, stride=3, bias=True),
    "everything": symconv.ConvSpec.of(
        input_size=(5, 4),
        kernel_size=(2, 3),
        stride=2,
        padding=1,
        dilation=(2, 1),
        in_channels=2,
        out_channels=2,
        groups=2,
    ),
}


@pytest.fixture(scope="module", params=LAYERS)
def page(request: pytest.FixtureRequest) -> tuple[symconv.ConvSpec, str]:
    spec = LAYERS[request.param]
    return spec, symconv.derive(spec).to_document("html", entries="all")


def figures(document: str) -> list[tuple[str, str]]:
    """The caption, without its markup, and the body of each figure."""
    found = re.findall(r"<figcaption>(.*?)</figcaption>(.*?)</figure>", document, re.DOTALL)
    return [(re.sub(r"<[^>]*>|[\u2061-\u2063]", "", caption), body) for caption, body in found]


def test_the_script_knows_what_meets_what(page: tuple[symconv.ConvSpec, str]) -> None:
    spec, document = page
    known = json.loads(re.findall(r'<script type="application/json" id="meetings">(.*?)</script>', document)[0])
    paper = Paper(spec=spec, names=named(None))
    told = {tuple(known["names"][place] for place in places) for places in known["meetings"]}
    counted = {
        tuple(text(paper.entry(tensor, index)) for tensor, index in ((made, o), ("input", i), ("weight", w)))
        for o, w, i in meetings(spec)
        for made in ("output", "grad_output")
    }
    assert told == counted
    assert len(known["meetings"]) == len(counted)


def test_only_entries_on_the_page_are_told_of() -> None:
    document = symconv.derive(symconv.ConvSpec.of(input_size=(28, 28), kernel_size=5)).to_document("html")
    names = json.loads(re.findall(r'id="meetings">(.*?)</script>', document)[0])["names"]
    assert names
    assert set(names) <= set(re.findall(r'data-entry="([^"]*)"', document))
    assert "x_9,9" not in names


def test_the_prepared_map_links_its_entries() -> None:
    document = symconv.derive(LAYERS["classroom"]).to_document("html")
    (body,) = (body for caption, body in figures(document) if caption == "pad(dilate2(δ))")
    assert re.findall(r'data-cell="([^"]*)"', body) == ["δ_00", "δ_01", "δ_10", "δ_11"]
    assert (body.count('class="inserted"'), body.count('class="padding"'), body.count("<td")) == (5, 40, 49)
    assert body.count("inserted</span>") == 5


def test_cells_and_symbols_have_the_same_names(page: tuple[symconv.ConvSpec, str]) -> None:
    _, document = page
    cells, symbols = (set(re.findall(rf'data-{kind}="([^"]*)"', document)) for kind in ("cell", "entry"))
    assert cells
    assert cells <= symbols


def test_contents_lead_to_chapters(page: tuple[symconv.ConvSpec, str]) -> None:
    _, document = page
    ids = re.findall(r' id="([^"]*)"', document)
    assert len(ids) == len(set(ids))
    links = re.findall(r'href="#([^"]*)"', document)
    assert len(links) > 5
    assert set(links) <= set(ids)


def test_it_stands_alone(page: tuple[symconv.ConvSpec, str]) -> None:
    _, document = page
    assert "default-src 'none'" in document
    assert not re.search(r"""(?:src|href)=["'](?!#)|url\((?!#)|@import""", document)


def test_a_theme_is_named_on_the_page() -> None:
    derivation = symconv.derive(LAYERS["signal"])
    assert '<html lang="en">' in derivation.to_document("html")
    assert '<html lang="en" data-theme="dark">' in derivation.to_document("html", theme="dark")
