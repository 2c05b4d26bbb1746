from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge._grammar import BOUNDARY_RE
from mimeforge._limits import BOUNDARY_MAX
from mimeforge.compose.boundary import boundaries

ID = "<1@example.com>"
PATHS = ["", ".1", ".1.2", ".2"]


def test_boundaries_are_distinct_and_of_one_length() -> None:
    chosen = boundaries(ID, PATHS, [])
    assert list(chosen) == PATHS
    assert len(set(chosen.values())) == len(PATHS)
    assert len(set(map(len, chosen.values()))) == 1  # so none begins another
    for boundary in chosen.values():
        assert BOUNDARY_RE.fullmatch(boundary)
        assert len(boundary) <= BOUNDARY_MAX
        assert re.fullmatch(r"=_[0-9a-f]{24}", boundary)  # "=_" stands in neither base64 nor quoted-printable


def test_the_same_message_has_the_same_boundaries_another_has_others() -> None:
    assert boundaries(ID, PATHS, []) == boundaries(ID, PATHS, [b"content plays no part"])
    others = boundaries("<2@example.com>", PATHS, [])
    assert not set(boundaries(ID, PATHS, []).values()) & set(others.values())


@pytest.mark.parametrize("path", PATHS)
def test_a_boundary_that_occurs_in_a_body_is_not_taken(path: str) -> None:
    """Wherever it occurs: at the start of a line behind hyphens it would cut the message short."""
    first = boundaries(ID, PATHS, [])
    for body in (b"--%s\r\n", b"%s", b"x\r\n--%s--", b"a" * 1000 + b"%s" + b"b" * 1000):
        content = body % first[path].encode()
        second = boundaries(ID, PATHS, [b"innocent", content])
        assert not set(first.values()) & set(second.values())
        assert not any(boundary.encode() in content for boundary in second.values())


@given(st.integers(1, 5))
def test_choices_are_counted_up_until_none_occurs(hits: int) -> None:
    bodies: list[bytes] = []
    seen = []
    for _ in range(hits):
        seen.append(boundaries(ID, PATHS, bodies))
        bodies.append(seen[-1][".1"].encode())
    last = boundaries(ID, PATHS, bodies)
    for one, other in itertools.combinations([*seen, last], 2):
        assert not set(one.values()) & set(other.values())


def test_a_single_part_needs_none() -> None:
    assert boundaries(ID, [], [b"x"]) == {}
