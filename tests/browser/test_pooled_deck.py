"""The decks of pooling layers run in a browser: a picture that fills nothing does not stop what follows it."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.mark.parametrize("kind", ["max", "average"])
def test_its_script_runs_to_the_end(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, program: Callable[[str], str], kind: str
) -> None:
    deck = tmp_path / "deck.html"
    written = run("slides", "--pool", kind, "-n", "4x4", "-k", "2", "-s", "2", "-o", str(deck))
    assert written.returncode == 0, written.stderr
    command = [program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", deck.as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, timeout=120).stdout
    assert re.search(r'<html[^>]* class="[^"]*\blive\b', shown)
