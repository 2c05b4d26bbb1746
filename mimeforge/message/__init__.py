"""Message: what people want to send, as values; from them the tree of parts and the octets."""

from mimeforge.message.envelope import Envelope
from mimeforge.message.message import Message

__all__ = ["Envelope", "Message"]
