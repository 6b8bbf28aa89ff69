"""Recognising text in the Vietnamese encodings before Unicode: TCVN3 (ABC) and VNI.

Such text comes as Western characters that only a special font shows as Vietnamese ("Uû ban nh©n d©n"). It is told by
signs that no language writes inside a word.
"""

from __future__ import annotations

import re
from typing import Literal

Encoding = Literal["TCVN3", "VNI"]

# TCVN3: ă ¨, â ©, ê ª, ô «, ơ ¬, ư U+00AD, đ ®, à µ, ả ¶, ã ·, á ¸, ạ ¹, ằ », ẳ ¼, ẵ ½, ắ ¾ — signs, next to letters.
_TCVN3_WORD = re.compile("[A-Za-zÀ-ÿ][¨©ª«¬®µ¶·¸¹»¼½¾]|[®§][A-Za-zÀ-ÿ\xad]|[A-Za-z]\xad[a-zµ-ÿ]")
_TCVN3_SIGN = re.compile("[¨©ª¬®µ¶¸¹¼½¾]")
# VNI: a letter and its mark as a second letter ("aù", "ôï"), đ as ñ, ơ as ô, ư as ö. Only pairs that Unicode text has
# not, either: "oá", "uâ", "yê" are Vietnamese in both.
_VNI_WORD = re.compile(
    "[AEOaeo][ØÙÛÕÏøùûõïÂÅÄÊËÜâåäêëü]|[ÔÖôö][ØÙÛÕÏøùûõïÂÀÁÅÃÄÊÈÉÚÜËâàáåãäêèéúüë]|[ñÑ][aeiouyöôAEIOUYÖÔ]"
)
_WORD = re.compile(r"[^\s\d]{1,20}")
_PREFILTER = re.compile("[\x80-ÿ]")
_MIN_SHARE = 0.12
_MIN_WORDS = 3
_SAMPLE = 20_000


def legacy_encoding(text: str) -> Encoding | None:
    """The legacy encoding of a text, or None. Looks at its first 20,000 characters.

    >>> legacy_encoding("Uû ban nh©n d©n tØnh ®Ò nghÞ c¸c së, ban, ngµnh")
    'TCVN3'
    >>> legacy_encoding("Uyû ban nhaân daân tænh ñeà nghò caùc sôû, ban, ngaønh")
    'VNI'
    >>> legacy_encoding("Ủy ban nhân dân tỉnh đề nghị các sở, ban, ngành")
    >>> legacy_encoding("Rà soát, rà soát toàn bộ; rà soát")
    """
    text = text[:_SAMPLE]
    if not _PREFILTER.search(text):
        return None
    # Letters of the blocks that only Unicode has (ạ … ỹ, đ, ơ, ư) rule both out.
    if len(re.findall("[ĐđƠơƯưẠ-ỹ]", text)) > len(text) / 40:
        return None
    words = len(_WORD.findall(text))
    need = max(_MIN_WORDS, words * _MIN_SHARE)
    if len(_TCVN3_WORD.findall(text)) >= need and _TCVN3_SIGN.search(text):
        return "TCVN3"
    if len(_VNI_WORD.findall(text)) >= need:
        return "VNI"
    return None
