"""Fonts of the old encodings: what a font's name says about the text set in it."""

from __future__ import annotations

from functools import lru_cache

from analyzer.reading.legacy.tables import Encoding, data


@lru_cache(maxsize=1_000)
def font_encoding(name: str) -> tuple[Encoding, bool] | None:
    """The encoding of a font and whether it shows small letters as capitals; None for other fonts.

    >>> font_encoding(".VnTimeH"), font_encoding("ABCDEF+VNI-Times"), font_encoding("Times New Roman")
    (('TCVN3', True), ('VNI', False), None)
    """
    bare = name.rpartition("+")[2].strip().lower()
    tcvn3, vni = data()["tcvn3"], data()["vni"]
    if bare.startswith(_names(tcvn3["fonts"])):
        # Styles are told after the name: ".VnTimeH,Bold".
        face = bare.partition(",")[0].partition("-")[0].removesuffix(" bold").strip()
        return "TCVN3", face.endswith(str(tcvn3["capital_fonts"]))
    if bare.startswith(_names(vni["fonts"])):
        return "VNI", False
    return None


def _names(listed: object) -> tuple[str, ...]:
    assert isinstance(listed, list)
    return tuple(map(str, listed))
