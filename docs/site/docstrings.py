"""Docstrings as they are written here made Markdown for the site: examples in the text, roles such as ``:class:``, and
what pydantic's ``Field`` says of a key."""

from __future__ import annotations

import ast
import re
from typing import Any

import griffe

_ROLE = re.compile(r":(?:class|func|meth|mod|data|attr|exc):`~?([\w.]{1,200})`")
_EXAMPLE = re.compile(r"^>>> .*(?:\n.*\S.*)*", re.MULTILINE)


def as_markdown(text: str, module: str) -> str:
    """
    >>> print(as_markdown("See :class:`Span`.\\n\\n>>> 1 + 1\\n2\\n", "analyzer.spans"))
    See <autoref identifier="analyzer.spans.Span" optional><code>Span</code></autoref>.
    <BLANKLINE>
    ```pycon
    >>> 1 + 1
    2
    ```
    <BLANKLINE>
    """

    def referred(found: re.Match[str]) -> str:
        name = found[1]
        full = name if name.startswith("analyzer.") else f"{module}.{name}"
        return f'<autoref identifier="{full}" optional><code>{name}</code></autoref>'

    return _EXAMPLE.sub(lambda found: f"```pycon\n{found[0]}\n```", _ROLE.sub(referred, text))


class Docstrings(griffe.Extension):
    """Rewrites every docstring before it is parsed."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Griffe calls this for every object it has read."""
        if isinstance(obj, griffe.Attribute):
            _take_description(obj)
        if obj.docstring is not None:
            obj.docstring.value = as_markdown(obj.docstring.value, obj.module.path)


def _take_description(attribute: griffe.Attribute) -> None:
    """``Field(default=None, description="…")``: the description is the key's docstring, the default its value."""
    value = attribute.value
    if not (isinstance(value, griffe.ExprCall) and str(value.function) == "Field"):
        return
    given = {part.name: part.value for part in value.arguments if isinstance(part, griffe.ExprKeyword)}
    if "description" in given and attribute.docstring is None:
        attribute.docstring = griffe.Docstring(ast.literal_eval(str(given["description"])), parent=attribute)
    attribute.value = given.get("default")
