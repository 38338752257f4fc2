"""The command line, as ``symconv`` and as ``python -m symconv``."""

import gc
import signal
import sys
from types import FrameType


def main() -> None:
    """Runs one command and exits with its status."""
    gc.disable()  # one short run: collecting while SymPy is imported costs a third of the start, and frees nothing
    signal.signal(signal.SIGTERM, _terminated)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where nobody may interrupt us
        signal.signal(signal.SIGINT, Interrupt())
    try:
        from symconv.cli import cli
        from symconv.cli.terminal import fit

        fit()
        cli(prog_name="symconv")
    except KeyboardInterrupt:  # before there was a command
        sys.exit(130)
    finally:
        gc.freeze()  # nor does a last collection at exit


class Interrupt:
    """What Ctrl-C does: as ever, but it knows that it came; libraries in C make another error of it.

    Attributes:
        heard: whether it came.
    """

    heard = False

    def __call__(self, number: int, _: FrameType | None) -> None:
        """Interrupts what is done."""
        self.heard = True
        raise KeyboardInterrupt


def _terminated(number: int, _: FrameType | None) -> None:
    """Asked to end, we end as after Ctrl-C: nothing half-written stays, and no process."""
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
