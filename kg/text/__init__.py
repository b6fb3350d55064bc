"""Bytes to Document: decode, mask, fold, split. The text is never altered after; everything points into it."""

from kg.text.read import document_from_text, read

__all__ = ["document_from_text", "read"]
