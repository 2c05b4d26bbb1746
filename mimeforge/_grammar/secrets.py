"""Secrets, by the forms that those who give them out have documented so that they can be found."""

from __future__ import annotations

from typing import Final

from mimeforge._grammar import octets

# What a text holds that may hold a secret, by what several have in common: looked for first, at the speed of memory.
SECRET_MARKS: Final = {
    b"IA": (b"AKIA", b"ASIA"),
    b"PRIVATE KEY": (b"PRIVATE KEY",),
    b"_": (b"ghp_", b"gho_", b"ghs_", b"ghu_", b"github_pat_", b"npm_", b"sk_live_", b"rk_live_"),
    b"-": (b"glpat-", b"pypi-AgEI"),
    b"xox": (b"xox",),
    b"SG.": (b"SG.",),
    b"Bearer eyJ": (b"Bearer eyJ",),
}

# Kinds of secrets, each a group named so. The lengths are those that the makers of the tokens give.
SECRET_RE: Final = octets(
    r"(?<![A-Za-z0-9_-])(?:"
    r"(?P<aws_access_key_id>A[KS]IA[A-Z2-7]{16})"
    r"|(?P<github_token>gh[opsu]_[A-Za-z0-9]{36,255}+|github_pat_[A-Za-z0-9_]{82})"
    r"|(?P<gitlab_token>glpat-[A-Za-z0-9_-]{20,64}+)"
    r"|(?P<npm_token>npm_[A-Za-z0-9]{36})"
    r"|(?P<pypi_token>pypi-AgEI[A-Za-z0-9_-]{50,255}+)"
    r"|(?P<slack_token>xox[abeoprs]-[A-Za-z0-9-]{10,255}+)"
    r"|(?P<stripe_key>[rs]k_live_[A-Za-z0-9]{24,255}+)"
    r"|(?P<sendgrid_key>SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})"
    r"|(?P<bearer_token>Bearer eyJ[A-Za-z0-9_-]{10,4096}+\.eyJ[A-Za-z0-9_-]{10,4096}+\.[A-Za-z0-9_-]{20,1024}+)"
    r")(?![A-Za-z0-9_-])"
    r"|(?P<private_key>-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----)"
)
