"""The command line, as ``symconv`` and as ``python -m symconv``."""

import gc
import sys


def main() -> None:
    """Runs one command and exits with its status."""
    gc.disable()  # one short run: collecting while SymPy is imported costs a third of the start, and frees nothing
    try:
        from symconv.cli import cli
        from symconv.cli.terminal import fit

        fit()
        cli(prog_name="symconv")
    except KeyboardInterrupt:  # before there was a command
        sys.exit(130)
    finally:
        gc.freeze()  # nor does a last collection at exit


if __name__ == "__main__":
    main()
