"""Bytes to Document: decode, fold, mask, split. The text is never altered after; everything points into it."""

from kg.text.manifest import manifest
from kg.text.read import document_from_text, read

__all__ = ["document_from_text", "manifest", "read"]
