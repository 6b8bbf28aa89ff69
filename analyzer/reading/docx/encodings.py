"""Text of a Word document in an old encoding, made Unicode in the document's own tree before anything is read.

The font of a run says what its text is in; where that does not fit the text (a file converted without changing its
fonts), and where no font says anything, the words of the whole document do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from analyzer.reading.composer import Composer
from analyzer.reading.docx.styles import Properties, Styles, W, font_name
from analyzer.reading.legacy import Encoding, convert, fits, font_encoding

_TEXT = f"{W}t"
_SOFT_HYPHEN = f"{W}softHyphen"
_BREAKS = frozenset(f"{W}{t}" for t in ("p", "tab", "ptab", "br", "cr", "sym", "txbxContent", "noBreakHyphen", "tc"))
_Font = tuple[Encoding, bool] | None


@dataclass(slots=True)
class _Stretch:
    """Text elements that follow one another in the same font."""

    elements: list[Any]
    font: _Font

    @property
    def text(self) -> str:
        return "".join(e.text or "" for e in self.elements)

    def put(self, text: str) -> None:
        """Share the text out among the elements: by place where it has the old length, else all in the first."""
        at = 0
        same = len(text) == len(self.text)
        for i, element in enumerate(self.elements):
            length = len(element.text or "") if same else (0 if i else len(text))
            element.text = text[at : at + length]
            at += length


def make_unicode(roots: Iterable[Any], styles: Styles, composer: Composer) -> None:
    """Convert the text in the trees (body, headers, footnotes) where it is in an old encoding, and note it."""
    stretches = [s for root in roots for s in _stretches(root, styles)]
    by_font: dict[Encoding, list[_Stretch]] = {}
    rest: list[_Stretch] = []
    for stretch in stretches:
        if stretch.font is None:
            rest.append(stretch)
        else:
            by_font.setdefault(stretch.font[0], []).append(stretch)
    changed: list[Encoding] = []
    for encoding, found in by_font.items():
        agree = fits([s.text for s in found], encoding)
        for stretch, agrees in zip(found, agree, strict=True):
            text = stretch.text
            if not agrees:
                rest.append(stretch)
            elif (converted := _converted(text, stretch.font)) != text:
                stretch.put(converted)
                if not text.isascii():
                    changed.append(encoding)
    texts = [s.text for s in rest]
    for stretch, text, unicode_text in zip(rest, texts, composer.in_unicode(texts), strict=True):
        if text != unicode_text:
            stretch.put(unicode_text)
    if changed:
        composer.converted(changed, in_part=any(not t.isascii() and any(map(str.isalpha, t)) for t in texts))


def _converted(text: str, font: _Font) -> str:
    return convert(text, font[0], sure=True, capitals=font[1]) if font else text


def _stretches(root: Any, styles: Styles) -> Iterator[_Stretch]:
    current: _Stretch | None = None
    base = styles.resolve(None, paragraph=True)
    for element in root.iter():
        if element.tag == _SOFT_HYPHEN:
            # The character U+00AD, "ư" in TCVN3, comes as this element out of LibreOffice and of Word itself.
            element.tag, element.text = _TEXT, "\xad"
        tag = element.tag
        if tag == _TEXT:
            font = _font(element.getparent(), base, styles)
            if current is not None and current.font == font:
                current.elements.append(element)
                continue
            if current is not None:
                yield current
            current = _Stretch([element], font)
        elif tag in _BREAKS:
            if current is not None:
                yield current
                current = None
            if tag == f"{W}p":
                style = element.find(f"{W}pPr/{W}pStyle")
                base = styles.resolve(style.get(f"{W}val") if style is not None else None, paragraph=True)
    if current is not None:
        yield current


def _font(run: Any, base: Properties, styles: Styles) -> _Font:
    name: str | None = None
    if run is not None and (own := run.find(f"{W}rPr")) is not None:
        name = font_name(own)
        if name is None and (style := own.find(f"{W}rStyle")) is not None:
            name = styles.resolve(style.get(f"{W}val")).font
    name = name or base.font or styles.default_font
    return font_encoding(name) if name else None
