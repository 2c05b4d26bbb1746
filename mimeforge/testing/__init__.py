"""For the test suites of those who send, compose or parse mail.

`assert_sendable` and `assert_findings` ask the linter; `check_encoded_word_codec` and `check_composer` hold an encoder
to the laws of the RFCs; `mimeforge.testing.strategies` are generators for Hypothesis, which the extra
``mimeforge[hypothesis]`` brings. The names are loaded on first use: not all need Hypothesis.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mimeforge.testing.assertions import assert_findings, assert_sendable
    from mimeforge.testing.composers import check_composer
    from mimeforge.testing.encoded_word_codecs import check_encoded_word_codec
    from mimeforge.testing.snapshots import assert_snapshot, normalized

__all__ = [
    "assert_findings",
    "assert_sendable",
    "assert_snapshot",
    "check_composer",
    "check_encoded_word_codec",
    "normalized",
]

_ROOMS = {
    "assert_findings": "assertions",
    "assert_sendable": "assertions",
    "assert_snapshot": "snapshots",
    "check_composer": "composers",
    "check_encoded_word_codec": "encoded_word_codecs",
    "normalized": "snapshots",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    room = _ROOMS.get(name)
    if room is None:
        raise AttributeError(f"module 'mimeforge.testing' has no attribute {name!r}")
    try:
        value = getattr(import_module(f"mimeforge.testing.{room}"), name)
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        text = f"mimeforge.testing.{name} needs Hypothesis: pip install 'mimeforge[hypothesis]'"
        raise ModuleNotFoundError(text, name="hypothesis") from error
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
