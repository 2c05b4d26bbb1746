"""The one visible table of all rules: the groups of `mimeforge.rules`, which bear the letters of their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.rules.adr import (
    address_habits,
    address_limits,
    address_syntax,
    addresses,
    display_names,
    domains,
    missing_commas,
)
from mimeforge.rules.blk import bulk, list_fields, senders
from mimeforge.rules.chr import charset_names, charsets, text_characters
from mimeforge.rules.con import (
    attachment_content,
    attachment_names,
    attachment_types,
    automatic,
    calendars,
    content,
    size,
)
from mimeforge.rules.cte import base64_bodies, body_encodings, quoted_printable_bodies, transfer, undecoded
from mimeforge.rules.dat import content_ids, dates, message_ids
from mimeforge.rules.enc import encoded_word_places, encoded_word_text, encoded_words
from mimeforge.rules.hdr import field_layout, field_names, header_section
from mimeforge.rules.htm import html, links, markup, shown_parts, templates, text_alternatives
from mimeforge.rules.lin import line_details, line_end_tricks, lines, octets, transcripts
from mimeforge.rules.mim import (
    around_parts,
    boundaries,
    delimiters,
    multipart_layout,
    related,
    reports,
    secured,
    structure,
)
from mimeforge.rules.par import dispositions, extended_parameters, media_types, parameter_details, parameters
from mimeforge.rules.req import authors, mime_version, once, required, trace_fields
from mimeforge.rules.sec import ambiguity, dkim_signatures, injection, leaks, privacy, secrets
from mimeforge.rules.ses import arns, recipients, replaced, settings, signatures, subscription, tags, tracking

if TYPE_CHECKING:
    from mimeforge.linter.rule import Rule

__all__ = ["RULES"]

RULES: Final[tuple[Rule, ...]] = (
    *transcripts.RULES,
    *lines.RULES,
    *line_end_tricks.RULES,
    *line_details.RULES,
    *octets.RULES,
    *header_section.RULES,
    *field_names.RULES,
    *field_layout.RULES,
    *required.RULES,
    *mime_version.RULES,
    *authors.RULES,
    *once.RULES,
    *trace_fields.RULES,
    *addresses.RULES,
    *missing_commas.RULES,
    *address_syntax.RULES,
    *address_limits.RULES,
    *display_names.RULES,
    *address_habits.RULES,
    *domains.RULES,
    *dates.RULES,
    *message_ids.RULES,
    *content_ids.RULES,
    *encoded_words.RULES,
    *encoded_word_places.RULES,
    *encoded_word_text.RULES,
    *structure.RULES,
    *boundaries.RULES,
    *delimiters.RULES,
    *around_parts.RULES,
    *multipart_layout.RULES,
    *related.RULES,
    *secured.RULES,
    *reports.RULES,
    *parameters.RULES,
    *parameter_details.RULES,
    *media_types.RULES,
    *extended_parameters.RULES,
    *dispositions.RULES,
    *transfer.RULES,
    *base64_bodies.RULES,
    *quoted_printable_bodies.RULES,
    *body_encodings.RULES,
    *undecoded.RULES,
    *charset_names.RULES,
    *charsets.RULES,
    *text_characters.RULES,
    *content.RULES,
    *attachment_names.RULES,
    *attachment_types.RULES,
    *attachment_content.RULES,
    *calendars.RULES,
    *automatic.RULES,
    *size.RULES,
    *html.RULES,
    *markup.RULES,
    *links.RULES,
    *shown_parts.RULES,
    *text_alternatives.RULES,
    *templates.RULES,
    *bulk.RULES,
    *senders.RULES,
    *list_fields.RULES,
    *privacy.RULES,
    *injection.RULES,
    *leaks.RULES,
    *secrets.RULES,
    *dkim_signatures.RULES,
    *ambiguity.RULES,
    *recipients.RULES,
    *settings.RULES,
    *arns.RULES,
    *tags.RULES,
    *replaced.RULES,
    *signatures.RULES,
    *subscription.RULES,
    *tracking.RULES,
)
