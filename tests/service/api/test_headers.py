"""Headers that answers bear, and those that requests bring, whatever is in them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from analyzer.service.api.headers import content_disposition, file_name, holds, tag
from analyzer.service.api.negotiation import MediaType, best
from analyzer.service.api.representations import FORMS
from analyzer.service.api.uploads import safe_name
from tests.linear import assert_linear

OFFERED = [form.media_type for form in FORMS.values()]
NAMED = re.compile(r"attachment; filename=([A-Za-z0-9._-]+); filename\*=UTF-8''((?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+)")


@given(st.text(max_size=300))
def test_no_title_breaks_the_header(title: str) -> None:
    name = file_name(title, ".xlsx")
    assert name.endswith(".xlsx")
    assert name != ".xlsx"
    assert not re.search(r"[/\\\x00-\x1f\x7f:*?\"<>|]", name)
    assert not name.startswith((".", "-"))
    header = NAMED.fullmatch(content_disposition(name))
    assert header, content_disposition(name)
    assert header[1].endswith("xlsx")


@given(st.text(max_size=400))
def test_kept_names_are_one_part_of_a_path(given_name: str) -> None:
    name = safe_name(given_name)
    assert name is None or (0 < len(name) <= 200 and name.isprintable() and not re.search(r"[/\\]", name))
    assert name is None or name.strip(". ")


PIECES = ("text", "*", "/", "csv", "markdown", ";", "q=0.5", "q=2", 'profile="brief"', "=", ",", " ", '"')


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_accept_header_is_read(accept: str) -> None:
    place = best(accept, OFFERED)
    assert place is None or 0 <= place < len(OFFERED)


def test_each_form_is_found_by_its_own_name() -> None:
    for place, form in enumerate(OFFERED):
        assert best(str(form), OFFERED) == place
        assert best(f"*/*;q=0.1, {form}", OFFERED) == place
        assert MediaType.of(str(form)) == form


def test_headers_are_read_in_linear_time() -> None:
    for piece in ("a/b;q=1,", "a/b;", ";a=b", '"', "/", " ", "*/*;a="):
        assert_linear(lambda accept: best(accept, OFFERED), piece)
    assert_linear(lambda wanted: holds(wanted, 'W/"x"'), 'W/"')


@given(st.lists(st.binary(max_size=9), max_size=4), st.lists(st.binary(max_size=9), max_size=4))
def test_tags_tell_contents_apart(one: list[bytes], other: list[bytes]) -> None:
    assert (tag(*one) == tag(*other)) == (one == other)
    assert holds(tag(*one), tag(*one))
