"""Gold in the formats that other annotation and training tools read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module

from analyzer.learning.exchange.annotated import Annotated

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the suffix of its files, the function that writes it."""

    name: str
    suffix: str
    writer: str
    binary: bool = False

    def dump(self, documents: Iterable[Annotated]) -> bytes:
        """The documents as the bytes of one file; text formats are UTF-8."""
        module, _, function = self.writer.partition(":")
        written: bytes = getattr(import_module(f"{__name__}.{module}"), function)(documents)
        return written


#: The formats by name. A format's module is imported when it is first written.
FORMATS: Mapping[str, Format] = {
    f.name: f
    for f in (
        Format("conll", ".conll", "conll:dump"),
        Format("doccano", ".jsonl", "doccano:dump"),
        Format("doccano-relations", ".jsonl", "doccano:dump_relations"),
        Format("labelstudio", ".json", "labelstudio:dump"),
        Format("spacy", ".spacy", "spacy:dump", binary=True),
    )
}
