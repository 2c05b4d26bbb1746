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
ADDR_SPEC_MAX: Final = 254  # a path of 256 with its angle brackets (RFC 5321 §4.5.3.1.3)
LABEL_MAX: Final = 63

# SES quotas page: recipients of one message, not adjustable; "exceeds 50" is the wording of the refusal.
SES_RECIPIENTS_MAX: Final = 50

# SES quotas page. The first number is in the refusal itself (aws/aws-sdk-go-v2#1774), the second is 40 MB by analogy.
SES_V1_MESSAGE_MAX: Final = 10_485_760
SES_V2_MESSAGE_MAX: Final = 41_943_040

# SES developer guide, configuration sets; API model `CreateConfigurationSet`.
SES_CONFIGURATION_SET_MAX: Final = 64

# Answer of the service (recorded); its documents say "less than 256" and "256 or fewer".
SES_TAG_MAX: Final = 255

# What mimeforge itself reads: beyond, the rest is one leaf and a finding says so.
PARSE_LEVELS_MAX: Final = 100
PARSE_PARTS_MAX: Final = 10_000
PARSE_FIELDS_MAX: Final = 10_000

# What mimeforge keeps: an encoded body up to this size stays with its part and is shared between messages.
KEPT_BODY_MAX: Final = 1 << 20
