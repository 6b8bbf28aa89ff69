"""Automatic numbering of a Word document, resolved into the labels that people see.

ECMA-376 part 1, 17.9: a paragraph names a num (instance) and a level; the num names an abstractNum with up to nine
levels and may override them. Instances of one abstractNum count on together unless an override restarts them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from analyzer.reading.docx.styles import Styles, W, flag, integer, properties

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_SYMBOL_FONTS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf076": "❖", "\uf02d": "-", "\uf02b": "+",
    "\uf0a8": "▫", "\uf06e": "■", "\uf0e0": "→", "\uf0f0": "⇒", "§": "▪", "Ø": "➢", "ü": "✓", "v": "❖", "·": "•",
}  # fmt: skip
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None
    paragraph_style: str | None = None
    font: str = ""
    indent: float | None = None


class Numbering:
    """Labels of numbered paragraphs; call ``label`` once for each, in document order."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._abstracts: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._nums: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[str] = set()
        self._styles = styles
        if root is None:
            return
        for element in root.iterchildren(f"{W}abstractNum"):
            abstract_id = element.get(f"{W}abstractNumId", "")
            self._abstracts[abstract_id] = _levels(element)
            if (link := element.find(f"{W}numStyleLink")) is not None:
                self._links[abstract_id] = link.get(f"{W}val", "")
        for element in root.iterchildren(f"{W}num"):
            self._read_num(element)

    def _read_num(self, element: Any) -> None:
        abstract = element.find(f"{W}abstractNumId")
        if abstract is None:
            return
        starts: dict[int, int] = {}
        levels: dict[int, _Level] = {}
        for override in element.iterchildren(f"{W}lvlOverride"):
            level = integer(override.get(f"{W}ilvl"))
            if level is None:
                continue
            levels |= _levels(override)
            start = override.find(f"{W}startOverride")
            if start is not None and (value := integer(start.get(f"{W}val"))) is not None:
                starts[level] = value
        self._nums[element.get(f"{W}numId", "")] = (abstract.get(f"{W}val", ""), levels, starts)

    def level_of_style(self, num_id: str, style_id: str | None) -> int:
        """The level that is linked to a paragraph style; 0 where none is."""
        for index, level in self._levels_of(num_id).items():
            if style_id and level.paragraph_style == style_id:
                return index
        return 0

    def indent_of(self, num_id: str, level: int) -> float | None:
        """The indent that a level gives to its paragraphs, in points."""
        found = self._levels_of(num_id).get(level)
        return found.indent if found else None

    def label(self, num_id: str | None, level: int) -> str:
        """The next label at a level, with the space behind it; "" where there is no numbering.

        Bullets come as the sign people see ("•" for the Symbol font's code).
        """
        if num_id is None or num_id not in self._nums or not 0 <= level < _LEVELS:
            return ""
        levels = self._levels_of(num_id)
        if (own := levels.get(level)) is None:
            return ""
        self._count(num_id, level, levels)
        if own.style == "none" and not _PLACEHOLDER.search(own.text):
            text = own.text
        elif own.style == "bullet":
            text = _bullet(own)
        else:
            counts = self._counts[self._nums[num_id][0]]
            text = _PLACEHOLDER.sub(lambda m: _number(int(m[1]) - 1, level, levels, counts), own.text)
        if not text.strip():
            return ""
        return text if own.suffix == "nothing" else f"{text} "

    def _levels_of(self, num_id: str) -> dict[int, _Level]:
        if num_id not in self._nums:
            return {}
        abstract_id, overrides, _ = self._nums[num_id]
        levels = self._abstracts.get(abstract_id, {})
        if not levels and (link := self._links.get(abstract_id)):
            target = self._styles.numbering_of(link)
            if target and target in self._nums:
                levels = self._abstracts.get(self._nums[target][0], {})
        return {**levels, **overrides}

    def _count(self, num_id: str, level: int, levels: dict[int, _Level]) -> None:
        abstract_id, _, starts = self._nums[num_id]
        counts = self._counts.setdefault(abstract_id, [None] * _LEVELS)
        if num_id not in self._started:
            self._started.add(num_id)
            for index in starts:
                if 0 <= index < _LEVELS:
                    counts[index] = None
        for above in range(level):
            if counts[above] is None:
                counts[above] = starts.get(above, levels.get(above, _Level()).start)
        current = counts[level]
        counts[level] = starts.get(level, levels[level].start) if current is None else current + 1
        for below in range(level + 1, _LEVELS):
            restart = levels.get(below, _Level()).restart
            # lvlRestart 0: never; n: only when a level of number below n (counted from 1) is used.
            if restart is None or (restart and level < restart):
                counts[below] = None


def _levels(holder: Any) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for element in holder.iterchildren(f"{W}lvl"):
        index = integer(element.get(f"{W}ilvl"))
        if index is None:
            continue
        values = {c.tag: c.get(f"{W}val", "") for c in element if isinstance(c.tag, str)}
        found[index] = _Level(
            start=integer(values.get(f"{W}start"), 1) or 0,
            style=values.get(f"{W}numFmt") or "decimal",
            text=values.get(f"{W}lvlText", ""),
            suffix=values.get(f"{W}suff") or "tab",
            legal=bool(flag(element.find(f"{W}isLgl"))),
            restart=integer(values.get(f"{W}lvlRestart")),
            paragraph_style=values.get(f"{W}pStyle") or None,
            font=_font(element),
            indent=properties(element).indent,
        )
    return found


def _font(level: Any) -> str:
    fonts = level.find(f"{W}rPr/{W}rFonts")
    return "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""


def _bullet(level: _Level) -> str:
    sign = level.text
    if "\ue000" <= sign[:1] <= "\uf8ff" or level.font in ("Symbol", "Wingdings"):
        return _SYMBOL_FONTS.get(sign, "•" if sign.strip() else "")
    if sign == "o" and level.font.startswith("Courier"):
        return "○"
    return sign


def _number(index: int, level: int, levels: dict[int, _Level], counts: list[int | None]) -> str:
    if index > level:
        return ""
    own = levels.get(index, _Level())
    value = counts[index]
    value = own.start if value is None else value
    return format_number(value, "decimal" if levels[level].legal else own.style)


def format_number(value: int, style: str) -> str:
    """A counter in one of Word's number formats; formats that Vietnamese documents do not use come as digits.

    >>> [format_number(n, s) for n, s in ((4, "upperRoman"), (28, "lowerLetter"), (7, "decimalZero"), (3, "decimal"))]
    ['IV', 'bb', '07', '3']
    """
    if style == "none":
        return ""
    if style == "decimalZero":
        return f"{value:02d}"
    if style in ("upperRoman", "lowerRoman") and 0 < value < 4000:
        roman = ""
        for worth, sign in _ROMAN:
            count, value = divmod(value, worth)
            roman += sign * count
        return roman if style == "upperRoman" else roman.lower()
    if style in ("upperLetter", "lowerLetter") and 0 < value <= 26 * 30:
        # Word doubles the letter after z: aa, bb, cc.
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters.upper() if style == "upperLetter" else letters
    return str(value)
