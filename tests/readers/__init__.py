"""Programs that read mail, none of which knows how it was composed: each is asked what a message says."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from readers import chromium, compat32, postal_mime, rust, tree
from readers.shape import Browser, File, Mail, Mailbox, Reader

if TYPE_CHECKING:
    from _pytest.mark.structures import ParameterSet

__all__ = ["BROWSERS", "READERS", "Browser", "File", "Mail", "Mailbox", "Reader", "every_reader"]

# Whoever has npm can have a reader in JavaScript: `make readers`.
_HAS_NPM = shutil.which("npm") is not None

READERS = (
    Reader("fast-mail-parser", rust.read, rust.absent, wanted=True),
    Reader("compat32", compat32.read, compat32.absent, wanted=True),
    Reader("mimeforge", tree.read, tree.absent, wanted=True, blind=frozenset({"from_", "to", "cc", "reply_to"})),
    # It puts texts together and trims them for display.
    Reader("postal-mime", postal_mime.read, postal_mime.absent, wanted=_HAS_NPM, blind=frozenset({"plain", "html"})),
)

# Whoever may install programs on a system with Debian's packages can have one: `.ci/run`.
_HAS_APT = shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0

BROWSERS = (Browser("chromium", chromium.absent, wanted=_HAS_APT),)


def every_reader() -> list[ParameterSet]:
    """Parameters of a test that asks each reader that is there; the summary of pytest names the others."""
    return [pytest.param(reader, id=reader.name) for reader in READERS if not reader.absent()]
