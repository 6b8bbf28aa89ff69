"""The text of a Word paragraph as it is seen: deletions and hidden runs left out, line breaks as new lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from analyzer.reading.docx.styles import Properties, Styles, W, flag, properties

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = frozenset(
    f"{W}{t}"
    for t in (
        "del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "softHyphen", "footnoteReference",
        "endnoteReference", "footnoteRef", "commentReference", "annotationRef", "sdtPr", "sdtEndPr", "fldChar",
        "lastRenderedPageBreak", "rt", "proofErr", "bookmarkStart", "bookmarkEnd",
    )
)  # fmt: skip
_LITERAL = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-", f"{W}br": "\n", f"{W}cr": "\n"}
_TEXT = f"{W}t"
_SYM = f"{W}sym"
_BOX = f"{W}txbxContent"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"


@dataclass(slots=True)
class ParagraphText:
    """The lines of a paragraph, the text boxes anchored in it, and what its runs say.

    ``bold`` is whether all visible text is bold, ``properties`` those of the paragraph with its style's resolved.
    """

    lines: list[str]
    bold: bool
    properties: Properties
    style_id: str | None
    boxes: list[Any] = field(default_factory=list)
    mark_deleted: bool = False


def paragraph_text(paragraph: Any, styles: Styles) -> ParagraphText:
    """Read one ``w:p`` element."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    style_id = style.get(f"{W}val") if style is not None else None
    base = styles.resolve(style_id, paragraph=True)
    # The run properties inside pPr are those of the paragraph mark, not of the text.
    resolved = base.under(properties(paragraph))
    parts: list[str] = []
    weights: list[tuple[int, bool]] = []
    boxes: list[Any] = []
    for run, element in _visible(paragraph, base, styles):
        if element.tag == _BOX:
            boxes.append(element)
            continue
        text = _element_text(element)
        parts.append(text)
        if text.strip():
            weights.append((len(text), _is_bold(run, base, styles)))
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return ParagraphText(
        lines="".join(parts).split("\n"),
        bold=bool(weights) and all(bold for _, bold in weights),
        properties=resolved,
        style_id=style_id,
        boxes=boxes,
        mark_deleted=mark is not None and mark.find(f"{W}del") is not None,
    )


def _visible(paragraph: Any, base: Properties, styles: Styles) -> Iterator[tuple[Any | None, Any]]:
    """The text elements that are seen, each with its run; depth first without recursion."""
    stack: list[tuple[Any | None, Iterator[Any]]] = [(None, iter(paragraph))]
    while stack:
        run, children = stack[-1]
        element = next(children, None)
        if element is None:
            stack.pop()
            continue
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            continue
        if tag == _TEXT or tag in _LITERAL or tag in (_SYM, _BOX, _MATH_TEXT):
            yield run, element
        elif tag == f"{W}r":
            if not _is_hidden(element, base, styles):
                stack.append((element, iter(element)))
        elif tag == f"{_MC}AlternateContent":
            # The same content twice, for newer and older programs.
            if (chosen := _alternative(element)) is not None:
                stack.append((run, iter(chosen)))
        elif len(element):
            stack.append((run, iter(element)))


def _alternative(element: Any) -> Any | None:
    options = [c for c in element if c.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
    return next((o for o in options if next(o.iter(_BOX, _TEXT), None) is not None), None)


def _element_text(element: Any) -> str:
    tag = element.tag
    if tag in (_TEXT, _MATH_TEXT):
        return (element.text or "").replace("\n", " ")
    if tag == _SYM:
        try:
            code = int(element.get(f"{W}char", "")[:6], 16)
        except ValueError:
            return ""
        return chr(code) if code < 0x110000 else ""
    return _LITERAL[tag]


def _run_style(run: Any, styles: Styles) -> Properties | None:
    style = run.find(f"{W}rPr/{W}rStyle")
    return styles.resolve(style.get(f"{W}val")) if style is not None else None


def _is_hidden(run: Any, base: Properties, styles: Styles) -> bool:
    direct = flag(run.find(f"{W}rPr/{W}vanish"))
    if direct is not None:
        return direct
    style = _run_style(run, styles)
    return bool(style.hidden if style and style.hidden is not None else base.hidden)


def _is_bold(run: Any | None, base: Properties, styles: Styles) -> bool:
    if run is None:
        return bool(base.bold)
    direct = flag(run.find(f"{W}rPr/{W}b"))
    if direct is not None:
        return direct
    style = _run_style(run, styles)
    return bool(style.bold if style and style.bold is not None else base.bold)
