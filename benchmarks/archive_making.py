"""Directives in any number, made of the invented corpus: other issuers, numbers, days, bodies and figures.

Every line is a result of ``analyzer extract`` as far as the archive is concerned; the sentences are the corpus's own,
so that words are as frequent as there.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from analyzer import analyze
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.folding import slug
from analyzer.knowledge.provinces import Province, provinces
from analyzer.writing.json import dump

_YEARS = (2012, 2026)
_NUMBER = re.compile(r"(?<![\d/.])\d{1,3}(?![\d/.])")
_KINDS = (("CT", "Chỉ thị"), ("KH", "Kế hoạch"), ("QĐ", "Quyết định"), ("CV", "Công văn"), ("CĐ", "Công điện"))


def results(corpus: Path) -> list[dict[str, Any]]:
    """The corpus as the analyzer reads it."""
    return [json.loads(dump(analyze(path, as_of=date(2026, 1, 1)))) for path in sorted(corpus.glob("*.txt"))]


def lines(base: Sequence[dict[str, Any]], directives: int, tasks: int, seed: int = 1) -> Iterator[bytes]:
    """So many directives with so many tasks in all, one a line, the same for the same seed."""
    chance = random.Random(seed)
    made = _Making(base, chance)
    for number in range(1, directives + 1):
        share = tasks * number // directives - tasks * (number - 1) // directives
        yield json.dumps(made.directive(number, share), ensure_ascii=False).encode()


class _Making:
    def __init__(self, base: Sequence[dict[str, Any]], chance: random.Random) -> None:
        self._base = [result for result in base if result["tasks"]]
        self._chance = chance
        self._used: set[tuple[str, str, date]] = set()
        self._places: list[Province] = [p for p in provinces() if p.valid_to is None or p.valid_to.year > _YEARS[0]]
        register = Register.load()
        self._bodies = [
            a for a in register.agencies if a.area == "province" and a.name.startswith(("Sở", "Ban", "Thanh"))
        ]

    def directive(self, number: int, tasks: int) -> dict[str, Any]:
        """A directive of a province: sentences of two documents of the corpus, so that they have a topic."""
        chance = self._chance
        kind, kind_name = chance.choice(_KINDS)
        place = chance.choice(self._places)
        issued = date(chance.randint(*_YEARS), 1, 1) + timedelta(days=chance.randrange(365))
        first, second = chance.sample(self._base, 2)
        source = deepcopy(first["source"])
        source.update(name=f"{number}.txt", sha256=sha256(f"{number}".encode()).hexdigest())
        signs = f"{number % 900 + 1:02}/{kind}-UBND"
        while (signs, place.id, issued) in self._used:  # two of the same number, issuer and day would be one document
            issued += timedelta(days=1)
        self._used.add((signs, place.id, issued))
        made: dict[str, Any] = {
            "schema_version": "1.0",
            "source": source,
            "directive": {
                "kind": kind,
                "kind_name": kind_name,
                "number": {"text": signs, "serial": signs.split("/")[0], "kind_code": kind, "issuer_code": "UBND"},
                "issued_on": issued.isoformat(),
                "issuer": {"name": f"Ủy ban nhân dân {place.name}", "id": f"ubnd-{slug(place.name)}"},
                "title": first["directive"]["title"],
            },
            "references": deepcopy(first["references"]),
            "targets": [],
            "agencies": [],
            "tasks": [],
        }
        targets = {(id(result), t["id"]): t for result in (first, second) for t in result["targets"]}
        for at in range(tasks):
            result = first if chance.random() < 0.8 else second
            task = deepcopy(chance.choice(result["tasks"]))
            task["id"] = f"t{at + 1}"
            self._vary(task, place, issued)
            own = [targets[id(result), t] for t in task["targets"] if (id(result), t) in targets]
            task["targets"], task["references"] = [], []
            for target in own:
                name = f"g{len(made['targets']) + 1}"
                made["targets"].append({**deepcopy(target), "id": name})
                task["targets"].append(name)
            made["tasks"].append(task)
        return made

    def _vary(self, task: dict[str, Any], place: Province, issued: date) -> None:
        """Other figures in the sentence, other bodies to do it, other days."""
        chance = self._chance
        task["text"] = _NUMBER.sub(lambda m: str(chance.randint(1, 150)), task["text"])
        for assignee in task["assignees"]:
            if chance.random() < 0.6:
                body = chance.choice(self._bodies)
                task["text"] = task["text"].replace(assignee["name"], body.name)
                assignee.update(name=body.name, id=body.id, province=place.id, answers=[])
        for deadline in task["deadlines"]:
            for key in ("due", "end"):
                if deadline.get(key):
                    deadline[key] = (issued + timedelta(days=chance.randint(10, 700))).isoformat()
