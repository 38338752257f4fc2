"""Files are not trusted: what is broken, lies or could execute code ends in one clear line."""

import io
import mmap
import zipfile

import numpy as np
import pytest

from symconv.errors import InputError
from symconv.numeric.archive import archived
from symconv.numeric.files import members, read_array

ARRAY = np.arange(24.0).reshape(2, 3, 4)


def npy_bytes(array, **options):
    stream = io.BytesIO()
    np.save(stream, array, **options)
    return stream.getvalue()


def with_header(header, size=128):
    """An ``.npy`` that claims what it likes, and where its entries begin."""
    text = header.ljust(size - 11).encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


def with_entry(*, method=0, flags=0):
    """An archive whose only member claims another compression, or to be encrypted."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x.npy", npy_bytes(ARRAY))
    content = bytearray(stream.getvalue())
    for start, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(start) + place
        content[at : at + 4] = flags.to_bytes(2, "little") + method.to_bytes(2, "little")
    return bytes(content)


@pytest.mark.parametrize("order", ["C", "F"])
def test_npy_is_mapped_not_read(tmp_path, order):
    np.save(tmp_path / "x.npy", np.asarray(ARRAY, order=order))
    found = read_array(str(tmp_path / "x.npy"), limit=1)
    assert isinstance(found, np.memmap)
    np.testing.assert_array_equal(found, ARRAY)


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_every_version_of_the_format(tmp_path, version):
    with (tmp_path / "x.npy").open("wb") as stream:
        np.lib.format.write_array(stream, ARRAY, version)
    np.testing.assert_array_equal(read_array(f"{tmp_path}/x.npy"), ARRAY)


def test_the_longest_header(tmp_path):
    (tmp_path / "x.npy").write_bytes(with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (0,)}", 10_010))
    assert read_array(f"{tmp_path}/x.npy").shape == (0,)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_npz_members_are_named(tmp_path, save):
    save(tmp_path / "a.npz", x=ARRAY, y=np.asfortranarray(ARRAY) + 1)
    np.testing.assert_array_equal(read_array(f"{tmp_path}/a.npz:y"), ARRAY + 1)
    with pytest.raises(InputError, match=r"holds 2 arrays; write .*a\.npz:NAME with one of: x, y"):
        read_array(f"{tmp_path}/a.npz")
    with pytest.raises(InputError, match="holds no array 'z'"):
        read_array(f"{tmp_path}/a.npz:z")


def test_the_only_member_needs_no_name(tmp_path):
    np.savez(tmp_path / "a.npz", ARRAY)
    np.testing.assert_array_equal(read_array(f"{tmp_path}/a.npz"), ARRAY)


@pytest.mark.parametrize(("text", "dtype"), [("1,2\n3,4\n", np.int64), ("1,2.5\nnan,4\n", np.float64)])
def test_csv_keeps_integers(tmp_path, text, dtype):
    (tmp_path / "f.csv").write_text(text)
    found = read_array(f"{tmp_path}/f.csv")
    assert (found.shape, found.dtype) == ((2, 2), dtype)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.npy", npy_bytes(ARRAY)[:-1], "the header states 192 bytes of float64 and the file holds 191"),
        ("x.npy", npy_bytes(ARRAY)[:40], "not a readable .npy file"),
        ("x.npy", b"", "not a readable .npy file"),
        ("x.npy", npy_bytes(np.array([None]), allow_pickle=True), "holds Python objects"),
        ("x.npy", with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (10**9,)}"), "not a readable"),
        ("x.npy", with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (9000000000,)}"), "72,000,000,000"),
        ("x.npy", with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}"), "not a readable"),
        ("x.npy", with_header("{'descr': '<f3', 'fortran_order': False, 'shape': (1,)}"), "there is no dtype '<f3'"),
        ("x.npy", with_header("(" * 110), "its header is not that of an array"),
        ("x.npy", b"\x93NUMPY\x04\x00" + bytes(200), "it does not begin as one"),
        ("x.npy", b"\x94" + npy_bytes(ARRAY)[1:], "it does not begin as one"),
        (
            "x.npy",
            with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (0,)}", 10_011),
            "cut off or too long",
        ),
        ("x.npy", b"\x93NUMPY\x02\x00" + b"\xff" * 200, "its header is cut off or too long"),
        ("x.npz", with_entry(method=99), "not a readable .npz file"),
        ("x.npz", with_entry(flags=1), "not a readable .npz file"),
        ("x.npz", with_entry(method=8), "not a readable .npz file"),
        ("x.npz", with_entry(method=12), "not a readable .npz file"),
        ("x.npz", with_entry(method=14), "not a readable .npz file"),
        ("x.npy", with_header("__import__('os').abort()"), "not a readable .npy file"),
        ("x.npz", b"PK\x03\x04 broken", "not a readable .npz file: File is not a zip file"),
        ("x.csv", b"1,2\n3\n", "not a table of numbers"),
        ("x.csv", b"1,__import__('os')\n", "not a table of numbers"),
        ("x.csv", b"", "holds no numbers"),
        ("x.csv", b"\xff\xfe1", "not a table of numbers"),
        ("x.txt", b"1", "cannot tell what this file is"),
    ],
)
def test_broken_files_end_in_one_line(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as raised:
        read_array(str(tmp_path / name))
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file(tmp_path):
    with pytest.raises(InputError, match=r"cannot read .*x\.npy: No such file"):
        read_array(f"{tmp_path}/x.npy")


@pytest.mark.parametrize("ending", [".npy", ".npz", ".csv", ".png"])
def test_only_plain_files_are_read(tmp_path, ending):
    path = tmp_path / f"x{ending}"
    path.symlink_to("/dev/null")
    for read in (read_array, members):
        with pytest.raises(InputError, match=rf"cannot read .*x\{ending}: not a plain file"):
            read(str(path))


def test_members_of_no_archive(tmp_path):
    with pytest.raises(InputError) as raised:
        members(f"{tmp_path}/x.npz")
    assert str(raised.value) == f"cannot read {tmp_path}/x.npz: No such file or directory"


def test_a_colon_in_a_name_is_no_member(tmp_path):
    (tmp_path / "a:b.csv").write_text("1,2\n")
    np.testing.assert_array_equal(read_array(f"{tmp_path}/a:b.csv"), [[1, 2]])


@pytest.mark.parametrize("shape", [(0,), (3, 0, 2)])
def test_arrays_without_entries(tmp_path, shape):
    np.save(tmp_path / "x.npy", np.zeros(shape, np.float32))
    np.savez(tmp_path / "x.npz", np.zeros(shape, np.float32))
    for ending in ("npy", "npz"):
        found = read_array(f"{tmp_path}/x.{ending}")
        assert (found.shape, found.dtype) == (shape, np.float32)


def test_a_file_without_entries_may_end_with_a_page(tmp_path):
    """Of a page that is not there nothing can be mapped."""
    header = "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2)}"
    (tmp_path / "x.npy").write_bytes(with_header(header, mmap.ALLOCATIONGRANULARITY))
    assert read_array(f"{tmp_path}/x.npy").shape == (0, 2)


def written(folder):
    """A file of each kind that is read as a whole, with the bytes that it takes."""
    (folder / "x.csv").write_text("1,2\n3,4\n")
    yield folder / "x.csv", 8
    np.savez(folder / "x.npz", ARRAY)
    yield folder / "x.npz", 128 + 192
    image = pytest.importorskip("PIL.Image", reason="Pillow (the images extra) is not installed")
    image.fromarray(np.zeros((4, 5), np.uint8)).save(folder / "x.png")
    yield folder / "x.png", 60


def test_a_file_may_take_as_much_as_the_limit_and_no_more(tmp_path):
    for path, size in written(tmp_path):
        assert read_array(str(path), limit=size).size
        with pytest.raises(InputError, match=f"more than the limit {size - 1}"):
            read_array(str(path), limit=size - 1)


def test_zip_bombs_are_not_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", npy_bytes(np.zeros(1 << 20)))
    assert (tmp_path / "bomb.npz").stat().st_size < 1 << 15
    with pytest.raises(InputError, match="unpacks to 8,388,736 bytes, more than the limit 1,000,000"):
        read_array(f"{tmp_path}/bomb.npz", limit=1_000_000)


def test_lying_members(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("x.npy", npy_bytes(ARRAY)[:-8])
    with pytest.raises(InputError, match="states 192 bytes of float64 and the file holds 184"):
        read_array(f"{tmp_path}/a.npz")


def test_images(tmp_path):
    image = pytest.importorskip("PIL.Image", reason="Pillow (the images extra) is not installed")
    pixels = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
    image.fromarray(pixels).save(tmp_path / "c.png")
    image.fromarray(pixels[..., 0]).save(tmp_path / "g.png")
    np.testing.assert_array_equal(read_array(f"{tmp_path}/c.png"), pixels)
    np.testing.assert_array_equal(read_array(f"{tmp_path}/g.png"), pixels[..., 0])
    image.fromarray(pixels).convert("RGBA").save(tmp_path / "a.png")
    np.testing.assert_array_equal(read_array(f"{tmp_path}/a.png"), pixels)
    image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64), np.uint8)).save(tmp_path / "r.png")
    (tmp_path / "cut.png").write_bytes((tmp_path / "r.png").read_bytes()[:2000])
    (tmp_path / "no.png").write_bytes(b"nothing")
    for broken in ("cut", "no"):
        with pytest.raises(InputError, match=rf"{broken}\.png"):
            read_array(f"{tmp_path}/{broken}.png")


def test_an_archive_has_room_for_arrays_of_any_size(tmp_path):
    """The header before an array says that its size may have 64 bits (version 4.5 of the format, APPNOTE 4.4.3)."""
    path = tmp_path / "a.npz"
    with archived(path) as archive:
        archive.add("x", ARRAY.shape, ARRAY.dtype, [ARRAY])
    assert path.read_bytes()[:6] == b"PK\x03\x04" + bytes([45, 0])


def test_an_archive_is_complete_or_not_there(tmp_path):
    path = tmp_path / "a.npz"
    with archived(path) as archive:
        archive.add("x", (4, 3), np.dtype(np.float32), iter([np.zeros((1, 3)), np.ones((3, 3))]))
    np.testing.assert_array_equal(read_array(f"{path}:x"), [[0, 0, 0], *[[1, 1, 1]] * 3])
    before = path.read_bytes()

    def failing():
        yield np.zeros((1, 3))
        raise InputError("halfway")

    with pytest.raises(InputError, match="halfway"), archived(path) as archive:
        archive.add("x", (4, 3), np.dtype(np.float32), failing())
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_names_in_an_archive_stay_on_the_line(tmp_path):
    path = tmp_path / "x.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a\nb\x1b.npy", b"nonsense")
        archive.writestr("c.npy", b"nonsense")
    for asked, told in ((f"{path}", "holds 2 arrays"), (f"{path}:a\nb\x1b", "a\N{REPLACEMENT CHARACTER}b")):
        with pytest.raises(InputError, match=told) as raised:
            read_array(asked)
        assert str(raised.value).isprintable()
