"""Archives stay open while their files are read, a few at a time: opening one anew reads its whole list of files."""

from collections import OrderedDict
from io import FileIO
from pathlib import Path
from zipfile import ZipFile

MOST_OPEN = 8


class Shelf:
    """The archives that were opened last."""

    def __init__(self) -> None:
        self._open: OrderedDict[Path, _Archive] = OrderedDict()

    def opened(self, path: Path, directory: int) -> ZipFile:
        """An archive; one that was not asked for long is closed for it.

        Args:
            path: where it is.
            directory: most bytes of its list of files.

        Raises:
            OverflowError: its list of files is longer.
            BadZipFile: it is none, with all that ``zipfile`` raises otherwise.
        """
        if path not in self._open:
            self._open[path] = _Archive(_Bounded(path, directory))
            if len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)[1].close()
        self._open.move_to_end(path)
        return self._open[path]


class _Archive(ZipFile):
    """An archive that closes the file it is in."""

    def __init__(self, raw: "_Bounded") -> None:
        self.raw = raw
        super().__init__(raw)

    def close(self) -> None:
        super().close()
        self.raw.close()


class _Bounded(FileIO):
    """A file of which nobody takes much at once; what ``zipfile`` reads at once is the list of files."""

    def __init__(self, path: Path, most: int) -> None:
        super().__init__(path)
        self.most = most

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > max(self.most, 1 << 16):
            raise OverflowError
        return super().read(-1 if size is None else size)
