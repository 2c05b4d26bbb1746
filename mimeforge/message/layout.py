"""Where each part goes: mixed(alternative(text, related(html, inline…)), attachments…), each level only when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge.compose import Multipart
from mimeforge.parts import Attachment, TextLeaf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mimeforge.parts import Leaf

__all__ = ["lay_out"]


def lay_out(
    text: TextLeaf | None, html: TextLeaf | None, embedded: Sequence[Attachment], attached: Sequence[Leaf]
) -> Multipart | Leaf:
    """Build the tree of parts. It depends on what there is, never on the order in which it was added."""
    if html is None:
        attached = [*(part.as_attachment() for part in embedded), *attached]
        embedded = ()
    shown: list[Multipart | Leaf] = [text] if text else []
    if html:
        shown.append(_related(html, embedded) if embedded else html)
    body = _only(shown) or (Multipart("alternative", tuple(shown)) if shown else None)
    if attached:
        return Multipart("mixed", (*([body] if body else []), *attached))
    return body or TextLeaf("plain", "")


def _related(html: TextLeaf, embedded: Sequence[Attachment]) -> Multipart:
    # RFC 2387 §3.1 requires the type of the root, which comes first, so that no start parameter is needed.
    return Multipart("related", (html, *embedded), (("type", "text/html"),))


def _only(parts: Sequence[Multipart | Leaf]) -> Multipart | Leaf | None:
    return parts[0] if len(parts) == 1 else None
