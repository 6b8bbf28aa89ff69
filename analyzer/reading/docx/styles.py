"""What the styles of a Word document say: the few properties that reading needs, with inheritance resolved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_CHAIN = 20
_OFF = frozenset(["0", "false", "off"])


@dataclass(frozen=True, slots=True)
class Properties:
    """Properties of a paragraph or run; None where nothing is said. ``indent`` is in points."""

    name: str = ""
    bold: bool | None = None
    hidden: bool | None = None
    centred: bool | None = None
    indent: float | None = None
    num_id: str | None = None
    level: int | None = None
    font: str | None = None

    def under(self, other: Properties) -> Properties:
        """These properties, overridden by the other's."""
        said = {k: v for k in self.__slots__ if k != "name" and (v := getattr(other, k)) is not None}
        return replace(self, name=other.name or self.name, **said)


def integer(value: str | None, default: int | None = None) -> int | None:
    """An attribute as a number of ordinary size, or the default."""
    digits = value.lstrip("-") if value else ""
    return int(value) if value and digits.isascii() and digits.isdigit() and len(digits) < 9 else default


def flag(element: Any) -> bool | None:
    """The value of an on/off property element; None where there is none."""
    return None if element is None else element.get(f"{W}val") not in _OFF


def font_name(run_properties: Any) -> str | None:
    """The font of Latin text that an ``rPr`` element names."""
    fonts = run_properties.find(f"{W}rFonts")
    return None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")


def properties(holder: Any, name: str = "") -> Properties:
    """The properties in the ``pPr`` and ``rPr`` directly under an element (a style, a paragraph, a run)."""
    bold = hidden = centred = font = None
    indent: float | None = None
    num_id = None
    level = None
    if (run := holder.find(f"{W}rPr")) is not None:
        bold, hidden = flag(run.find(f"{W}b")), flag(run.find(f"{W}vanish"))
        font = font_name(run)
    if (paragraph := holder.find(f"{W}pPr")) is not None:
        if (jc := paragraph.find(f"{W}jc")) is not None:
            centred = jc.get(f"{W}val") == "center"
        if (ind := paragraph.find(f"{W}ind")) is not None:
            indent = _indent(ind)
        if (num := paragraph.find(f"{W}numPr")) is not None:
            if (found := num.find(f"{W}numId")) is not None:
                num_id = found.get(f"{W}val")
            if (found := num.find(f"{W}ilvl")) is not None:
                level = integer(found.get(f"{W}val"))
    return Properties(name, bold, hidden, centred, indent, num_id, level, font)


def _indent(ind: Any) -> float:
    left = integer(ind.get(f"{W}left") or ind.get(f"{W}start"), 0) or 0
    first = integer(ind.get(f"{W}firstLine"), 0) or 0
    hanging = integer(ind.get(f"{W}hanging"), 0) or 0
    return (left + first - hanging) / 20


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Any | None) -> None:
        self._elements: dict[str, Any] = {}
        self._resolved: dict[str, Properties] = {}
        self._default = ""
        self.default_font: str | None = None
        if root is None:
            return
        if (defaults := root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")) is not None:
            self.default_font = font_name(defaults)
        for element in root.iterchildren(f"{W}style"):
            if style_id := element.get(f"{W}styleId"):
                self._elements[style_id] = element
                if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") not in (None, *_OFF):
                    self._default = style_id

    def resolve(self, style_id: str | None, *, paragraph: bool = False) -> Properties:
        """A style's properties with those of the styles it is based on; the default paragraph style for None."""
        style_id = style_id or (self._default if paragraph else "")
        if style_id not in self._resolved:
            chain: list[Properties] = []
            current = style_id
            while (element := self._elements.get(current)) is not None and len(chain) < _MAX_CHAIN:
                name = element.find(f"{W}name")
                chain.append(properties(element, name.get(f"{W}val", "") if name is not None else ""))
                based_on = element.find(f"{W}basedOn")
                current = based_on.get(f"{W}val", "") if based_on is not None else ""
            resolved = Properties()
            for one in reversed(chain):
                resolved = resolved.under(one)
            self._resolved[style_id] = resolved
        return self._resolved[style_id]

    def numbering_of(self, style_id: str) -> str | None:
        """The numId that a numbering style points to."""
        return self.resolve(style_id).num_id
