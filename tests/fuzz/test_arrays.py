"""A small run of the fuzzer of arrays; the large ones are run by hand."""

import importlib.util
from pathlib import Path


def test_a_few_thousand_broken_files_and_some_hundred_layers() -> None:
    found = importlib.util.spec_from_file_location("fuzz_arrays", Path(__file__).parent / "arrays.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    module.main(3000, 1)
