"""Marks of template languages, which a program should have put values in the place of."""

from __future__ import annotations

import re
from typing import Final

from mimeforge._grammar.lists import REPLY_PREFIX

# What may stand in a mark: the name of a value, with a path, indexes, filters and their arguments
_EXPRESSION = r"[A-Za-z_@$.][^{}<>\r\n%]{0,80}"

# Handlebars, Mustache, Jinja, Liquid, Go: "{{ name }}", "{{{name}}}", "{{#if x}}", "{% for x in y %}"
_BRACES = rf"\{{\{{\{{?[#/^&>!~-]?[ ]?{_EXPRESSION}\}}\}}\}}?|\{{%[-+]?[ ][^{{}}\r\n]{{1,120}}%\}}"
# Shell, JavaScript, Freemarker: "${name}", with two letters at least, Smarty: "{$name}"; Python: "%(name)s"; ERB, JSP,
# EJS: "<%= name %>"
_DOLLAR = r"(?:\$\{|\{\$)[A-Za-z_]\w+(?:\.\w+)*\}"
_PERCENT = r"%\([A-Za-z_]\w*\)[sdr]"
_ERB = r"<%[=#-]?[ ]?[A-Za-z_@][^<>\r\n]{0,120}%>"
# Mailchimp and Mandrill: "*|FNAME|*"; Salesforce and others: "%%first_name%%", "%%=v(@name)=%%", "[[first_name]]", with
# an underscore or a word that letters are filled in with; "{first_name}" with such a word of two
_STARS = r"\*\|[A-Z][A-Z0-9_:.-]{0,60}\|\*"
_WHOSE = r"(?:first|last|full|user|company|customer|sender|recipient|product|list)[ _]?"
_FILLED_IN = rf"(?i:(?:{_WHOSE})?(?:name|email|address)|unsubscribe(?:_?(?:url|link))?)"
_PERCENTS = rf"%%(?:{_FILLED_IN}|[a-z]+_[a-z_]*|=[A-Za-z]\w*\([^()\r\n%]{{0,80}}\)=)%%"
_BRACKETS = rf"\[\[[ ]?(?:{_FILLED_IN}|[a-z]+_[a-z_]+|[A-Z]+_[A-Z_]+)[ ]?\]\]"
_ONE_BRACE = rf"\{{(?i:{_WHOSE}(?:name|email|address))\}}"
_MARK = "|".join((_BRACES, _DOLLAR, _PERCENT, _ERB, _STARS, _PERCENTS, _BRACKETS, _ONE_BRACE))

TEMPLATE_MARK_RE: Final = re.compile(_MARK)

# How letters greet, and what stands before a family name
_GREETING = (
    r"^[ \t]*(?:Hi|Hello|Hey|Dear|Good[ ](?:morning|afternoon|evening)|Hallo|Lieber?|Sehr[ ]geehrter?|Guten[ ]Tag"
    r"|Beste|Geachte|Hej|Bonjour|Ch\u00e8re|Cher|Hola|Estimad[oa]|Ol\u00e1|Prezad[oa]|Ciao|Gentile|Car[oa])[ \t]+"
    r"(?:(?:Mr|Mrs|Ms|Frau|Herr|Madame|Monsieur|Sra?)\.?[ \t]+)?"
)

# The same in text, where people write about code: in a greeting, group 1; in a URL, group 2; elsewhere only for what
# letters are filled in with, and what stands in no code
TEMPLATE_MARK_IN_TEXT_RE: Final = re.compile(
    rf"{_GREETING}({_MARK})|\bhttps?://[^\s<>\"{{}}]{{0,200}}({_BRACES})"
    rf"|\{{\{{\{{?[ ]?(?:[A-Za-z_]+\.)?(?:{_FILLED_IN})[ ]?\}}\}}\}}?"
    rf"|<%=[ ]?@?(?:[a-z_]+\.)?(?:{_FILLED_IN})[ ]?%>|{_STARS}|%%(?:{_FILLED_IN})%%|\[\[[ ]?(?:{_FILLED_IN})[ ]?\]\]"
)

# What a comment holds that was not meant for readers
COMMENT_LEAK_RE: Final = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|\{%|\{\{|<\?php|<%")

# HTML Living Standard §13.1.1: how a page begins; and the beginning of any tag
PAGE_START_RE: Final = re.compile(r"\s*(<!doctype html|<html|<head|<body|<table|<div)\b", re.IGNORECASE)
HTML_TAG_RE: Final = re.compile(r"<[/!?]?[A-Za-z]")

# Text that is there until the right one is written
PLACEHOLDER_TEXT_RE: Final = re.compile(r"\b(?i:lorem ipsum)\b|\b(?:TODO|FIXME)\b")

# A URL in running text, and a word; in scripts without blanks between words, one character is a word
URL_IN_TEXT_RE: Final = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
WORD_RE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")

# Marks that Amazon SES fills in itself
SES_MARK_RE: Final = re.compile(r"amazonSESUnsubscribeUrl|ses:openTracker")

# Subjects of what may be about templates: answers, messages forwarded, patches, tickets of a repository
WRITTEN_ABOUT_RE: Final = re.compile(
    rf"[ ]*(?:\[[^\[\]]{{1,80}}\][ ]*)?+{REPLY_PREFIX}|[ ]*\[(?:PATCH|RFC|Bug |[^\[\]/]{{1,80}}/)",
    re.IGNORECASE,
)

# A greeting of nobody: what programs write for a value that is missing
NULL_VALUE_RE: Final = re.compile(
    rf"{_GREETING}(?:(?:None|null|nil|undefined|NaN)[ \t]*[,!.:]|,|(?<!Bonjour[ \t])!)|\[object Object\]",
    re.MULTILINE,
)

# Handlebars: a tag, with its sign (group 1: of a block, a partial) and what stands in it (group 2). Behind a backslash
# it is text. A comment has no groups: it may hold tags, and one without an end takes all that is left. And the name of
# a value, as a path whose first piece is group 1.
_COMMENT = r"~?!(?:(?=--)(?:[\s\S]*?--~?\}\}|[\s\S]*+)|[\s\S]*?\}\}|[\s\S]*+)"
HANDLEBARS_TAG_RE: Final = re.compile(
    rf"(?<![\\{{])\{{\{{(?:{_COMMENT}|\{{?~?\s*+([#/^>&*]?)\s*+([^{{}}]{{0,500}}+)\}}\}}\}}?)"
)
_PIECE = r"[^\s!\"#%&'()*+,./;<=>@\[\\\]^`{|}~]++"
HANDLEBARS_NAME_RE: Final = re.compile(rf"({_PIECE})(?:\.{_PIECE})*")
