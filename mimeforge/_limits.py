"""Every number of the standards and of Amazon SES, with its source."""

from __future__ import annotations

from typing import Final

# Lines, in octets without the CRLF. RFC 5322 §2.1.1: MUST and SHOULD; RFC 2047 §2: a line that holds an encoded-word.
LINE_MAX: Final = 998
LINE_FOLD: Final = 78
FIELD_NAME_MAX: Final = 77  # a field name and its colon are one line, and cannot be folded
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

# RFC 2919 §2: a list identifier, in octets.
LIST_ID_MAX: Final = 255

# SES developer guide, anatomy of a policy, and API models: the name of a policy in characters, its text in octets (KB
# are read as 1,024, the larger reading), and the policies that an identity has, or that are asked for at a time.
SES_POLICY_NAME_MAX: Final = 64
SES_POLICY_MAX: Final = 4_096
SES_POLICIES_MAX: Final = 20

# What is read of one policy, in characters: many times what SES takes, blanks included.
POLICY_READ_MAX: Final = 65_536

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

# The same page: characters of a Subject.
SUBJECT_MAX: Final = 998

# What rules read of one X-SES-MESSAGE-TAGS: more tags than anybody sets, and few enough for a hostile field.
TAGS_READ_MAX: Final = 1_000

# What is judged of the addresses in one request, each by itself: more than SES takes, and few enough for a hostile one.
ADDRESSES_JUDGED_MAX: Final = 1_000

# What rules read of one HTML part, in octets: twenty times what Gmail shows of a message.
HTML_READ_MAX: Final = 2_000_000

# Gmail shows 102 KB of a message's HTML and cuts the rest (seen by many senders, in no document of Google's).
GMAIL_HTML_MAX: Final = 102 * 1024

# RFC 5322 §3.3: the first year that may stand in a date. No zone is farther from UTC than that of the Line Islands.
YEAR_MIN: Final = 1900
ZONE_HOURS_MAX: Final = 14

# Gmail's message header limits: a Message-ID, in characters.
GMAIL_MESSAGE_ID_MAX: Final = 500

# POSIX NAME_MAX, NTFS and APFS alike: one file name, in octets of UTF-8 where it counts.
FILE_NAME_MAX: Final = 255
