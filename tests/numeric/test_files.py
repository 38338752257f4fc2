"""Files are not trusted: what is broken, lies or could execute code ends in one clear line."""

import io
import zipfile

import numpy as np
import pytest

from symconv.errors import InputError
from symconv.numeric.archive import archived
from symconv.numeric.files import read_array

ARRAY = np.arange(24.0).reshape(2, 3, 4)


def npy_bytes(array, **options):
    stream = io.BytesIO()
    np.save(stream, array, **options)
    return stream.getvalue()


def with_header(header):
    """An ``.npy`` that claims what it likes."""
    text = header.ljust(117).encode() + b"\n"
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
        ("x.npy", b"\x93NUMPY\x02\x00" + b"\xff" * 200, "its header is cut off or too long"),
        ("x.npz", with_entry(method=99), "not a readable .npz file"),
        ("x.npz", with_entry(flags=1), "not a readable .npz file"),
        ("x.npz", with_entry(method=8), "not a readable .npz file"),
        ("x.npz", with_entry(method=12), "not a readable .npz file"),
        ("x.npz", with_entry(method=14), "not a readable .npz file"),
        ("x.npy", with_header("__import__('os').abort()"), "not a readable .npy file"),
        ("x.npz", b"PK\x03\x04 broken", "not a readable .npz file"),
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
