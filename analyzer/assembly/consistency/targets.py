"""Shares of more than the whole."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.assembly.consistency.telling import Words, quoted, warning
from analyzer.assembly.models import Directive, Target, Warning
from analyzer.knowledge.folding import fold
from analyzer.knowledge.patterns import pattern

_SHARE = pattern("consistency.targets.share")
_GROWS = pattern("consistency.targets.grows")
_WHOLE = 100.0
_AROUND = 80  # characters around a value in which it may be compared with something


def over_hundred(directive: Directive) -> Iterator[Warning]:
    """Targets of more than 100 % that are a share of a whole. Growth, and what is compared with a plan, may be more."""
    over = [t for t in directive.targets if t.unit == "%" and max(t.value, t.upper or 0) > _WHOLE]
    low = fold(directive.text) if over and directive.text is not None else ""
    for target in over:
        if target.comparator in ("+", "-"):
            continue
        span = target.span
        around = low[max(0, span.start - _AROUND) : span.end + _AROUND]
        words = " ".join((fold(target.metric or ""), fold(target.scope or ""), fold(target.baseline or ""), around))
        if _is_share(target, words):
            metric = Words(f" ({quoted(target.metric)})", f" ({quoted(target.metric)})") if target.metric else ""
            yield warning("target_over_hundred", [target.id], words=quoted(target.text), metric=metric)


def _is_share(target: Target, words: str) -> bool:
    return target.baseline is None and _SHARE.search(words) is not None and _GROWS.search(words) is None
