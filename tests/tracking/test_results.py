"""Results read back: JSON and JSON Lines, of this version and later ones; what is none is refused."""

from __future__ import annotations

import io
import json

import pytest

from analyzer.assembly.models import Directive
from analyzer.tracking import BadResult, read_results
from analyzer.writing.registry import WRITERS


def written(name: str, *directives: Directive) -> bytes:
    file = io.BytesIO()
    WRITERS[name].write(directives, file)
    return file.getvalue()


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_what_extract_writes_is_read_back(name: str, directive: Directive, bare: Directive) -> None:
    assert list(read_results(written(name, directive))) == [directive]
    assert list(read_results(written("jsonl", directive, bare))) == [directive, bare]
    assert list(read_results(b"\xef\xbb\xbf" + written(name, bare))) == [bare]


def test_a_list_of_results_is_read(directive: Directive) -> None:
    entry = json.loads(written("json", directive))
    assert list(read_results(json.dumps([entry, entry]).encode())) == [directive, directive]


def test_keys_of_later_versions_are_passed_over(directive: Directive) -> None:
    entry = json.loads(written("json", directive))
    entry["new"] = entry["tasks"][0]["new"] = entry["tasks"][0]["assignees"][0]["new"] = {"a": [1]}
    assert list(read_results(json.dumps(entry).encode())) == [directive]


def test_keys_of_earlier_versions_may_be_missing(directive: Directive) -> None:
    entry = json.loads(written("json", directive))
    for key in ("as_of", "policy", "review"):
        del entry[key]
    for limit in (limit for task in entry["tasks"] for limit in task["deadlines"]):
        for key in ("due", "safe_due", "next_due", "formula", "basis", "bound", "hour"):
            del limit[key]
    (found,) = read_results(json.dumps(entry).encode())
    assert [t.id for t in found.tasks] == [t.id for t in directive.tasks]


def test_an_empty_file_has_no_results() -> None:
    assert list(read_results(b"")) == []
    assert list(read_results(b"\n \n")) == []


@pytest.mark.parametrize(
    "data",
    [b"{", b"12", b'"text"', b"[1]", b'{"a": 1}', b"\xff\xfe", b"[" * 100_000, b'{"schema_version": "9"}'],
    ids=repr,
)
def test_what_is_no_result_is_refused(data: bytes) -> None:
    with pytest.raises(BadResult) as caught:
        list(read_results(data))
    assert "analyzer extract" in caught.value.message_vi
    assert caught.value.code == "bad_result"


def test_the_line_at_fault_is_named(directive: Directive) -> None:
    good = written("jsonl", directive)
    with pytest.raises(BadResult, match="line 3"):
        list(read_results(good + b"\n" + b'{"a":\n'))
    with pytest.raises(BadResult, match="line 2, "):
        list(read_results(good + b'{"source": 1}\n' + good))
