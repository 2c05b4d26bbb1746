"""Who sends, and whether a principal of a policy means them (IAM user guide, the element Principal)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.codecs.visible import shown

if TYPE_CHECKING:
    from mimeforge.rules.pol.document import Principal
    from mimeforge.ses.authorization.truth import Truth

__all__ = ["Caller", "caller_of", "is_meant"]

_ARN_RE: Final = re.compile(r"arn:(aws(?:-[a-z]+)*):(?:iam|sts)::([0-9]{12}):([a-z-]+)(?:/([!-~]+))?")
_ACCOUNT_RE: Final = re.compile(r"[0-9]{12}")
_SERVICE_RE: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?")

_KINDS: Final = frozenset({"root", "user", "role", "assumed-role", "federated-user"})
_WILDCARD: Final = "*"


class Caller(NamedTuple):
    """Whoever sends: ``kind`` is one of the kinds of principals in ARNs, "account", or "service" without an account.

    ``name`` is that of a role, without its path, also where a session of the role is meant. ``partition`` is "" where
    no ARN tells it.
    """

    text: str
    kind: str
    account: str = ""
    name: str = ""
    partition: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether this is what SES would name: of an account and of a role, some user or session sends."""
        return self.kind not in {"account", "role", "service"}

    def is_of(self, partition: str, account: str) -> bool:
        """Whether this is of an account; where either partition is "", the account alone is compared."""
        return self.account == account and (self.partition == partition or not (self.partition and partition))


def caller_of(text: str) -> Caller:
    """Read the ARN of a user, role, session or account root, the number of an account, or the name of a service.

    Raises ValueError for anything else.
    """
    found = _read(text)
    if found is None and _SERVICE_RE.fullmatch(text):
        return Caller(text, "service")
    if found is None:
        raise ValueError(
            f"{shown(text)} is no caller: give the ARN of a user, role, assumed role or account root,"
            " or the 12 digits of an account"
        )
    return found


def is_meant(principal: Principal, caller: Caller) -> Truth:
    """Whether a principal means the caller."""
    kind, value = principal
    is_service = caller.kind == "service"
    if value == _WILDCARD and kind in {_WILDCARD, "AWS"}:
        return None if is_service else True  # whether services are anyone, no document says
    if kind == "Service":
        return is_service and value == caller.text
    if kind != "AWS":
        return None
    if is_service or _WILDCARD in value:
        return False  # in an ARN, IAM takes no wildcard
    named = _read(value)
    return None if named is None else _is(named, caller)


def _is(named: Caller, caller: Caller) -> Truth:
    if not caller.is_of(named.partition, named.account):
        return False
    if named.kind in {"account", "root"} or named.text == caller.text:
        return True
    if caller.kind == "account":
        return None  # which of its users or roles sends is not said
    if named.name != caller.name:
        return False
    if (named.kind, caller.kind) == ("role", "assumed-role"):
        return True  # the names of roles are unique in an account, whatever the path
    return None if (named.kind, caller.kind) == ("assumed-role", "role") else False


def _read(text: str) -> Caller | None:
    if _ACCOUNT_RE.fullmatch(text):
        return Caller(text, "account", text)
    arn = _ARN_RE.fullmatch(text)
    if arn is None or arn[3] not in _KINDS or (arn[3] == "root") != (arn[4] is None):
        return None
    partition, account, kind, path = arn.groups("")
    pieces = path.split("/")
    name = {"role": pieces[-1], "assumed-role": pieces[0]}.get(kind, path)
    return Caller(text, kind, account, name, partition)
