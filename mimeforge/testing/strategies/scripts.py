"""What texts of mail are made of: words by script, and by what is odd about them.

Each table is a kind that a strategy covers. The first word of a table is what its words shrink to.
"""

from __future__ import annotations

from typing import Final

__all__ = ["CHARSETS", "CONTROLS", "ODDITIES", "ODD_U_LABELS", "PLAIN", "SCRIPTS", "U_LABELS"]

PLAIN: Final = "a Jo order 42 100% O'Neil re-sent C3PO".split()
"""ASCII that needs no encoding anywhere."""

SCRIPTS: Final = {
    "Latin": ("é", "Zoé", "naïve", "reçu", "Łódź", "Müller", "straße", "İstanbul", "Nguyễn", "№42", "ﬁn"),
    "Cyrillic": ("я", "привет", "Олена"),
    "Greek": ("ω", "Ωμέγα", "λόγος"),
    "Armenian": ("բարեւ",),
    "Georgian": ("გამარჯობა",),
    "Hebrew": ("א", "שלום", "נָעַל"),
    "Arabic": ("ب", "مرحبا", "می‌خواهم", "٤٢"),
    "Devanagari": ("न", "नमस्ते", "क्‍ष"),
    "Bengali": ("নমস্কার",),
    "Tamil": ("வணக்கம்",),
    "Thai": ("ก", "สวัสดี"),
    "Ethiopic": ("ሰላም",),
    "Han": ("件", "日本語の件名", "订单", "訂單", "𠮷野家"),
    "Kana": ("か", "カタカナ", "ｶﾀｶﾅ", "が"),
    "Hangul": ("한", "한국어", "각"),
}
"""Words by script: letters of two, three and four octets in UTF-8, joiners where the script needs them."""

ODDITIES: Final = {
    "decomposed": ("e\u0301", "u\u0308ber", "e\u0301\u0323", "\u1112\u1161\u11ab", "か\u3099", "a" + "\u0301" * 20),
    "emoji": (
        "😀",
        "👍🏽",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "🇫🇷",
        "👩\u200d👩\u200d👧\u200d👦",
        "🏳\ufe0f\u200d🌈",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ),
    "bidirectional": (
        "\u200fשלום",
        "abc\u200e",
        "\u2067שלום\u2069",
        "\u2068x\u2069",
        "\u202bשלום\u202c",
        "\u061cمرحبا",
    ),
    "spaces": ("a\xa0b", "a\u3000b", "a\u2003b", "a\u202fb"),
    "look-alikes": ("𝒳", "ａ", "раypal", "ﷺ", "Å"),
    "looks encoded": (
        "=?utf-8?q?a?=",
        "=?utf-8?b?YQ==?=",
        "=?UTF-8?Q?=C3=A9?=",
        "=?iso-8859-1*fr?q?caf=E9?=",
        "=?utf-8?q?a?= =?utf-8?q?b?=",
        "=?utf-8?q?a?==?utf-8?q?b?=",
        "a=?utf-8?q?b?=c",
    ),
    "looks half encoded": (
        "=?",
        "?=",
        "=?utf-8?q?=C3?=",
        "=?utf-8?q?a",
        "=?utf-8?b?Y?=",
        "=?x?y?z?=",
        "=?utf-8?q?a b?=",
    ),
    "looks escaped": ("=20", "=C3=A9", "%41", "&amp;", "\\u00e9", "+AOk-", "=", "_"),
    "specials": ('"', "\\", ",", "Doe,", "(work)", ")", "<", ">", "a@example.com", ";", "Team:", ".", "..", "[x]"),
    "quoted": ('"a"', "'a'", 'say "hi"', 'a\\"b', '"a', "\\\\", "“a”", "«a»", "`a`"),
    "long": ("x" * 76, "x" * 75, "x" * 77, "x" * 200, "é" * 40, "漢" * 30, "😀" * 20),
    "very long": ("x" * 999, "x" * 998, "é" * 500, "漢" * 400),
}
"""What encoders and parsers stumble over."""

CONTROLS: Final = (
    *("\x7f", "\x1b[31m", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x0e", "\x1a", "\x1f"),
    *("\x80", "\x85", "\x9b31m", "\x9f"),
    *("\u200b", "\u2060", "\ufeff", "\u2028", "\u2029", "\xad"),
    *("\u202egpj", "\u202d", "\u202b", "\u2066", "\u2069"),
)
"""C0 and C1 but NUL, CR, LF and TAB; what nobody sees; and what turns text around and is never closed."""

CHARSETS: Final = {
    "utf-8": "éłяωאبनก件か한😀\u0301\u200d",
    "us-ascii": "bcXYZ09",
    "iso-8859-1": "éèüñßÅ",
    "iso-8859-2": "łčőŻ",
    "iso-8859-5": "яжШ",
    "iso-8859-7": "ωάΣ",
    "iso-8859-8": "אבש",
    "iso-8859-9": "ğış",
    "iso-8859-15": "é€œ",
    "windows-1250": "łš„",
    "windows-1251": "яЖ№",
    "windows-1252": "é€“’–",
    "windows-1256": "بتپ",
    "koi8-r": "яжШ",
    "koi8-u": "їєя",
    "iso-2022-jp": "件日本かカ",
    "shift_jis": "件日本かカｶ",
    "euc-jp": "件日本かカ",
    "gb18030": "订单é😀",
    "gb2312": "订单中",
    "gbk": "订单訂",
    "big5": "訂單件功",
    "euc-kr": "한국어",
}
"""Charsets of mail, each with characters it can write beside ASCII; of some the second octet is one of ASCII."""

U_LABELS: Final = (
    *("bücher", "faß", "Łódź", "пример", "παράδειγμα", "ς", "例え", "例子", "실례", "מבחן", "مثال"),
    *("उदाहरण", "உதாரணம்", "ตัวอย่าง", "l·l"),
)
"""Labels of domains as people write them (IDNA 2008)."""

ODD_U_LABELS: Final = ("bu\u0308cher", "BÜCHER", "ａｂｃ", "é" * 40)
"""What UTS 46 maps to such labels: decomposed, in capitals, of full width; and a long one."""
