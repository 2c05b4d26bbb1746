"""Programs that read mail, none of which knows how it was composed: each is asked what a message says."""

from __future__ import annotations

import os
import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest

from readers import chromium, compat32, perl, postal_mime, rust, tree
from readers.shape import Browser, File, Leaf, Mail, Mailbox, Reader, Reading

if TYPE_CHECKING:
    from _pytest.mark.structures import ParameterSet

__all__ = ["BROWSERS", "READERS", "Browser", "File", "Leaf", "Mail", "Mailbox", "Reader", "Reading", "every_reader"]

# Whoever has npm can have a reader in JavaScript: `make readers`.
_HAS_NPM = shutil.which("npm") is not None

# Whoever may install programs on a system with Debian's packages can have those: `.ci/run`.
_HAS_APT = shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def _perl(name: str, module: str, blind: frozenset[str]) -> Reader:
    return Reader(
        name,
        partial(perl.read, module),
        partial(perl.look, module),
        partial(perl.absent, module),
        wanted=_HAS_APT,
        blind=blind,
    )


_ADDRESSES = frozenset({"from_", "to", "cc", "reply_to"})

READERS = (
    Reader("fast-mail-parser", rust.read, rust.look, rust.absent, wanted=True),
    Reader("compat32", compat32.read, compat32.look, compat32.absent, wanted=True),
    Reader("mimeforge", tree.read, tree.look, tree.absent, wanted=True, blind=_ADDRESSES),
    # It puts texts together and trims them for display.
    Reader(
        "postal-mime",
        postal_mime.read,
        postal_mime.look,
        postal_mime.absent,
        wanted=_HAS_NPM,
        blind=frozenset({"plain", "html"}),
    ),
    _perl("Email::MIME", "Email::MIME", frozenset()),
    # It leaves addresses to others, and takes CR away before the end of a line in quoted-printable.
    _perl("MIME-tools", "MIME::Parser", _ADDRESSES | {"plain", "html"}),
)

BROWSERS = (Browser("chromium", chromium.absent, wanted=_HAS_APT),)


def every_reader() -> list[ParameterSet]:
    """Parameters of a test that asks each reader that is there; the summary of pytest names the others."""
    return [pytest.param(reader, id=reader.name) for reader in READERS if not reader.absent()]
