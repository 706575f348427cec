"""The roll with 1,500 and with 150,000 members behind it: queries, CPU time, answers beside a trivial and a plain page.

python benchmarks/member_list.py [MEMBERS …]

In a database of its own, on the PostgreSQL server of DATABASE_URL (scripts/with_pg.sh gives one) or in SQLite.
The trivial view answers two letters to anybody, through the same middleware; ours and the plain page are asked for by
somebody signed in. The plain page is what Django's own list of the same content would be: model rows in the template,
with date filters, heads that sort, the same filters as a form, the same deeds, a pager, within the same frame. Each of
the three persons has a page of fifty rows: the secretary's cell is a large one. The search is asked of the database
alone, beside ILIKE '%…%' over a trigram index (PostgreSQL only); the mix is every name as typed, once with and once
without marks.
"""

import random
import statistics
import sys
from collections.abc import Callable
from datetime import date, timedelta
from itertools import chain
from typing import Any

from common import (
    TODAY,
    analyse,
    appoint,
    counted_queries,
    found,
    in_turns,
    invented_name,
    own_program,
    percentile,
    signed_in,
)

ROUNDS = 15
PER_CELL, CELLS_PER_ORGANISATION, ORGANISATIONS_PER_BLOC = 15, 10, 20
LARGE_CELL = 50  # of the secretary who signs in: a page as long as the officers'
MIX = {
    "given": ("hoa", "Hòa"),
    "middle and given": ("thi hoa", "Thị Hoa"),
    "full": ("nguyen thi hoa", "Nguyễn Thị Hoa"),
    "family first": ("nguyen", "Nguyễn"),
    "absent": ("khong co ten", "Không Có Tên"),
}


def main(sizes: list[int]) -> None:
    with own_program("roll"):
        from django.db import connection

        add_other_pages()
        print(f"database: {connection.vendor}")
        head = ("members", "who", "page", "queries", "CPU ms", "trivial", "x", "plain", "of it", "p50 ms", "p95 ms")
        print("{:>8} {:<9} {:<12} {:>7} {:>7} {:>7} {:>5} {:>7} {:>6} {:>7} {:>7}".format(*head))
        for size in sizes:
            people = fill(size)
            for who, person in people.items():
                measure(size, who, person)
            ours, other = zip(*(mix(size, who, person) for who, person in people.items()), strict=True)
            print(_compared(size, "all three", "the whole mix", list(chain(*ours)), list(chain(*other))))


def add_other_pages() -> None:
    """The pages that the roll is compared with, in the same server."""
    from django.http import HttpResponse
    from django.template import engines
    from django.urls import path

    from tongket import urls
    from tongket.members.models import Member
    from tongket.org import access

    template = engines["django"].from_string(
        "{% extends 'web/base.html' %}{% block main %}<h1>{{ title }}</h1>"
        "{% for button in buttons %}<a href='{{ button.url }}'>{{ button.label }}</a>{% endfor %}"
        "<form>{{ form.as_p }}</form><table><tr>{% for key, label in heads %}"
        "<th><a href='{% querystring sort=key page=None %}'>{{ label }}</a></th>{% endfor %}</tr>"
        "{% for row in rows %}<tr>"
        "<td><a href='{{ row.get_absolute_url }}'>{{ row.person.full_name }}</a></td><td>{{ row.unit.place.name }}</td>"
        "<td>{{ row.unit.place.parent.place.name }}</td><td>{{ row.get_sex_display }}</td>"
        "<td>{{ row.born_on|date:'d/m/Y' }}</td><td>{{ row.card_number }}</td>"
        "<td>{{ row.party_age_from_on|date:'d/m/Y' }}</td><td>{{ row.get_state_display }}</td>"
        "</tr>{% endfor %}</table>{{ page.start_index }}–{{ page.end_index }} / {{ page.paginator.count }}"
        "{% if page.has_next %}<a href='{% querystring page=page.next_page_number %}'>next</a>{% endif %}{% endblock %}"
    )

    @access.policy("member.read")
    def plain(request: Any) -> HttpResponse:
        from django import forms
        from django.core.paginator import Paginator

        from tongket.members.roll.listing import ROLL, filters
        from tongket.members.roll.views import _buttons

        form = forms.Form(request.GET or None)
        for filter in filters(request):
            choices = list(filter.options(request)) if filter.options else []
            form.fields[filter.key] = forms.ChoiceField(choices=choices) if choices else forms.CharField()

        rows = access.scope(Member.objects.all(), request.person, "member.read", on=request.today)
        rows = rows.select_related("person", "unit__place__parent__place").order_by("name_order", "pk")
        page = Paginator(rows, 50).get_page(request.GET.get("page"))
        heads = [(column.key, column.label) for column in ROLL.chosen(request)]
        shown = {"title": ROLL.title, "heads": heads, "buttons": _buttons(request)}
        return HttpResponse(template.render({**shown, "rows": page.object_list, "page": page, "form": form}, request))

    @access.policy(access.ANYONE)
    def trivial(request: Any) -> HttpResponse:
        return HttpResponse("ok")

    urls.urlpatterns += [path("plain/", plain), path("trivial/", trivial)]


def fill(size: int) -> dict[str, Any]:
    """A province of blocs, organisations and cells with so many members; a cell secretary and two officers."""
    from tongket.members.models import Member, Spell, name_keys
    from tongket.org import snapshots
    from tongket.org.kinds import Kind
    from tongket.org.models import Office, Person, Place, Unit

    draw = random.Random(size)  # noqa: S311 - invented names, the same each time
    cells: list[Unit] = []
    tops: dict[str, Unit] = {}
    with snapshots.built_once():
        province = bloc = organisation = tops["province"] = found(f"T{size}", Kind.PROVINCIAL, None)
        for number in range(-(-size // PER_CELL)):
            if number % (CELLS_PER_ORGANISATION * ORGANISATIONS_PER_BLOC) == 0:
                bloc = found(f"B{size}-{number}", Kind.SUPERIOR, province)
                tops.setdefault("bloc", bloc)
            if number % CELLS_PER_ORGANISATION == 0:
                organisation = found(f"G{size}-{number}", Kind.GRASSROOTS_COMMITTEE, bloc)
            cells.append(found(f"C{size}-{number}", Kind.CELL, organisation))
    large = len(cells) // 2
    tops["cell"] = cells[large]
    others = [cell for number, cell in enumerate(cells) if number != large]
    places = [cells[large]] * LARGE_CELL + [others[number // PER_CELL % len(others)] for number in range(size)]
    persons, members, spells = [], [], []
    for number in range(size):
        person = Person.named(invented_name(draw))
        admitted = date(1985, 1, 1) + timedelta(days=draw.randrange(12_000))
        member = Member(
            person=person,
            unit=places[number],
            state="OFFICIAL",
            sex=draw.choice("MF"),
            born_on=admitted - timedelta(days=draw.randrange(7_000, 12_000)),
            party_age_from_on=admitted,
            ceremony_on=admitted,
            official_on=admitted + timedelta(days=366),
            card_number=f"{size}.{number:06d}",
            **name_keys(person),
        )
        persons.append(person)
        members.append(member)
        spells.append(Spell(member=member, unit=member.unit, from_on=TODAY, opened_by="opening"))
    for model, rows in ((Person, persons), (Member, members), (Spell, spells)):
        model.objects.bulk_create(rows, batch_size=2_000)  # type: ignore[arg-type]
    analyse()
    assert Place.objects.filter(unit__in=cells[:5]).count() == min(5, len(cells))
    return {
        "cell": appoint(f"Người {tops['cell'].code}", tops["cell"], Office.SECRETARY, "lead"),
        "bloc": appoint(f"Người {tops['bloc'].code}", tops["bloc"], Office.ORGANISATION_OFFICER, "org"),
        "province": appoint(f"Người {tops['province'].code}", tops["province"], Office.ORGANISATION_OFFICER, "org"),
    }


def measure(size: int, who: str, person: Any) -> None:
    """One line per page; ours, the trivial and the plain one in turns."""
    from django.test import Client

    client, stranger = signed_in(person), Client()
    pages = {"first page": "/members/?unit=", "filter": "/members/?unit=&sex=F&age=41-45"}
    pages["search"] = "/members/?unit=&q=nguyen thi hoa"
    for name, address in pages.items():
        with counted_queries() as queries:
            client.get(address)

        def get(asker: Any, path: str) -> Callable[[], None]:
            def ask() -> None:
                assert asker.get(path).status_code == 200, path

            return ask

        asking = {"ours": get(client, address), "trivial": get(stranger, "/trivial/"), "plain": get(client, "/plain/")}
        times = in_turns(asking, ROUNDS)
        ours, trivial, plain = (statistics.median(cpu for cpu, _clock in times[side]) for side in asking)
        middle, high = _middle_and_high([clock for _cpu, clock in times["ours"]])
        print(
            f"{size:>8} {who:<9} {name:<12} {len(queries):>7} {ours:>7.1f} {trivial:>7.2f} {ours / trivial:>5.1f} "
            f"{plain:>7.1f} {ours / plain:>6.2f} {middle:>7.1f} {high:>7.1f}"
        )


def mix(size: int, who: str, person: Any) -> tuple[list[float], list[float]]:
    """What people type, asked of the database alone: ours and, on PostgreSQL, a trigram index beside it. Returns how
    many milliseconds each took.
    """
    from django.db import connection

    from tongket.members.models import Member
    from tongket.members.roll.lines import lines
    from tongket.members.roll.search import by_name
    from tongket.org import access

    has_trigrams = connection.vendor == "postgresql" and _make_trigrams()
    ours_scope = access.scope(Member.objects.all(), person, "member.read", on=TODAY, by_grants=True)
    like_scope = access.scope(Member.objects.all(), person, "member.read", on=TODAY)
    order = ("name_order", "pk")
    all_ours: list[float] = []
    all_theirs: list[float] = []
    for name, pair in MIX.items():
        ours: list[float] = []
        theirs: list[float] = []
        for typed in pair:
            ours += _times(lambda typed=typed: lines(by_name(ours_scope, typed).order_by(*order)[:51]))  # type: ignore[misc]
            if has_trigrams:
                theirs += _times(lambda typed=typed: _read(_like(like_scope, typed).order_by(*order)[:51]))  # type: ignore[misc]
        print(_compared(size, who, name, ours, theirs))
        all_ours, all_theirs = all_ours + ours, all_theirs + theirs
    print(_compared(size, who, "the whole mix", all_ours, all_theirs))
    return all_ours, all_theirs


def _compared(size: int, who: str, name: str, ours: list[float], other: list[float]) -> str:
    middle, high = _middle_and_high(ours)
    line = f"{size:>8} {who:<9} search, {name:<18} p50 {middle:>7.1f}  p95 {high:>7.1f} ms"
    if not other:
        return line
    other_middle, other_high = _middle_and_high(other)
    return f"{line}   trigrams {other_middle:>7.1f} {other_high:>7.1f}   p95 is {high / other_high:.2f} of theirs"


def _middle_and_high(times: list[float]) -> tuple[float, float]:
    return percentile(times, 50), percentile(times, 95)


def _make_trigrams() -> bool:
    from django.db import DatabaseError, connection, transaction

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS names_by_trigrams ON members_member USING gin (name_fold gin_trgm_ops)"
            )
            cursor.execute("ANALYZE members_member")
    except DatabaseError as refused:
        print(f"no trigrams here: {refused}")
        return False
    return True


def _like(rows: Any, typed: str) -> Any:
    """The same list by ILIKE '%…%' over the trigram index; marks that were typed, over the written name."""
    from tongket.core import text

    where, params = ["members_member.name_fold ILIKE %s"], [f"%{text.fold(typed)}%"]
    if text.nfc(typed).lower() != text.fold_chars(typed):
        rows = rows.filter(person__full_name__icontains=typed)
    return rows.extra(where=where, params=params)  # noqa: S610 - words of this file


def _read(rows: Any) -> list[Any]:
    """What the lines of the roll say, in one question, as one would write it."""
    from tongket.members.roll.lines import READ

    return list(rows.values_list(*READ))


def _times(work: Callable[[], Any]) -> list[float]:
    """Milliseconds of each round."""
    return [clock for _cpu, clock in in_turns({"": work}, ROUNDS)[""]]


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_500, 150_000])
