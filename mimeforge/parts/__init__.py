"""The parts of a message: shown text, attachments and inline parts, embedded messages. Each writes itself."""

from mimeforge.parts.attachment import Attachment
from mimeforge.parts.data import Data
from mimeforge.parts.embedded import EmbeddedMessage
from mimeforge.parts.leaf import Leaf
from mimeforge.parts.text import TextLeaf

__all__ = ["Attachment", "Data", "EmbeddedMessage", "Leaf", "TextLeaf"]
