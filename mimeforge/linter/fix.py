"""What repairs a finding: edits, and whether the message says the same with them."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mimeforge.edit import Edit

__all__ = ["Fix"]


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that repair one finding, all of them or none.

    ``title`` says what they do, as an order: "quote the value". ``edits`` are octets for octets of the linted message.
    A ``safe`` fix keeps the decoded content of every part and the decoded value of every header field; of one that is
    not, somebody has to say that it is meant.
    """

    title: str
    edits: tuple[Edit, ...]
    _: KW_ONLY
    safe: bool = True
