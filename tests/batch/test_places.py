"""Finding documents and reading them, wherever they are."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

from analyzer.batch import storage, zips
from analyzer.batch.places import expand, load, shared, stamp
from analyzer.batch.work import Item
from analyzer.errors import AnalyzerError
from analyzer.reading.limits import Limits
from tests.batch.stores import s3_store

PACKET = b'<?xml version="1.0"?><e:edXML xmlns:e="http://www.mic.gov.vn/TBT/QCVN_102_2016"/>'


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with s3_store() as place:
        yield place


@pytest.fixture
def s3(store: str) -> str:
    """A folder of its own in a store that speaks S3."""
    return f"{store}/{uuid4().hex}"


@pytest.fixture
def memory() -> Iterator[str]:
    """A folder of its own in fsspec's file system in memory."""
    place = f"memory://{uuid4().hex}"
    yield place
    fs, path = storage.filesystem(place)
    if fs.exists(path):
        fs.rm(path, recursive=True)


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def ids(*inputs: str | Path, leave_out: str | None = None) -> list[str]:
    return sorted(item.id for item in expand([os.fspath(i) for i in inputs], leave_out=leave_out))


def code_of(item: Item, limits: Limits | None = None) -> str:
    with pytest.raises(AnalyzerError) as caught:
        load(item, limits or Limits())
    assert caught.value.message_vi
    return caught.value.code


class TestFiles:
    def test_a_directory_without_what_is_hidden_and_what_the_analyzer_wrote(self, tmp_path: Path) -> None:
        put(tmp_path, "b.pdf", "a/c.docx", ".git/x.txt", "~$b.docx", ".d.txt", "r.jsonl", "r.parquet", "out/kept.txt")
        assert ids(tmp_path, leave_out=str(tmp_path / "out")) == ["a/c.docx", "b.pdf"]

    def test_names_are_below_what_all_inputs_share(self, tmp_path: Path) -> None:
        put(tmp_path, "x/in/a.txt", "y/in/a.txt")
        assert ids(tmp_path / "x/in") == ["a.txt"]
        assert ids(tmp_path / "x/in/a.txt") == ["a.txt"]
        assert ids(tmp_path / "x/in", tmp_path / "y/in") == ["x/in/a.txt", "y/in/a.txt"]
        assert ids(tmp_path / "y/in", tmp_path / "x/in/a.txt") == ["x/in/a.txt", "y/in/a.txt"]

    @pytest.mark.parametrize("given", ["in", "./in/", "in/*", "in/**", "in/../in"])
    def test_however_a_directory_is_given(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
        put(tmp_path, "in/a.txt", "in/b/c.txt", "in/b/d.json")
        monkeypatch.chdir(tmp_path)
        found = list(expand([given]))
        assert sorted(item.id for item in found) == ["a.txt", "b/c.txt"]
        assert {load(item) for item in found} == {b"in/a.txt", b"in/b/c.txt"}

    def test_what_is_given_twice_has_the_same_name_and_place(self, tmp_path: Path) -> None:
        put(tmp_path, "in/a.txt", "in/b.txt")
        found = list(expand([str(tmp_path / "in"), str(tmp_path / "in/a.txt"), str(tmp_path / "in/*.txt")]))
        assert len(found) == 5
        assert {(item.id, item.place) for item in found} == {
            (name, str(tmp_path / "in" / name)) for name in ("a.txt", "b.txt")
        }

    def test_a_pattern_is_a_name_where_a_file_has_it(self, tmp_path: Path) -> None:
        put(tmp_path, "bieu[1].txt", "bieu1.txt")
        assert ids(tmp_path / "bieu[1].txt") == ["bieu[1].txt"]
        (tmp_path / "bieu[1].txt").unlink()
        assert ids(tmp_path / "bieu[1].txt") == ["bieu1.txt"]

    def test_links_that_lead_back_end(self, tmp_path: Path) -> None:
        put(tmp_path, "in/a.txt")
        (tmp_path / "in/again").symlink_to(tmp_path / "in", target_is_directory=True)
        (tmp_path / "in/same.txt").symlink_to(tmp_path / "in/a.txt")
        assert ids(tmp_path / "in") == ["a.txt", "same.txt"]

    def test_a_name_that_is_no_text(self, tmp_path: Path) -> None:
        path = os.fsencode(tmp_path) + b"/c\xf4ng v\xe3n.txt"
        with open(path, "wb") as file:
            file.write(b"x")
        [item] = expand([str(tmp_path)])
        assert item.id == "c\\xf4ng v\\xe3n.txt"
        assert item.place.isascii()
        assert load(item) == b"x"
        assert stamp(item)

    def test_a_url_of_this_machine(self, tmp_path: Path) -> None:
        put(tmp_path, "công văn.txt")
        [item] = expand([tmp_path.as_uri()])
        assert item.id == "công văn.txt"
        assert load(item) == "công văn.txt".encode()

    def test_what_cannot_be_read_is_an_item_that_says_why(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        put(tmp_path, "large.txt")
        [missing] = expand([str(tmp_path / "no.txt")])
        assert (missing.id, code_of(missing), stamp(missing)) == ("no.txt", "missing_file", None)
        assert code_of(Item("pipe", str(tmp_path / "pipe"))) == "unreadable_file"
        assert code_of(Item("large", str(tmp_path / "large.txt")), Limits(bytes=5)) == "input_too_large"
        assert ids(tmp_path) == ["large.txt"]

    def test_stamps_change_with_the_file(self, tmp_path: Path) -> None:
        put(tmp_path, "a.txt")
        [item] = expand([str(tmp_path)])
        before = stamp(item)
        (tmp_path / "a.txt").write_text("longer than before")
        assert before != stamp(item)


class TestLists:
    def test_paths_are_relative_to_the_list(self, tmp_path: Path) -> None:
        put(tmp_path, "in/a.txt", "in/b/c.txt", "in/d[1].txt", "in/e.txt")
        absolute = json.dumps(str(tmp_path / "in/e.txt"))
        lines = ["# những tệp cần đọc", "", "a.txt", "b", '{"place": "d[1].txt"}', absolute]
        (tmp_path / "in/list.txt").write_text("\r\n".join(lines), encoding="utf-8-sig")
        found = list(expand([f"@{tmp_path}/in/list.txt"]))
        assert sorted(item.id for item in found) == ["a.txt", "b/c.txt", "d[1].txt", "e.txt"]
        assert all(load(item) for item in found)

    def test_a_line_that_names_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "list.jsonl").write_text('"a.txt"\n{"id": 3}\n')
        with pytest.raises(AnalyzerError, match="line 2 names no path"):
            list(expand([f"@{tmp_path}/list.jsonl"]))

    def test_a_list_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(storage.MissingFile):
            list(expand([f"@{tmp_path}/list.txt"]))


class TestArchives:
    def test_is_a_folder_of_documents(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        members = {
            "a.txt": b"1", "cv/b.txt": b"2" * 3_000_000, "cv/": b"", "__MACOSX/._a.txt": b"3", ".x": b"4",
            "trong.zip": zipped({"c.txt": b"5"}),
        }  # fmt: skip
        (tmp_path / "in/goi.ZIP").write_bytes(zipped(members, zipfile.ZIP_STORED))
        found = sorted(expand([str(tmp_path / "in")]), key=lambda item: item.id)
        assert [item.id for item in found] == ["goi.ZIP/a.txt", "goi.ZIP/cv/b.txt", "goi.ZIP/trong.zip"]
        assert [load(item) for item in found[:2]] == [b"1", b"2" * 3_000_000]
        assert code_of(found[1], Limits(bytes=2_999_999)) == "input_too_large"

    def test_a_packet_is_one_document(self, tmp_path: Path) -> None:
        packed = zipped({"cv.edxml": PACKET, "cv.pdf": b"%PDF-"})
        (tmp_path / "goi.zip").write_bytes(packed)
        [item] = expand([str(tmp_path)])
        assert (item.id, item.member, load(item)) == ("goi.zip", None, packed)

    def test_bombs_are_refused(self, tmp_path: Path) -> None:
        (tmp_path / "bomb.zip").write_bytes(zipped({"a.txt": b"0" * 50_000_000, "b.txt": b"good"}))
        bomb, good = sorted(expand([str(tmp_path)]), key=lambda item: item.id)
        assert code_of(bomb) == "input_too_large"
        assert load(good) == b"good"

    def test_members_that_overlap(self, tmp_path: Path) -> None:
        packed = bytearray(zipped({"a.txt": b"a" * 99, "b.txt": b"b" * 99}, zipfile.ZIP_STORED))
        second = packed.rindex(b"PK\x01\x02")
        packed[second + 42 : second + 46] = bytes(4)
        (tmp_path / "bomb.zip").write_bytes(packed)
        [item] = expand([str(tmp_path)])
        assert (item.id, item.member, code_of(item)) == ("bomb.zip", None, "unsafe_file")

    def test_an_archive_of_too_many(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(zips, "MOST_MEMBERS", 3)
        (tmp_path / "many.zip").write_bytes(zipped({f"{n}.txt": b"" for n in range(4)}))
        [item] = expand([str(tmp_path)])
        assert (item.member, code_of(item)) == (None, "input_too_large")

    def test_a_count_that_lies(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(zips, "MOST_MEMBERS", 300)
        packed = bytearray(zipped({f"{n}.txt": b"" for n in range(5000)}))
        at = packed.rindex(b"PK\x05\x06")
        packed[at + 8 : at + 12] = b"\x01\x00\x01\x00"
        (tmp_path / "many.zip").write_bytes(packed)
        [item] = expand([str(tmp_path)])
        assert code_of(item) == "input_too_large"

    @pytest.mark.parametrize("cut", [0, 10, 60, -1])
    def test_cut_off(self, tmp_path: Path, cut: int) -> None:
        (tmp_path / "a.zip").write_bytes(zipped({"a.txt": b"x" * 99})[:cut])
        [item] = expand([str(tmp_path)])
        assert (item.id, code_of(item)) == ("a.zip", "damaged_file")

    def test_a_member_that_is_damaged_leaves_the_others(self, tmp_path: Path) -> None:
        packed = bytearray(zipped({"a.txt": b"x" * 99, "b.txt": b"good"}, zipfile.ZIP_STORED))
        packed[packed.index(b"x" * 99)] = 0
        (tmp_path / "a.zip").write_bytes(packed)
        bad, good = sorted(expand([str(tmp_path)]), key=lambda item: item.id)
        assert code_of(bad) == "damaged_file"
        assert load(good) == b"good"

    def test_a_member_with_a_password(self, tmp_path: Path) -> None:
        packed = bytearray(zipped({"a.txt": b"x"}))
        packed[packed.index(b"PK\x01\x02") + 8] |= 1
        (tmp_path / "a.zip").write_bytes(packed)
        [item] = expand([str(tmp_path)])
        assert (item.id, code_of(item)) == ("a.zip/a.txt", "encrypted_file")

    def test_an_archive_that_is_written_anew_is_opened_anew(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        path.write_bytes(zipped({"a.txt": b"old"}))
        [item] = expand([str(path)])
        assert load(item) == b"old"
        path.write_bytes(zipped({"a.txt": b"newer"}))
        assert load(item) == b"newer"


class TestFarAway:
    @pytest.fixture(params=["memory", "s3"])
    def far(self, request: pytest.FixtureRequest) -> str:
        return request.getfixturevalue(request.param)

    def test_a_folder_behind_a_url(self, far: str) -> None:
        for name in ("a.txt", "sub/b.txt", ".hidden/c.txt", "out/part-00000.txt", "r.jsonl"):
            storage.make_folder(storage.join(far, name).rpartition("/")[0])
            storage.write_whole(storage.join(far, name), name.encode())
        storage.write_whole(f"{far}/goi.zip", zipped({"d.txt": b"in the archive"}))
        found = sorted(expand([far], leave_out=f"{far}/out"), key=lambda item: item.id)
        assert [item.id for item in found] == ["a.txt", "goi.zip/d.txt", "sub/b.txt"]
        assert [load(item) for item in found] == [b"a.txt", b"in the archive", b"sub/b.txt"]
        assert ids(f"{far}/*.txt") == ids(f"{far}/a.txt") == ["a.txt"]
        assert code_of(Item("no.txt", f"{far}/no.txt")) == "missing_file"

    def test_a_list_behind_a_url(self, far: str) -> None:
        storage.write_whole(f"{far}/list.txt", b"a.txt\nsub/\n")
        storage.write_whole(f"{far}/a.txt", b"a")
        storage.write_whole(f"{far}/sub/b.txt", b"b")
        assert ids(f"@{far}/list.txt") == ["a.txt", "sub/b.txt"]

    def test_places_of_several_kinds(self, memory: str, tmp_path: Path) -> None:
        put(tmp_path, "a.txt")
        storage.write_whole(f"{memory}/a.txt", b"a")
        found = ids(memory, tmp_path)
        assert len(set(found)) == 2
        assert f"memory:/{memory[9:]}/a.txt" in found

    def test_a_kind_of_place_that_nobody_knows(self) -> None:
        assert code_of(Item("a", "nowhere://a/b.txt")) == "unreadable_file"

    def test_local_work_never_imports_it(self, tmp_path: Path) -> None:
        put(tmp_path, "a.txt")
        program = (
            "import sys; from analyzer.batch.places import expand, load; from analyzer.batch import storage\n"
            f"[item] = expand([{str(tmp_path)!r}]); load(item)\n"
            f"storage.write_whole({str(tmp_path / 'b')!r}, b'x'); print('fsspec' in sys.modules)"
        )
        made = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert made.stdout == "False\n"


class TestWriting:
    @pytest.fixture(params=["local", "memory", "s3"])
    def folder(self, request: pytest.FixtureRequest, tmp_path: Path) -> str:
        return str(tmp_path / "out") if request.param == "local" else request.getfixturevalue(request.param)

    def test_whole_or_not_at_all(self, folder: str) -> None:
        storage.make_folder(folder)
        place = storage.join(folder, "part.jsonl")
        storage.write_whole(place, b"first")
        with suppress(RuntimeError), storage.written_whole(place) as file:
            file.write(b"half")
            raise RuntimeError
        assert storage.read_whole(place) == b"first"
        storage.write_whole(place, b"second")
        assert storage.read_whole(place) == b"second"
        assert storage.names(folder) == ["part.jsonl"]
        storage.remove(place)
        storage.remove(place)
        assert not storage.exists(place)
        assert storage.names(folder) == storage.names(storage.join(folder, "none")) == []

    def test_what_a_killed_writer_left_is_taken_away(self, tmp_path: Path) -> None:
        program = (
            "import os, signal; from analyzer.batch import storage\n"
            f"with storage.written_whole({str(tmp_path / 'part.jsonl')!r}) as file:\n"
            "    file.write(b'half'); file.flush(); os.kill(os.getpid(), signal.SIGKILL)"
        )
        subprocess.run([sys.executable, "-c", program], check=False)
        assert len(list(tmp_path.iterdir())) == 1
        assert storage.names(str(tmp_path)) == []
        put(tmp_path, ".kept.part")
        storage.sweep(str(tmp_path))
        assert [path.name for path in tmp_path.iterdir()] == [".kept.part"]


@pytest.mark.slow
def test_memory_is_flat(tmp_path: Path) -> None:
    """Finding 20,000 files takes no more memory than finding 2,000."""
    peaks = []
    for count in (2_000, 20_000):
        folder = tmp_path / str(count)
        folder.mkdir()
        for number in range(count):
            (folder / f"cong-van-{number:06}.txt").touch()
        tracemalloc.start()
        assert sum(1 for _ in expand([str(folder)])) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000


def test_the_shared_folder_of_nothing() -> None:
    assert shared([]) == ()
