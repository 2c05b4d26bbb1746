"""The pages that are made from the code are as the code is, show any text as it is, and say what they have to say."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.substitution import substitution_plugin

from mimeforge.codecs.visible import RUNNER_COMMAND_RE
from mimeforge.linter import Severity
from mimeforge.linter.examples import Example, sample
from mimeforge.preflight.request_table import ALL_RULES
from mimeforge.ses import replies
from mimeforge.ses.answers import ANSWERS
from pages import FOLDER, made, markdown, rule_pages, stale, write
from pages.groups import GROUPS

if TYPE_CHECKING:
    from markdown_it.token import Token

    from mimeforge.linter.rule import Rule

# A reader of Markdown that obeys whatever GitHub or MyST could obey.
READER = (
    MarkdownIt("commonmark")
    .enable(["table", "strikethrough"])
    .use(myst_block_plugin)
    .use(myst_role_plugin)
    .use(colon_fence_plugin)
    .use(deflist_plugin)
    .use(dollarmath_plugin)
    .use(footnote_plugin)
    .use(substitution_plugin)
)
PAGES = {
    path.relative_to(FOLDER).as_posix(): path.read_text("utf-8")
    for path in [*FOLDER.glob("rules/*.md"), FOLDER / "ses-answers.md"]
}
# What readers would obey, whole and in pieces.
FRAGMENTS = (
    "{ref} {{x}} [^1] [a](b) $x$ $$ &amp; &#35; <b> <!-- ~~x~~ *x* **x _x_ a_b __ ![x] (x)= +++ ::: % : 1. 2) - # > "
    "``` ~~~ ` \\ | --- === ##[error] https://example.com/*x* a b".split()
)
LINES = st.lists(
    st.sampled_from(FRAGMENTS) | st.text(st.characters(exclude_categories=["C", "Z"]), max_size=3) | st.just(" "),
    max_size=8,
).map("".join)
CODE = re.compile(r"(?<!`)``(?![`\s])((?:(?!``).)+)(?<![`\s])``(?!`)")


@lru_cache(maxsize=8)
def read(text: str) -> list[Token]:
    return READER.parse(text)


def plain(tokens: list[Token]) -> str:
    """The text of inline tokens; anything but text, code and links is a mistake."""
    (inline,) = [token for token in tokens if token.type == "inline"]
    children = inline.children or []
    assert {token.type for token in children} <= {"text", "text_special", "code_inline"}
    return "".join(token.content for token in children)


def headings(page: str) -> list[str]:
    tokens = read(page)
    return [
        "".join(child.content for child in tokens[number + 1].children or [])
        for number, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def fences(page: str) -> list[str]:
    return [token.content for token in read(page) if token.type == "fence"]


def test_the_pages_are_as_the_code_is() -> None:
    """Written by another process, so a second run gives the same octets. ``make pages`` makes them anew."""
    assert [*stale(FOLDER, made())] == []


def test_a_page_that_is_stale_missing_or_left_over_is_told(tmp_path: Path) -> None:
    pages = {"rules/ABC101.md": "one\n", "rules/ABC102.md": "two\n", "ses-answers.md": "three\n"}
    write(tmp_path, pages)
    assert [*stale(tmp_path, pages)] == []
    (tmp_path / "rules/ABC101.md").write_text("One\n")
    (tmp_path / "ses-answers.md").unlink()
    (tmp_path / "rules/ABC103.md").write_text("three\n")
    faults = ["rules/ABC101.md is stale", "ses-answers.md is missing", "rules/ABC103.md is of no rule"]
    assert [*stale(tmp_path, pages)] == faults
    write(tmp_path, pages)
    assert [*stale(tmp_path, pages)] == []
    assert sorted(path.name for path in tmp_path.rglob("*.md")) == ["ABC101.md", "ABC102.md", "ses-answers.md"]


# -- Markdown --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*FRAGMENTS, *(f"{fragment} x" for fragment in FRAGMENTS), "{ref}`x`", ":::{note}"])
def test_what_would_be_obeyed_is_read_as_text(text: str) -> None:
    assert plain(read(markdown.prose(text))) == text


@given(LINES)
def test_prose_is_read_as_the_text_it_was(text: str) -> None:
    words = " ".join(text.split())
    tokens = read(markdown.prose(text))
    if words:
        assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
        assert plain(tokens) == CODE.sub(r"\1", words)
    else:
        assert tokens == []


@given(LINES.filter(str.strip))
def test_code_is_read_as_the_text_it_was(text: str) -> None:
    (inline,) = [token for token in read(f"so {markdown.code(text)} it is") if token.type == "inline"]
    assert [(token.type, token.content) for token in inline.children or []] == [
        ("text", "so "),
        ("code_inline", text),
        ("text", " it is"),
    ]


@given(st.lists(LINES, min_size=1))
def test_lines_in_a_fence_are_read_as_they_were(lines: list[str]) -> None:
    (fence,) = read(markdown.fenced(lines))
    assert (fence.type, fence.info, fence.content) == ("fence", "text", "".join(f"{line}\n" for line in lines))


@given(st.lists(st.tuples(*[LINES.map(lambda line: line.replace("`", "|"))] * 2), min_size=1))
def test_cells_of_a_table_stay_apart(rows: list[tuple[str, str]]) -> None:
    written = markdown.table(("a", "b"), [[markdown.prose(cell) for cell in row] for row in rows])
    cells = [token for token in read(written) if token.type == "inline"]
    texts = [" ".join(cell.split()) for row in rows for cell in row]
    assert [plain([cell]) for cell in cells] == ["a", "b", *texts]


def test_code_of_a_docstring_stays_code() -> None:
    (inline,) = [token for token in read(markdown.prose("Say ``a_b``, not a_b.")) if token.type == "inline"]
    assert [(token.type, token.content) for token in inline.children or []] == [
        ("text", "Say "),
        ("code_inline", "a_b"),
        ("text", ", not a_b."),
    ]


# -- pages of rules --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.slug)
def test_a_page_holds_all_that_is_known_of_a_rule(rule: Rule) -> None:
    page = PAGES[f"rules/{rule.code}.md"]
    assert headings(page)[0] == f"{rule.code} {rule.slug}"
    order = [name for name in headings(page)[1:] if name != "What Amazon SES answers"]
    assert order == ["Reported", "Not reported", "Fix", "Evidence"]
    text = " ".join(
        "".join(child.content for child in token.children or []) for token in read(page) if token.type == "inline"
    )
    for piece in (rule.title, rule.text, f"Source: {rule.source}", f"{rule.evidence}: "):
        assert CODE.sub(r"\1", " ".join(piece.split())) in text
    for severity, under in ((rule.severity, "the profiles of Amazon SES"), (rule.rfc, "rfc")):
        assert f"{severity or 'silent'} under {under}" in text
    assert (f"only with {rule.overlay} laid on top" in text) == (rule.overlay is not None)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.slug)
def test_a_page_shows_what_each_bad_example_draws(rule: Rule) -> None:
    page = PAGES[f"rules/{rule.code}.md"]
    reported = page.partition("\n## Reported\n")[2].partition("\n## Not reported\n")[0]
    place = r"(?:the message|`[^`]+`(?=, line |: )|(?=line ))(?:, )?(?:line (\d+), column \d+)?"
    drawn = re.findall(rf"^\*\*(\w+)\*\*, {place}: \S", reported, re.MULTILINE)
    assert len(drawn) >= len(rule.bad)
    assert len(re.findall(r"^ *\^+$", reported, re.MULTILINE)) == sum(bool(line) for _, line in drawn)
    assert {severity for severity, _ in drawn} <= {*Severity}
    answers = {replies.read(text).answer for text in re.findall(r"^SES would answer: (.*)$", page, re.MULTILINE)}
    assert None not in answers
    linked = page.partition("\n## What Amazon SES answers\n")[2].partition("\n## ")[0]
    assert {answer.text for answer in answers if answer} <= {*re.findall(r"^- \[`(.*)`\]", linked, re.MULTILINE)}


def test_the_octets_of_examples_are_not_obeyed() -> None:
    hostile = sample("Subject: ##[error] ``` {note}`x` <script>", body="```\r\n````{eval-rst}\r\n##vso[x]\r\n\x1b[31m")
    rule = replace(
        next(rule for rule in ALL_RULES if rule.slug == "addr-no-domain"),
        title="<script>alert(1)</script> {ref}`x` ##[error]",
        text="[a](javascript:x) *b* % c\n:::{note}\n$x$",
        source="<b> | _c_ #1",
        bad=(Example(b"To: jo\r\n" + hostile),),
    )
    page = rule_pages.page(rule, rule_pages.examine(rule))
    assert not RUNNER_COMMAND_RE.search("".join(fences(page)))
    assert all(line.isprintable() for line in page.split("\n"))
    kinds = {token.type for token in read(page)} | {
        child.type for token in read(page) for child in token.children or []
    }
    assert not kinds & {"html_block", "html_inline", "myst_role", "myst_target", "math_inline", "colon_fence", "em"}
    assert "````{eval-rst}" in "".join(fences(page))


# -- the index, and the answers --------------------------------------------------------------------------------------


def test_the_index_has_each_rule_once_in_its_group() -> None:
    tokens = read(PAGES["rules/index.md"])
    links = [
        child.attrs["href"]
        for token in tokens
        for child in token.children or []
        if child.type == "link_open" and re.fullmatch(r"[A-Z]{3}\d{3}\.md", str(child.attrs["href"]))
    ]
    assert links == [
        f"{code}.md"
        for group in GROUPS
        for code in sorted(rule.code for rule in ALL_RULES if rule.code.startswith(group.letters))
    ]
    assert len(links) == len(ALL_RULES)
    cells = sum(token.type == "td_open" for token in tokens)
    assert cells == 7 * len(ALL_RULES)


def test_each_answer_stands_once_with_what_is_known_of_it() -> None:
    page = PAGES["ses-answers.md"]
    names = headings(page)
    assert [name for name in names if name in {answer.text for answer in ANSWERS}] == [
        answer.text for answer in ANSWERS
    ]
    for answer in ANSWERS:
        for slug in answer.rules:
            code = next(rule.code for rule in ALL_RULES if rule.slug == slug)
            assert f"[{code} {slug}](rules/{code}.md)" in page
        for piece in (answer.cause, answer.advice, answer.source):
            assert markdown.prose(piece) in page


@pytest.mark.parametrize("path", ["rules/index.md", "ses-answers.md", "rules/ADR102.md", "rules/REQ113.md"])
def test_links_lead_to_pages_and_headings(path: str) -> None:
    for target, fragment in re.findall(r"\]\(([^)#]*)#?([^)]*)\)", PAGES[path]):
        page = (Path(path).parent / target).as_posix().replace("rules/../", "")
        text = PAGES.get(page) or (FOLDER / page).read_text("utf-8")
        assert not fragment or fragment.rstrip("-0123456789") in {
            markdown.anchor(name).rstrip("-0123456789") for name in headings(text)
        }
