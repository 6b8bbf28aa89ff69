"""Reading numbers written by hand, of samples and fonts the network was not trained on."""

import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from analyzer.learning.handwriting import Made, Writer
from analyzer.learning.numerals import parts, random_digits
from analyzer.reading.ocr import cuts, numerals
from analyzer.reading.ocr.numerals import read_number

Ink = NDArray[np.bool_]
#: Of a package the other tests want as well.
FONTS = ("dejavu/DejaVuSansMono-Bold.ttf", "dejavu/DejaVuSerif.ttf")
SURE = 0.8
COUNT = 120


def writer(seed: int) -> Writer:
    return Writer(parts().held_out, FONTS, seed)


def made(hand: str, joined: bool, longest: int) -> list[Made]:
    random, by = np.random.default_rng(11), writer(11)
    return [by.number(random_digits(random, longest), getattr(by, hand)(), joined) for _ in range(COUNT)]


@pytest.mark.parametrize(
    ("hand", "joined", "longest", "right", "right_of_sure"),
    [
        ("sampled", False, 1, 0.88, 0.94),
        ("sampled", False, 4, 0.85, 0.93),
        ("sampled", True, 4, 0.72, 0.87),
        ("pen", False, 4, 0.91, 0.94),
        ("stamp", False, 4, 0.92, 0.94),
    ],
)
def test_numbers_are_read(hand: str, joined: bool, longest: int, right: float, right_of_sure: float) -> None:
    found = [(m.digits, read_number(m.ink)) for m in made(hand, joined, longest)]
    sure = [(digits, n) for digits, n in found if n is not None and n.confidence >= SURE]
    assert sum(n is not None and n.digits == digits for digits, n in found) >= right * len(found)
    assert sum(n.digits == digits for digits, n in sure) >= right_of_sure * len(sure)
    assert len(sure) >= 0.3 * len(found)


def test_confidence_is_lower_where_the_number_is_wrong() -> None:
    found = [(m.digits, read_number(m.ink)) for hand in ("sampled", "pen") for m in made(hand, True, 4)]
    right = [n.confidence for digits, n in found if n is not None and n.digits == digits]
    wrong = [n.confidence for digits, n in found if n is not None and n.digits != digits]
    assert np.mean(right) > np.mean(wrong) + 0.2


@pytest.mark.parametrize(("kind", "refused"), [("word", 0.75), ("noise", 0.92)])
def test_letters_and_noise_are_refused(kind: str, refused: float) -> None:
    by = writer(12)
    found = [read_number(getattr(by, kind)().ink) for _ in range(COUNT)]
    assert sum(n is None for n in found) >= refused * COUNT
    assert sum(n is None or n.confidence < SURE for n in found) >= 0.95 * COUNT


def test_what_can_be_is_given_where_the_first_reading_cannot() -> None:
    def is_day(digits: str) -> bool:
        return 1 <= int(digits) <= 31

    random, by = np.random.default_rng(13), writer(13)
    days = [str(random.integers(10, 32)) for _ in range(COUNT)]
    inks = [by.number(day, by.sampled()).ink for day in days]
    free = [read_number(ink, 2) for ink in inks]
    held = [read_number(ink, 2, is_day) for ink in inks]
    assert all(is_day(n.digits) for n in held if n is not None)
    right = [sum(n is not None and n.digits == d for n, d in zip(found, days, strict=True)) for found in (free, held)]
    assert right[1] > right[0]
    changed = [(f, h) for f, h in zip(free, held, strict=True) if f and h and f.digits != h.digits]
    assert changed
    assert np.mean([h.confidence for _, h in changed]) < np.mean([n.confidence for n in held if n])


def test_no_more_digits_than_asked_for() -> None:
    for m in made("stamp", False, 4)[:40]:
        number = read_number(m.ink, most=2)
        assert number is None or len(number.digits) <= 2


def test_the_box_is_where_the_number_stands() -> None:
    by = writer(14)
    picture = by.number("47", by.stamp(), joined=False)
    rows, columns = np.nonzero(picture.owner)
    ink = np.zeros((picture.ink.shape[0] + 30, picture.ink.shape[1] + 50), dtype=bool)
    ink[10 : 10 + picture.ink.shape[0], 20 : 20 + picture.ink.shape[1]] = picture.ink
    number = read_number(ink)
    assert number is not None
    assert number.digits == "47"
    assert (number.left, number.top) == pytest.approx((columns.min() + 20, rows.min() + 10), abs=1)
    assert (number.right, number.bottom) == pytest.approx((columns.max() + 21, rows.max() + 11), abs=1)


def test_a_number_twenty_times_as_large_is_read_as_well() -> None:
    by = writer(15)
    ink = by.number("52", by.stamp(), joined=False).ink
    small, large = read_number(ink), read_number(np.kron(ink, np.ones((20, 20), dtype=bool)))
    assert small is not None
    assert large is not None
    assert large.digits == small.digits == "52"
    assert large.left == pytest.approx(20 * small.left, abs=40)


@given(arrays.arrays(np.bool_, st.tuples(st.integers(0, 40), st.integers(0, 60))), st.integers(-1, 6))
def test_any_picture_gives_a_number_or_none(ink: Ink, most: int) -> None:
    number = read_number(ink, most)
    if number is not None:
        assert 1 <= len(number.digits) <= most
        assert number.digits.isdigit()
        assert numerals.LEAST <= number.confidence <= 1
        assert 0 <= number.left < number.right <= ink.shape[1]
        assert 0 <= number.top < number.bottom <= ink.shape[0]


@pytest.mark.parametrize(
    "ink",
    [
        np.zeros((0, 0), dtype=bool),
        np.zeros((50, 0), dtype=bool),
        np.zeros((50, 80), dtype=bool),
        np.ones((50, 80), dtype=bool),
        np.ones((1, 1), dtype=bool),
        np.ones((1, 500), dtype=bool),
        np.ones(60, dtype=bool),
        np.indices((60, 90)).sum(axis=0) % 2 == 0,
        np.indices((60, 90)).max(axis=0) % 3 == 0,
    ],
    ids=["nothing", "no columns", "blank", "all ink", "a pixel", "a line", "one dimension", "chequered", "corners"],
)
def test_what_is_no_number_is_none(ink: Ink) -> None:
    assert read_number(ink) is None


_random = np.random.default_rng(16)


@pytest.mark.parametrize(
    "picture",
    [
        lambda n: np.ones((n, n), dtype=bool),
        lambda n: np.tile(np.indices((8, 8)).sum(axis=0) % 8 < 2, (n // 8, n // 8)),
        lambda n: _random.random((n, n)) < 0.3,
        lambda n: _random.random((n, n)) < 0.02,
    ],
    ids=["all ink", "stripes", "noise", "specks"],
)
def test_large_pictures_cost_no_more_than_their_pixels(picture: Callable[[int], Ink]) -> None:
    def cost(size: int) -> float:
        ink = picture(size)
        begin = time.process_time()
        read_number(ink)
        return time.process_time() - begin

    cost(640)
    # 16 times the pixels; a quadratic reader would take 256 times as long
    assert min(cost(2560) for _ in range(2)) < 40 * max(0.005, min(cost(640) for _ in range(3)))


def test_a_number_takes_little_time() -> None:
    pictures = [m.ink for m in made("sampled", True, 4)[:50]]
    read_number(pictures[0])
    begin = time.process_time()
    for ink in pictures:
        read_number(ink)
    assert (time.process_time() - begin) / len(pictures) < 0.05


def test_joined_digits_are_cut_between_them() -> None:
    by = writer(17)
    pairs = [by.number(random_digits(np.random.default_rng(seed), 2), by.sampled(), True) for seed in range(COUNT)]
    found = 0
    for pair in pairs:
        pieces = cuts.cut(pair.ink)
        labels = {pair.digit_of(group) for _, _, group in numerals.groups_of(pieces)}
        found += {int(d) for d in pair.digits} <= labels
    assert found >= 0.74 * COUNT


def test_pieces_are_all_of_the_ink_and_do_not_overlap() -> None:
    for m in made("sampled", True, 4)[:40]:
        pieces = cuts.cut(m.ink)
        covered = np.zeros(m.ink.shape, dtype=int)
        for p in pieces.pieces:
            covered[p.top : p.bottom, p.left : p.right] += p.ink
        assert covered.max() == 1
        assert not (covered.astype(bool) & ~m.ink).any()
        # specks are left out
        assert covered.sum() >= 0.9 * (m.owner > 0).sum()
