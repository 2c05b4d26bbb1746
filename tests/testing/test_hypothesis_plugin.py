from __future__ import annotations

import importlib
import json
import subprocess
import sys
from typing import Any

import pytest
from drawn import drawn, minimal
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.errors import ResolutionFailed
from hypothesis.strategies._internal import types

import mimeforge
from mimeforge import Address, Envelope, Group, Message, hypothesis_plugin
from mimeforge.testing.strategies import Body, MimeTree

OURS = [Address, Group, Envelope, Message, Body, MimeTree]


@given(message=..., address=...)
@settings(max_examples=5, deadline=None)
def test_given_knows_the_types_of_annotations(message: Message, address: Address) -> None:
    assert isinstance(message, Message)
    assert isinstance(address, Address)


@pytest.mark.parametrize("ours", OURS)
def test_from_type_gives_values_of_each(ours: Any) -> None:
    assert isinstance(drawn(st.from_type(ours), 3)[0], ours)


def test_builds_fills_in_what_a_function_takes() -> None:
    def send(message: Message, retries: int = 0) -> tuple[Message, int]:
        return message, retries

    found, retries = minimal(st.builds(send), lambda both: True)
    assert (found.from_.address, retries) == ("a@example.com", 0)


def test_what_a_suite_registers_goes_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(types._global_type_lookup, Address, None)  # so that it is taken out again
    own = Address("Own", "own@example.com")
    st.register_type_strategy(Address, st.just(own))
    assert drawn(st.from_type(Address), 2)[0] == own
    hypothesis_plugin.register()
    assert drawn(st.from_type(Address), 2)[0] == own


def test_a_registered_subclass_is_its_own_and_no_message_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    class Receipt(Message):
        """A kind of message that somebody makes."""

    monkeypatch.setitem(types._global_type_lookup, Receipt, None)
    own = Receipt(from_="own@example.com")
    st.register_type_strategy(Receipt, st.just(own))
    assert drawn(st.from_type(Receipt), 2)[0] is own
    assert minimal(st.from_type(Message), lambda message: True).from_.address == "a@example.com"


def test_a_subclass_that_nobody_registered_is_refused() -> None:
    class Receipt(Message):
        """A kind of message that somebody makes."""

    with pytest.raises(ResolutionFailed, match="register_type_strategy"):
        st.from_type(Receipt).validate()


def test_reloading_changes_nothing() -> None:
    for module in (mimeforge, hypothesis_plugin):
        importlib.reload(module)
    hypothesis_plugin.register()
    assert isinstance(drawn(st.from_type(mimeforge.Message), 2)[0], Message)


@pytest.mark.parametrize("thing", [int, list[int], "Message", None, type("Message", (), {})])
def test_other_types_are_left_alone(thing: object) -> None:
    assert hypothesis_plugin._strategy_for(thing) is None


# What another version of Hypothesis may do: not have the table, or not have the module that it is in.
WITHOUT_TABLE = "import hypothesis.strategies._internal.types as types; del types._global_extra_lookup"
WITHOUT_MODULE = "import sys, hypothesis; sys.modules['hypothesis.strategies._internal.types'] = None"


@pytest.mark.parametrize("without", [WITHOUT_TABLE, WITHOUT_MODULE])
def test_without_the_table_registering_does_nothing(without: str) -> None:
    with_no_plugin = f"import os; os.environ['HYPOTHESIS_NO_PLUGINS'] = '1'; {without}"
    register = "import mimeforge.hypothesis_plugin as plugin; print(json.dumps(plugin.register()))"
    assert run(f"{with_no_plugin}; {register}") is None


def test_without_the_table_importing_the_strategies_registers_the_classes() -> None:
    without = "import os; os.environ['HYPOTHESIS_NO_PLUGINS'] = '1'; import hypothesis.strategies as st"
    names = "import mimeforge; from mimeforge.testing.strategies import Body, MimeTree"
    ours = "[mimeforge.Address, mimeforge.Group, mimeforge.Envelope, mimeforge.Message, Body, MimeTree]"
    shown = run(f"{without}; {names}; print(json.dumps([repr(st.from_type(ours)) for ours in {ours}]))")
    expected = "mailboxes() groups() _messages( _messages( _bodies( _trees(".split()
    assert [text[: len(start)] for text, start in zip(shown, expected, strict=True)] == expected


@pytest.mark.parametrize("order", ["import hypothesis, mimeforge", "import mimeforge, hypothesis"])
def test_it_works_in_any_order_of_imports(order: str) -> None:
    looked_up = "hypothesis.strategies.from_type(mimeforge.Message).validate() or 'mimeforge.message' in sys.modules"
    assert run(f"import sys; {order}; print(json.dumps({looked_up}))") is True


def test_importing_hypothesis_loads_next_to_nothing() -> None:
    loaded = run("import sys, hypothesis; print(json.dumps([name for name in sys.modules if 'mimeforge' in name]))")
    assert loaded == ["mimeforge", "mimeforge.hypothesis_plugin"]
    names = "print(json.dumps(sorted(sys.modules)))"
    with_it = run(f"import sys, hypothesis; {names}")
    without = run(f"import os, sys; os.environ['HYPOTHESIS_NO_PLUGINS'] = '1'; import hypothesis; {names}")
    # The last is Hypothesis' own, which has the table of types, and which it loads when it looks for one.
    own = "hypothesis.strategies._internal.types"
    assert set(with_it) - set(without) == {"mimeforge", "mimeforge.hypothesis_plugin", own}


def test_importing_mimeforge_and_the_plugin_loads_no_hypothesis() -> None:
    imports = "import sys, mimeforge, mimeforge.hypothesis_plugin, mimeforge.message"
    assert run(f"{imports}; print(json.dumps('hypothesis' in sys.modules))") is False


def run(program: str) -> Any:
    done = subprocess.run([sys.executable, "-c", f"import json; {program}"], capture_output=True, check=True)
    return json.loads(done.stdout)
