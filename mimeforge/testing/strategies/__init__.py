"""Strategies for Hypothesis: what mail is made of, whole messages, and messages with one defect.

    from hypothesis import given
    from mimeforge.testing import strategies as mail

    @given(mail.messages())

Each strategy says what it covers and what it never makes. All shrink to something small that can be printed.
"""

__all__: list[str] = []
