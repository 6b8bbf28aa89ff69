"""Which services are surely dead: those of processes that were here, and nobody else's."""

from __future__ import annotations

import subprocess
import sys

from analyzer.service.jobs.instances import is_surely_dead, new_instance

_BEGIN = "from analyzer.service.jobs.instances import new_instance; print(new_instance(), flush=True); input()"


def test_another_process_of_this_machine() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _BEGIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        name = other.stdout.readline().strip()
        assert not is_surely_dead(name)
        other.communicate("\n")
    assert is_surely_dead(name)


def test_what_cannot_be_told_is_not_dead() -> None:
    place, _, word = new_instance().split("|")
    assert not is_surely_dead(f"{place}|1|{word}")  # the first process, another user's or not, is always there
    assert not is_surely_dead(f"{place}|one|{word}")
    assert not is_surely_dead(f"another{place}|{2**22 + 1}|{word}")
    assert not is_surely_dead("")
