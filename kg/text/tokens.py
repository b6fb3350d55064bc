"""Text cut into words by jieba, those of a lexicon kept whole. Slow to start, so only what needs words asks."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jieba


@cache
def _tokenizer(whole: tuple[str, ...]) -> jieba.Tokenizer:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    for term in whole:
        tokenizer.add_word(term)
    return tokenizer


def tokens(text: str, whole: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The text cut into words; no word is guessed that neither jieba's dictionary nor `whole` has."""
    return tuple(_tokenizer(whole).cut(text, HMM=False))
