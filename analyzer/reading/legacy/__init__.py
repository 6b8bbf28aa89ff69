"""Text in the Vietnamese encodings before Unicode: TCVN3 (ABC), VNI for Windows and VIQR, told and converted.

Such text comes as Western characters that only a special font shows as Vietnamese ("Uû ban nh©n d©n"), or with marks
typed behind their letters ("Uy? ban nha^n da^n"). In TCVN3 U+00AD is the letter "ư", so this comes before cleaning.
"""

from analyzer.reading.legacy.detection import (
    Conversion,
    convert,
    convert_blocks,
    fits,
    legacy_encoding,
    may_hold_legacy,
)
from analyzer.reading.legacy.fonts import font_encoding
from analyzer.reading.legacy.tables import Encoding, replacements

__all__ = [
    "Conversion", "Encoding", "convert", "convert_blocks", "fits", "font_encoding", "legacy_encoding",
    "may_hold_legacy", "replacements",
]  # fmt: skip
