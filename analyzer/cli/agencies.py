"""``analyzer agencies``: look a body up, see what became of it, list the members of a class."""

import json
import sys
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analyzer.cli.days import day
from analyzer.cli.messages import Messages

if TYPE_CHECKING:
    from analyzer.knowledge.agencies import Agency
    from analyzer.knowledge.agency_search import Hit
    from analyzer.knowledge.membership import Expansion, Member
    from analyzer.knowledge.provinces import Province
    from analyzer.knowledge.succession import Step

_SURE = 0.9  # of a search's score: the name or an abbreviation was given in full


def register(app: typer.Typer, say: Messages) -> None:
    """Add the commands."""
    group = typer.Typer(
        help=say("agencies") + "\n\n" + say("agencies_examples"),
        rich_markup_mode=None,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.add_typer(group, name="agencies")

    @group.command(help=say("agencies_find") + "\n\n" + say("agencies_find_examples"), no_args_is_help=True)
    def find(
        text: Annotated[str, typer.Argument(help=say("agencies_text"), metavar="TEXT", show_default=False)],
        as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=say("agencies_as_of"))] = None,
        province: Annotated[str | None, typer.Option("--province", metavar="NAME", help=say("agencies_of"))] = None,
        limit: Annotated[int, typer.Option("--limit", min=1, max=200, help=say("agencies_limit"))] = 10,
        as_json: Annotated[bool, typer.Option("--json", help=say("agencies_json"))] = False,
    ) -> None:
        from analyzer.cli import agency_tables
        from analyzer.knowledge import agency_search

        on = day(as_of, say) or date.today()
        place = _province(province, on, say)
        hits = agency_search.find(f"{text} {place.name}" if place else text, on, limit)
        if not hits:
            typer.echo(say("agencies_none", text=text), err=True)
            raise typer.Exit(1)
        if as_json:
            _print_json([_hit_json(hit) for hit in hits])
        else:
            agency_tables.show_hits(hits, on, say)

    @group.command(help=say("agencies_expand") + "\n\n" + say("agencies_expand_examples"), no_args_is_help=True)
    def expand(
        words: Annotated[str, typer.Argument(help=say("agencies_words"), metavar="WORDS", show_default=False)],
        province: Annotated[str | None, typer.Option("--province", metavar="NAME", help=say("agencies_of"))] = None,
        as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=say("agencies_as_of"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=say("agencies_json"))] = False,
    ) -> None:
        from analyzer.cli import agency_tables
        from analyzer.knowledge import membership

        on = day(as_of, say) or date.today()
        expansion = membership.expand(words, _province(province, on, say), on)
        if expansion is None:
            typer.echo(say("agencies_no_class", words=words), err=True)
            raise typer.Exit(1)
        if as_json:
            _print_json(_expansion_json(words, on, expansion))
        else:
            agency_tables.show_expansion(words, on, expansion, say)

    @group.command(help=say("agencies_show") + "\n\n" + say("agencies_show_examples"), no_args_is_help=True)
    def show(
        name: Annotated[str, typer.Argument(help=say("agencies_name"), metavar="NAME", show_default=False)],
        as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=say("agencies_as_of"))] = None,
        province: Annotated[str | None, typer.Option("--province", metavar="NAME", help=say("agencies_of"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=say("agencies_json"))] = False,
    ) -> None:
        from analyzer.cli import agency_tables

        on = day(as_of, say) or date.today()
        bodies = _named(name, _province(province, on, say), on)
        if not bodies:
            _tell_near(name, on, say)
            raise typer.Exit(1)
        if as_json:
            _print_json([_body_json(agency, place, on) for agency, place in bodies])
            return
        for agency, place in bodies:
            agency_tables.show_body(agency, place, on, say)


def _province(name: str | None, on: date, say: Messages) -> "Province | None":
    """The province of an option. Raises typer.BadParameter with names like it."""
    if name is None:
        return None
    from analyzer.knowledge.agency_search import near_provinces, province_named

    province = province_named(name, on)
    if province is None:
        near = ", ".join(p.short for p in near_provinces(name, on))
        key = "agencies_bad_province" if near else "agencies_bad_province_alone"
        raise typer.BadParameter(say(key, name=name, near=near), param_hint="--province")
    return province


def _named(name: str, province: "Province | None", on: date) -> list[tuple["Agency", "Province | None"]]:
    """The bodies of an id or of a name given in full."""
    from analyzer.knowledge import agency_search
    from analyzer.knowledge.agencies import Register

    found = Register.load().get(name)
    if found is not None:
        own = province or next(iter(Register.load().provinces_of(name)), None)
        return [(found, own if found.area == "province" else None)]
    hits = agency_search.find(f"{name} {province.name}" if province else name, on, 20)
    return [(h.agency, h.province) for h in hits if h.score >= _SURE and h.heir_of is None]


def _tell_near(name: str, on: date, say: Messages) -> None:
    from analyzer.knowledge import agency_search

    near = "; ".join(dict.fromkeys(h.name for h in agency_search.find(name, on, 5)))
    message = say("agencies_near", text=name, near=near) if near else say("agencies_none", text=name)
    typer.echo(message, err=True)


# ---------------------------------------------------------------- JSON


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _short(province: "Province | None") -> str | None:
    return province.short if province else None


def _hit_json(hit: "Hit") -> dict[str, Any]:
    from analyzer.knowledge.former_bodies import body_id

    return {
        "id": body_id(hit.agency, hit.province),
        "name": hit.name,
        "province": _short(hit.province),
        "matched": hit.matched,
        "score": hit.score,
        "valid_from": _iso(hit.agency.valid_from),
        "valid_to": _iso(hit.agency.valid_to),
        "heir_of": hit.heir_of,
    }


def _expansion_json(words: str, on: date, expansion: "Expansion") -> dict[str, Any]:
    def listed(members: Iterable["Member"]) -> list[dict[str, Any]]:
        return [
            {"id": m.id, "name": m.name, "province": _short(m.province)} | ({"because": m.because} if m.because else {})
            for m in members
        ]

    return {
        "words": words,
        "as_of": on.isoformat(),
        "members": listed(expansion.members),
        "uncertain": listed(expansion.uncertain),
        "open": expansion.open,
        "unlisted": list(expansion.unlisted),
        "excluded": list(expansion.excluded),
        "note": expansion.note,
    }


def _step_json(step: "Step") -> dict[str, Any]:
    return {"on": _iso(step.on), "of": step.of, "to": list(step.to), "basis": step.basis, "note": step.note}


def _body_json(agency: "Agency", province: "Province | None", on: date) -> dict[str, Any]:
    from analyzer.knowledge.body_names import body_name
    from analyzer.knowledge.former_bodies import before, body_id
    from analyzer.knowledge.succession import succession

    after = succession(agency.id, province, on)
    return {
        "id": body_id(agency, province),
        "name": body_name(agency, province),
        "province": _short(province),
        "level": agency.level,
        "kind": agency.kind,
        "abbreviations": list(agency.abbreviations),
        "spellings": list(agency.aliases),
        "valid_from": _iso(agency.valid_from),
        "valid_to": _iso(agency.valid_to),
        "before": [_step_json(step) for step in before(agency, province)],
        "after": [_step_json(step) for step in after.steps],
        "as_of": on.isoformat(),
        "current": [{"id": a.id, "name": a.name, "province": _short(a.province)} for a in after.answers],
        "note": after.note,
    }
