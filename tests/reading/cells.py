"""Table rows of a manuscript as texts, for tests."""

from __future__ import annotations

from analyzer.reading import Manuscript


def braced(text: str) -> str:
    return f"{{{text}}}"


def rows(manuscript: Manuscript) -> list[list[str]]:
    """Cells by row; what reaches in from a merged cell stands in braces."""
    found = []
    for block in manuscript.blocks:
        if block.kind == "row":
            merged = block.merged or (None,) * len(block.cells)
            found.append(
                [
                    braced(manuscript.text[m.start : m.end]) if m else manuscript.text[c.start : c.end]
                    for c, m in zip(block.cells, merged, strict=True)
                ]
            )
    return found
