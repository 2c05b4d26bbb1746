from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.linter.examples import Example, padded, sample
from mimeforge.tree import parse


def test_a_sample_is_a_whole_message() -> None:
    message = parse(sample())
    assert message.header("From") == "Jo <jo@example.com>"
    assert message.separator
    assert message.text == "See you at noon.\r\n"


def test_fields_of_a_sample_are_replaced_or_added() -> None:
    message = parse(sample("subject: One", "Subject: Two", "X-Extra: Zoé", without=["TO"], body="Moved.\r\n"))
    assert [field.text for field in message.fields_named("Subject")] == ["One", "Two"]
    assert message.header("X-Extra") == "Zoé"
    assert message.field("To") is None
    assert message.header("From")
    assert message.text == "Moved.\r\n"


@given(st.integers(len(sample()), len(sample()) + 500))
def test_a_padded_message_has_exactly_its_size(size: int) -> None:
    octets = padded(size).build()
    assert len(octets) == size
    assert octets.endswith(b"\r\n")
    assert max(map(len, octets.split(b"\r\n"))) <= 78


def test_a_padded_message_has_room_for_itself() -> None:
    with pytest.raises(ValueError, match=f"at least {len(sample())} octets"):
        padded(len(sample()) - 1)


def test_a_recipe_is_built_when_asked_for_and_known_by_its_name() -> None:
    recipe = padded(10_485_761)
    assert repr(recipe) == "Recipe(name='a message of 10,485,761 octets')"
    assert recipe == padded(10_485_761)
    assert Example(padded(1000)).octets == padded(1000).build()
