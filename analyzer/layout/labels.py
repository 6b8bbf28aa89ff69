"""Labels of the outline: "Phần", "Chương", "Mục", "Điều", "I.", "1.", "1.1.", "a)", "(1)", "-", "+", "*".

The ladder of Decree 30/2020/NĐ-CP (annex I) is phần, chương, mục, tiểu mục, điều, khoản, điểm; below it practice adds
dashes, plus signs and stars. Party documents write "I-" and "1-".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzer.knowledge.letters import UPPER

# Rank in the usual ladder: a label of a smaller rank closes everything of a larger one.
RANKS = {
    "annex": 0,
    "part": 1,
    "chapter": 2,
    "section": 3,
    "upper": 4,
    "caps": 5,
    "roman": 6,
    "article": 7,
    "number": 8,
    "decimal2": 9,
    "decimal3": 10,
    "decimal4": 11,
    "number_paren": 12,
    "paren": 13,
    "letter": 14,
    "lower_roman": 14,
    "paragraph": 15,
    "dash": 16,
    "plus": 17,
    "star": 18,
}
BULLETS = frozenset({"dash", "plus", "star"})

_ROMAN = r"(?:X{1,3}(?:IX|IV|V?I{0,3})|IX|IV|VI{0,3}|I{1,3})"
_HEADS = re.compile(
    rf"(?P<part>phần\s+(?:thứ\s+[^\W\d_]{{1,8}}|{_ROMAN}|\d{{1,2}}|[a-e]))(?=[.:]|\s|$)[.:]?"
    rf"|(?P<chapter>chương\s+(?:{_ROMAN}|\d{{1,2}}))\b[.:]?"
    rf"|(?P<section>(?:tiểu\s+)?mục\s+(?:{_ROMAN}|\d{{1,2}}))(?=[.:]|\s+[^\W\d_]|\s*$)[.:]?"
    r"|(?P<article>điều\s+\d{1,3}[a-zđ]?)(?=[.:]|\s*$)[.:]?",
    re.IGNORECASE,
)
MARKS = "-–—‒−⁃•·●○◦▪▫■□◆♦➢➔→⇒▶✓❖§\uf0b7\uf02d"  # of lists; "o", "Ø", "ü" and "v" are Word's, too
_NUMBERED = re.compile(
    rf"(?P<compound>(?:{_ROMAN}|[A-HĐ])(?:\.\d{{1,2}}){{1,3}})[.)]?(?=\s+[{UPPER}])"
    rf"|(?P<roman>{_ROMAN})(?:\s?[./)]|\s?[-–](?=\s?[^\W\d_]))(?!\d)"
    r"|(?P<upper>[A-HK-UĐ])[./)](?=\s)"
    rf"|(?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?:[.)/]|\s?[-–]|(?=\s))(?=\s*$|\s+[{UPPER}]|\s+[\"“(])"
    r"|(?P<number>\d{1,3})(?:[./]|\s?[-–](?=\s?[^\W\d_]))(?!\d)"
    r"|(?P<number_paren>\d{1,2})\)"
    r"|\((?P<paren>\d{1,2}(?:\.\d{1,2}){0,2}|[a-zđ]|[ivx]{1,4})\)"
    r"|(?P<lower_roman>(?:ii|iii|iv|vi|vii|viii|ix))[.)](?=\s)"
    r"|(?P<letter>[a-zđ])(?:\)|[./]-?(?=\s)|[-–](?=\s))"
    rf"|(?P<dash>[{MARKS}])(?=\s*[^\s\-–—_.])"
    rf"|(?P<mark>[oØüv])(?=\s+[{UPPER}])"
    r"|(?P<plus>\+)(?=\s*\S)"
    r"|(?P<star>\*)(?=\s*[^\s*])"
)
_FIRST = {"1", "a", "i", "I", "A", "(1)", "(a)", "(i)"}


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of a line: its style (a key of ``RANKS``), its words, and where the text after it begins."""

    style: str
    text: str
    end: int

    @property
    def first(self) -> bool:
        """Whether the label opens a list ("1.", "a)", "I.")."""
        return self.text.rstrip(".):/-– ") in _FIRST or self.text in _FIRST


def read_label(line: str) -> Label | None:
    """The label at the head of a line, None where the line has none.

    >>> read_label("1.1. Rà soát thủ tục"), read_label("- Rà soát")
    (Label(style='decimal2', text='1.1', end=5), Label(style='dash', text='-', end=2))
    >>> read_label("III.1. Sở Nội vụ"), read_label("➢ Rà soát"), read_label("o Rà soát").style
    (Label(style='number', text='III.1', end=7), Label(style='dash', text='➢', end=2), 'dash')
    >>> read_label("15/12/2025 là hạn cuối"), read_label("1.500 ha rừng")
    (None, None)
    """
    head = line[:1]
    if head in "pPcCmMtTđĐ":
        match = _HEADS.match(line)
        if match:
            style = str(match.lastgroup)
            return Label(style, " ".join(match[style].split()), _skip_spaces(line, match.end()))
    match = _NUMBERED.match(line)
    if not match:
        return None
    style = str(match.lastgroup)
    text = match[style]
    if style == "decimal":
        style = f"decimal{text.count('.') + 1}"
    elif style == "compound":
        style = "number" if text.count(".") == 1 else f"decimal{text.count('.')}"
    elif style == "mark":
        style = "dash"
    elif style == "paren":
        style = "letter" if "." in text else style
        text = f"({text})"
    elif style == "letter" and text in "fjwz":
        return None  # not in the alphabet that numbers điểm
    return Label(style, text, _skip_spaces(line, match.end()))


def _skip_spaces(line: str, at: int) -> int:
    while at < len(line) and line[at] in " \t.":
        at += 1
    return at
