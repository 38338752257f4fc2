"""The command line, as ``symconv`` and as ``python -m symconv``.

Nothing is imported before Ctrl-C is heard: to load what a command needs takes longest, and that is when it comes.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # what ``typing`` is for would be loaded here
    from types import FrameType

INTERRUPTED = 130
"""The exit status that shells give for Ctrl-C."""


def main() -> None:
    """Runs one command and exits with its status."""
    sys.unraisablehook = _unheard
    interrupt = Interrupt()
    try:
        _listen(interrupt)
        from symconv.cli import cli
        from symconv.cli.terminal import fit

        fit()
        cli(prog_name="symconv")
    except BaseException as error:  # where there is no command yet, or none any more
        if interrupt.heard or isinstance(error, KeyboardInterrupt):
            sys.exit(INTERRUPTED)
        raise
    finally:
        _end()


class Interrupt:
    """What Ctrl-C does: as ever, but it knows that it came; libraries in C make another error of it.

    Attributes:
        heard: whether it came.
    """

    heard = False

    def __call__(self, number: int, _: "FrameType | None") -> None:
        """Interrupts what is done; the second time what is done about the first, too."""
        if self.heard:
            os._exit(INTERRUPTED)
        self.heard = True
        raise KeyboardInterrupt


def _listen(interrupt: Interrupt) -> None:
    """Ctrl-C and a request to end are heard from now on, and nothing is collected."""
    import gc
    import signal

    gc.disable()  # one short run: collecting while SymPy is imported costs a third of the start, and frees nothing
    signal.signal(signal.SIGTERM, _terminated)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where nobody may interrupt us
        signal.signal(signal.SIGINT, interrupt)


def _end() -> None:
    """All is done: Ctrl-C comes too late, and there is nothing to collect at exit."""
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()


def _terminated(number: int, _: "FrameType | None") -> None:
    """Asked to end, we end as after Ctrl-C: nothing half-written stays, and no process."""
    sys.exit(128 + number)


def _unheard(unraisable: "sys.UnraisableHookArgs") -> None:
    """What is raised where nobody can catch it, as while the interpreter tidies up: Ctrl-C ends us there and then."""
    if isinstance(unraisable.exc_value, KeyboardInterrupt | SystemExit):
        os._exit(INTERRUPTED)
    sys.__unraisablehook__(unraisable)


if __name__ == "__main__":
    main()
