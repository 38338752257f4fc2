"""The live page in a cell: a frame on a server of this process, or on a site; nothing else can be put into it."""

import urllib.request
from html.parser import HTMLParser

import pytest

import symconv

SPEC = symconv.ConvSpec.of(input_size=(7, 6), stride=(2, 1))


def source(shown: str) -> str:
    found: list[str] = []

    class Frame(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            assert tag == "iframe"
            found.extend(value or "" for name, value in attributes if name == "src")

    Frame().feed(shown)
    (address,) = found
    return address


def test_the_frame_shows_a_page_of_this_process() -> None:
    explorer = symconv.explore(SPEC)
    address = source(explorer._repr_html_())
    assert address == explorer.url
    assert address.startswith("http://127.0.0.1:")
    assert "?embed#" in address
    assert "n=7x6" in address
    assert "s=2x1" in address
    with urllib.request.urlopen(address.partition("#")[0], timeout=20) as answered:  # noqa: S310 - our own server
        assert b"symconv" in answered.read()
        assert "frame-ancestors 'self' http://localhost:*" in answered.headers["Content-Security-Policy"]


def test_one_server_is_enough() -> None:
    first, second = symconv.explore(), symconv.explore(SPEC)
    assert first.url.partition("?")[0] == second.url.partition("?")[0]
    assert "s=2x2" in first.url


@pytest.mark.parametrize(
    ("site", "base"),
    [
        ("https://course.example/conv", "https://course.example/conv/"),
        ("../public/", "../public/"),
        ('https://course.example/"><script>', "https://course.example/%22%3E%3Cscript%3E/"),
        ("my site", "my%20site/"),
    ],
)
def test_a_site_is_framed(site: str, base: str) -> None:
    explorer = symconv.explore(SPEC, site=site)
    assert explorer.url.partition("?")[0] == base
    assert source(explorer._repr_html_()) == explorer.url
    assert explorer._repr_markdown_() == f"[symconv]({explorer.url})"


@pytest.mark.parametrize(
    "site", ["javascript:alert(1)", "data:text/html,x", "file:///etc", "https://a.example/?x", "a#b"]
)
def test_other_addresses_are_refused(site: str) -> None:
    with pytest.raises(symconv.InputError, match="site must be the address of a folder"):
        symconv.explore(SPEC, site=site)


@pytest.mark.parametrize("height", [0, 10**9, True, "640"])
def test_other_heights_are_refused(height: int) -> None:
    with pytest.raises(symconv.InputError, match="height must be a whole number"):
        symconv.explore(SPEC, height=height)


def test_there_is_no_such_language() -> None:
    with pytest.raises(symconv.InputError):
        symconv.explore(language="xx")
