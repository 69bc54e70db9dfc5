"""From bytes to text: decoding, the main content of web pages, one form for all characters."""

from transforms.extract.binary import NotText, looks_binary
from transforms.extract.decode import decode
from transforms.extract.main_content import main_text
from transforms.extract.stage import EmptyText, ExtractText
from transforms.extract.tidy import tidy

__all__ = [
    "EmptyText",
    "ExtractText",
    "NotText",
    "decode",
    "looks_binary",
    "main_text",
    "tidy",
]
