"""What can go wrong, as one tree.

    SymconvError
    ├── SpecError (ValueError)          a layer that cannot exist, or one beyond a stated limit
    ├── InputError (ValueError)         anything else a user wrote that cannot be used
    ├── OutputError (OSError)           a result that could not be written
    ├── MissingExtraError (ImportError) an optional dependency that is not installed
    ├── WorkerError (RuntimeError)      a process or machine that worked for us is gone
    └── ProofError (RuntimeError)       our own bug: two routes that must agree do not

A wrong answer is a value, a bad input is an exception, our own bug is a ``ProofError``.
"""


class SymconvError(Exception):
    """Base of every error symconv raises on purpose; its text is one line that says what, where and what was got."""


class SpecError(SymconvError, ValueError):
    """A layer that cannot exist.

    Attributes:
        parameter: name of the offending parameter, such as ``"kernel_size"``.
        got: the value that was given.
    """

    def __init__(self, message: str, *, parameter: str, got: object) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.got = got

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_spec_error, (str(self), self.parameter, self.got)


def _rebuild_spec_error(message: str, parameter: str, got: object) -> SpecError:
    return SpecError(message, parameter=parameter, got=got)


class InputError(SymconvError, ValueError):
    """Something a user wrote that cannot be used: an option, an array, a file."""


class OutputError(SymconvError, OSError):
    """A result that could not be written; nothing was left half-written."""


class MissingExtraError(SymconvError, ImportError):
    """An optional dependency is missing; the text names the line that installs it."""


class WorkerError(SymconvError, RuntimeError):
    """A process or machine that worked for us is gone before it was done."""


class ProofError(SymconvError, RuntimeError):
    """Two ways of computing the same thing disagree although they must not: a bug in symconv."""
