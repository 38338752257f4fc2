"""The command line, as ``symconv`` and as ``python -m symconv``."""

import gc


def main() -> None:
    """Runs one command and exits with its status."""
    gc.disable()  # one short run: collecting while SymPy is imported costs a third of the start, and frees nothing
    from symconv.cli import cli

    try:
        cli(prog_name="symconv")
    finally:
        gc.freeze()  # nor does a last collection at exit


if __name__ == "__main__":
    main()
