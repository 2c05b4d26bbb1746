"""Every number of the standards and of Amazon SES, with its source."""

from __future__ import annotations

from typing import Final

# Lines, in octets without the CRLF. RFC 5322 §2.1.1: MUST and SHOULD; RFC 2047 §2: a line that holds an encoded-word.
LINE_MAX: Final = 998
LINE_FOLD: Final = 78
ENCODED_WORD_LINE_MAX: Final = 76

# RFC 2047 §2: one encoded-word, delimiters included.
ENCODED_WORD_MAX: Final = 75

# RFC 2045 §6.7 (5) and §6.8: an encoded line.
ENCODED_LINE_MAX: Final = 76

# RFC 2046 §5.1.1.
BOUNDARY_MAX: Final = 70

# RFC 5321 §4.5.3.1.1 and .2, RFC 1035 §2.3.4, in octets.
LOCAL_PART_MAX: Final = 64
DOMAIN_MAX: Final = 255
ADDR_SPEC_MAX: Final = 254  # a path of 256 with its angle brackets (RFC 5321 §4.5.3.1.3)
LABEL_MAX: Final = 63

# SES refuses longer addresses, display name included (zulip/zulip#17558, mautic/mautic#7732). Whether folds count
# is not known, and a report has quotes and angle brackets count for more: from the second number on, it is close.
SES_ADDRESS_MAX: Final = 320
SES_ADDRESS_CLOSE: Final = 300

# SES quotas page: recipients of one message, not adjustable; "exceeds 50" is the wording of the refusal.
SES_RECIPIENTS_MAX: Final = 50

# SES quotas page. The first number is in the refusal itself (aws/aws-sdk-go-v2#1774), the second is 40 MB by analogy.
SES_V1_MESSAGE_MAX: Final = 10_485_760
SES_V2_MESSAGE_MAX: Final = 41_943_040

# SES quotas page: over 10 MB, what takes 40 MB takes them at a limited bandwidth.
SES_SLOW_OVER: Final = 10_485_760

# SES quotas page: MIME parts of one message.
SES_PARTS_MAX: Final = 500

# SES developer guide, configuration sets; API model `CreateConfigurationSet`.
SES_CONFIGURATION_SET_MAX: Final = 64

# Answer of the service (recorded); its documents say "less than 256" and "256 or fewer".
SES_TAG_MAX: Final = 255
SES_TAG_DOCUMENTED_MAX: Final = 256

# CloudWatch: dimensions of one metric, to which event publishing turns tags (SES developer guide of 2018, limits).
SES_TAGS_AS_DIMENSIONS_MAX: Final = 10

# API model of SendEmail (v2), `TenantName`, and the answer of the service (recorded).
SES_TENANT_MAX: Final = 64

# SES developer guide, frequent questions about metrics: links of one message that are tracked.
SES_TRACKED_LINKS_MAX: Final = 250

# SES developer guide, subscription management: unsubscribe placeholders of one message that are replaced.
SES_UNSUBSCRIBE_URLS_MAX: Final = 2

# What mimeforge itself reads: beyond, the rest is one leaf and a finding says so.
PARSE_LEVELS_MAX: Final = 100
PARSE_PARTS_MAX: Final = 10_000
PARSE_FIELDS_MAX: Final = 10_000

# What mimeforge keeps: an encoded body up to this size stays with its part and is shared between messages.
KEPT_BODY_MAX: Final = 1 << 20

# Gmail's message header limits: one field body (To, Cc, Bcc and References may be longer), all fields, their number. KB
# are read as 1,024 octets, the larger reading.
GMAIL_FIELD_MAX: Final = 32_768
GMAIL_HEADER_SECTION_MAX: Final = 512_000
GMAIL_FIELDS_MAX: Final = 5_000

# What rules read of one X-SES-MESSAGE-TAGS: more tags than anybody sets, and few enough for a hostile field.
TAGS_READ_MAX: Final = 1_000
