"""The example that holds CPython's email package to the laws finds what is known of it."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from trying import few_examples

from mimeforge.testing import composers, encoded_word_codecs
from mimeforge.testing.laws import broken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.testing.laws import Law

check_email: Any = import_module("examples.check_email")  # a program, and no module of a package

HEADER = encoded_word_codecs.laws(check_email.encode_with_header, check_email.decode_with_header)
SUBJECT = encoded_word_codecs.laws(check_email.encode_with_email_message, check_email.decode_with_email_message)
MESSAGE = composers.laws(check_email.compose_with_email_message, "ses")

# Which law is broken, and what is told of it whatever the example.
KNOWN: dict[str, tuple[tuple[Law[Any], ...], str, str]] = {
    "words over 75 characters": (HEADER, "An encoded-word has at most 75 characters", "an encoded-word of 7"),
    "a language unknown": (HEADER, "An encoded-word is read", "LookupError: unknown encoding"),
    "damaged words refused": (HEADER, "What only looks like an encoded-word is taken", "decode raised "),
    "lines over 76 characters": (SUBJECT, "A line that holds an encoded-word", "a line of 7"),
    "another text": (SUBJECT, "What is written means the text", "means:"),
    "links encoded": (MESSAGE, "Fields for machines arrive", "=?utf-8?q?"),
    "names lost": (MESSAGE, "Authors and recipients arrive", "read:"),
}


@pytest.fixture(autouse=True)
def _few_examples() -> Iterator[None]:
    with few_examples(200):
        yield


@pytest.mark.parametrize("fault", KNOWN)
def test_a_known_fault_is_found(fault: str) -> None:
    laws, title, told = KNOWN[fault]
    (law,) = titled(laws, title)
    assert told in (broken(law) or "the law holds")


def test_texts_and_attachments_arrive() -> None:
    kept = [*titled(MESSAGE, "Blind recipients"), *titled(MESSAGE, "Inline parts"), *titled(MESSAGE, "The date")]
    assert [broken(law) for law in kept] == [None] * 3


def test_the_example_runs() -> None:
    command = [sys.executable, "examples/check_email.py", "--examples", "1"]
    run = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    assert [line for line in run.stdout.splitlines() if line in check_email.CHECKS] == [*check_email.CHECKS]


def titled(laws: tuple[Law[Any], ...], title: str) -> list[Law[Any]]:
    return [law for law in laws if law.title.startswith(title)]
