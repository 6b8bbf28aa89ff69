"""The measure of linearity itself: what it reports, what it lets pass, and that noise changes neither."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Callable

import pytest

from tests import linear
from tests.linear import assert_linear


class Clock:
    """Stands in for the CPU clock: a run costs what ``seconds`` says of its length."""

    def __init__(self, seconds: Callable[[int], float]) -> None:
        self.now = 0.0
        self.seconds = seconds
        self.texts: list[str] = []

    def process_time(self) -> float:
        return self.now

    def run(self, text: str) -> None:
        assert not gc.isenabled()
        self.texts.append(text)
        self.now += self.seconds(len(text))


@pytest.fixture
def clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(request.param)
    monkeypatch.setattr(linear, "time", clock)
    return clock


def noisy(seconds: Callable[[int], float], factors: list[float]) -> Callable[[int], float]:
    noise = itertools.cycle(factors)
    return lambda n: seconds(n) * next(noise)


LINEAR = {
    "linear": lambda n: n * 1e-5,
    "almost nothing": lambda n: 1e-4,
    "faster than can be measured": lambda n: n * 1e-10,
    "a start that costs": lambda n: 0.5 + n * 1e-6,
    "n log n": lambda n: n * n.bit_length() * 1e-6,
    "busy now and then": noisy(lambda n: n * 1e-5, [1, 1, 5, 1, 1, 9, 1]),
    "twice as slow half of the time": noisy(lambda n: n * 1e-5, [1, 1, 1, 2.4, 2.4]),
}
QUADRATIC = {
    "quadratic": lambda n: n * n * 1e-9,
    "slowly quadratic": lambda n: n * n * 1e-12,
    "linear until it is long": lambda n: n * 1e-5 + n * n * 4e-10,
    "to the power of 1.6": lambda n: n**1.6 * 1e-7,
    "cubic": lambda n: n**3 * 1e-14,
    "quadratic on a busy machine": noisy(lambda n: n * n * 1e-9, [1, 1.5, 2, 1, 1.7]),
}


@pytest.mark.parametrize("clock", LINEAR.values(), ids=LINEAR.keys(), indirect=True)
def test_passes(clock: Clock) -> None:
    assert_linear(clock.run, "a, ")
    assert gc.isenabled()
    assert len(set(clock.texts)) == len(clock.texts)
    assert max(map(len, clock.texts)) >= 80_000


@pytest.mark.parametrize("clock", QUADRATIC.values(), ids=QUADRATIC.keys(), indirect=True)
def test_reported(clock: Clock) -> None:
    with pytest.raises(AssertionError, match="8 times the text took"):
        assert_linear(clock.run, "a, ")
    assert gc.isenabled()


@pytest.mark.parametrize("clock", [lambda n: n * 1e-5], indirect=True)
def test_texts_made_by_a_function(clock: Clock) -> None:
    assert_linear(clock.run, lambda n: "<p>" + "a " * n + "</p>", 40_000)
    assert all(t.startswith("<p>a a") and t.endswith(" </p>") for t in clock.texts)
    assert 40_000 <= max(map(len, clock.texts)) < 41_000


def test_a_real_function_that_is_quadratic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "ENOUGH", 0.002)
    with pytest.raises(AssertionError, match="8 times the text took"):
        assert_linear(lambda text: [text.count("b") for _ in text], "a", 4_000)


def test_a_real_function_that_is_linear() -> None:
    assert_linear(lambda text: [text.find(c) for c in text], "a", 40_000)
