"""The roll with 1,500 and with 150,000 members behind it: queries, CPU time, answers beside a trivial and a plain page.

python benchmarks/member_list.py [MEMBERS …]

On the database of DATABASE_URL if it is set and empty (scripts/with_pg.sh gives one), else on one of its own in SQLite.
The trivial view answers two letters to anybody, through the same middleware; ours and the plain page are asked for by
somebody signed in. The plain page is what Django's own list of the same content would be: model rows in the template,
with date filters, heads that sort, the same filters as a form, the same deeds, a pager, within the same frame. Each of
the three persons has a page of fifty rows: the secretary's cell is a large one. The search is asked of the database
alone, beside ILIKE '%…%' over a trigram index (PostgreSQL only); the mix is every name as typed, once with and once
without marks.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

ROUNDS = 15
FOUNDED, TODAY = date(2015, 1, 1), date(2021, 1, 4)
PER_CELL, CELLS_PER_ORGANISATION, ORGANISATIONS_PER_BLOC = 15, 10, 20
LARGE_CELL = 50  # of the secretary who signs in: a page as long as the officers'
FAMILIES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
]
MIDDLES = [
    "Văn",
    "Thị",
    "Hữu",
    "Đức",
    "Ngọc",
    "Minh",
    "Thanh",
    "Quang",
    "Xuân",
    "Thu",
    "Mỹ",
    "Bảo",
    "Gia",
    "Công",
    "Đình",
]
GIVEN = [
    "Hoa",
    "Hùng",
    "Hương",
    "Lan",
    "Mai",
    "Nam",
    "Phúc",
    "Quân",
    "Sơn",
    "Thảo",
    "Tuấn",
    "Vinh",
    "Yến",
    "Anh",
    "Bình",
    "Cường",
    "Dũng",
    "Giang",
    "Hải",
    "Khánh",
    "Linh",
    "Long",
    "Nga",
    "Oanh",
    "Phương",
    "Quỳnh",
    "Tâm",
    "Trang",
    "Trung",
    "Tú",
    "Uyên",
    "Việt",
    "Xuân",
    "Ý",
    "Đạt",
    "Đông",
    "Ân",
    "Ánh",
    "Bắc",
    "Châu",
    "Diễm",
    "Hạnh",
    "Hiếu",
    "Hòa",
    "Kiên",
    "Liên",
    "Lộc",
    "Luân",
]
MIX = {
    "given": ("hoa", "Hòa"),
    "middle and given": ("thi hoa", "Thị Hoa"),
    "full": ("nguyen thi hoa", "Nguyễn Thị Hoa"),
    "family first": ("nguyen", "Nguyễn"),
    "absent": ("khong co ten", "Không Có Tên"),
}


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tongket.settings",
            "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{Path(folder) / 'roll.sqlite3'}"),
            "TONGKET_VAR": folder,
            "TONGKET_TODAY": TODAY.isoformat(),
            "TONGKET_HOSTS": "testserver",
        }
        sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        add_other_pages()
        print(f"database: {connection.vendor}")
        head = ("members", "who", "page", "queries", "CPU ms", "trivial", "x", "plain", "of it", "p50 ms", "p95 ms")
        print("{:>8} {:<9} {:<12} {:>7} {:>7} {:>7} {:>5} {:>7} {:>6} {:>7} {:>7}".format(*head))
        for size in sizes:
            people = fill(size)
            for who, account in people.items():
                measure(size, who, account)
            ours, other = zip(*(mix(size, who, account) for who, account in people.items()), strict=True)
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
        for one in filters(request):
            choices = list(one.options(request)) if one.options else []
            form.fields[one.key] = forms.ChoiceField(choices=choices) if choices else forms.CharField()

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
    from tongket.org import actions, snapshots
    from tongket.org.kinds import Kind
    from tongket.org.models import Office, Person, Place, Unit

    lots = random.Random(size)  # noqa: S311 - invented names, the same each time
    paper = actions.Decision("01-QĐ/TU", FOUNDED, "Tỉnh uỷ")
    cells: list[Unit] = []
    tops: dict[str, Unit] = {}
    with snapshots.built_once():
        province = _found(actions, paper, f"T{size}", Kind.PROVINCIAL, None)
        tops["province"] = province
        wanted = -(-size // PER_CELL)
        bloc = organisation = province
        for number in range(wanted):
            if number % (CELLS_PER_ORGANISATION * ORGANISATIONS_PER_BLOC) == 0:
                bloc = _found(actions, paper, f"B{size}-{number}", Kind.SUPERIOR, province)
                tops.setdefault("bloc", bloc)
            if number % CELLS_PER_ORGANISATION == 0:
                organisation = _found(actions, paper, f"G{size}-{number}", Kind.GRASSROOTS_COMMITTEE, bloc)
            cells.append(_found(actions, paper, f"C{size}-{number}", Kind.CELL, organisation))
    large = len(cells) // 2
    tops["cell"] = cells[large]
    others = [cell for number, cell in enumerate(cells) if number != large]
    places = [cells[large]] * LARGE_CELL + [others[number // PER_CELL % len(others)] for number in range(size)]
    persons, members, spells = [], [], []
    for number in range(size):
        name = f"{lots.choice(FAMILIES)} {lots.choice(MIDDLES)} {lots.choice(GIVEN)}"
        person = Person.named(name)
        admitted = date(1985, 1, 1) + timedelta(days=lots.randrange(12_000))
        member = Member(
            person=person,
            unit=places[number],
            state="OFFICIAL",
            sex=lots.choice("MF"),
            born_on=admitted - timedelta(days=lots.randrange(7_000, 12_000)),
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
    _analyse()
    assert Place.objects.filter(unit__in=cells[:5]).count() == min(5, len(cells))
    return {
        "cell": _holder(actions, tops["cell"], Office.SECRETARY, "lead"),
        "bloc": _holder(actions, tops["bloc"], Office.ORGANISATION_OFFICER, "org"),
        "province": _holder(actions, tops["province"], Office.ORGANISATION_OFFICER, "org"),
    }


def _found(actions: Any, paper: Any, code: str, kind: Any, parent: Any) -> Any:
    new = actions.NewUnit(code, f"Đơn vị {code}", f"ĐV {code}", kind, parent)
    return actions.create(new, paper, from_on=FOUNDED, by=None, on=FOUNDED)


def _holder(actions: Any, unit: Any, office: Any, domain: str) -> Any:
    from tongket.org.models import Account, Person

    person = Person.named(f"Người {unit.code}")
    person.save()
    term = actions.take_office(
        person, unit, office, how="assigned", decision="01-QĐ/TU", from_on=FOUNDED, by=None, on=FOUNDED
    )
    actions.grant(term, domain, unit, decision="01-QĐ/TU", valid_from=FOUNDED, by=None, on=FOUNDED)
    return Account.objects.create(username=f"nguoi.{unit.code}".lower(), person=person)


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:  # as the server does by itself, where it is not a throw-away one
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def measure(size: int, who: str, account: Any) -> None:
    """One line per page; ours, the trivial and the plain one interleaved."""
    from django.test import Client

    client, stranger = _client(account), Client()
    pages = {"first page": "/members/?unit=", "filter": "/members/?unit=&sex=F&age=41-45"}
    pages["search"] = "/members/?unit=&q=nguyen thi hoa"
    for name, address in pages.items():
        with _queries() as asked:
            client.get(address)
        asking = ((client, address), (stranger, "/trivial/"), (client, "/plain/"))
        spent: list[tuple[list[float], list[float]]] = [([], []) for _one in asking]
        for one, path in asking:
            assert one.get(path).status_code == 200, path
        for _round in range(ROUNDS):
            for (one, path), (cpu, wall) in zip(asking, spent, strict=True):
                before, start = time.process_time(), time.perf_counter()
                one.get(path)
                cpu.append((time.process_time() - before) * 1000)
                wall.append((time.perf_counter() - start) * 1000)
        mine, trivial, plain = (statistics.median(cpu) for cpu, _wall in spent)
        middle, high = _middle_and_high(spent[0][1])
        print(
            f"{size:>8} {who:<9} {name:<12} {len(asked):>7} {mine:>7.1f} {trivial:>7.2f} {mine / trivial:>5.1f} "
            f"{plain:>7.1f} {mine / plain:>6.2f} {middle:>7.1f} {high:>7.1f}"
        )


def mix(size: int, who: str, account: Any) -> tuple[list[float], list[float]]:
    """What people type, asked of the database alone: ours and, on PostgreSQL, a trigram index beside it. Returns how
    many milliseconds each took.
    """
    from django.db import connection

    from tongket.members.models import Member
    from tongket.members.roll.lines import lines
    from tongket.members.roll.search import by_name
    from tongket.org import access

    has_trigrams = connection.vendor == "postgresql" and _make_trigrams()
    person = account.person
    ours_scope = access.scope(Member.objects.all(), person, "member.read", on=TODAY, by_grants=True)
    like_scope = access.scope(Member.objects.all(), person, "member.read", on=TODAY)
    order = ("name_order", "pk")
    ours: list[float] = []
    other: list[float] = []
    for name, pair in MIX.items():
        mine: list[float] = []
        theirs: list[float] = []
        for typed in pair:
            mine += _times(lambda typed=typed: lines(by_name(ours_scope, typed).order_by(*order)[:51]))  # type: ignore[misc]
            if has_trigrams:
                theirs += _times(lambda typed=typed: _read(_like(like_scope, typed).order_by(*order)[:51]))  # type: ignore[misc]
        print(_compared(size, who, name, mine, theirs))
        ours, other = ours + mine, other + theirs
    print(_compared(size, who, "the whole mix", ours, other))
    return ours, other


def _compared(size: int, who: str, name: str, ours: list[float], other: list[float]) -> str:
    middle, high = _middle_and_high(ours)
    line = f"{size:>8} {who:<9} search, {name:<18} p50 {middle:>7.1f}  p95 {high:>7.1f} ms"
    if not other:
        return line
    other_middle, other_high = _middle_and_high(other)
    return f"{line}   trigrams {other_middle:>7.1f} {other_high:>7.1f}   p95 is {high / other_high:.2f} of theirs"


def _middle_and_high(took: list[float]) -> tuple[float, float]:
    ordered = sorted(took)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


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


def _times(deed: Callable[[], Any]) -> list[float]:
    """Milliseconds of each round, after one that does not count."""
    deed()
    took = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        deed()
        took.append((time.perf_counter() - start) * 1000)
    return took


def _client(account: Any) -> Any:
    from django.test import Client

    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@contextmanager
def _queries() -> Iterator[list[str]]:
    from django.db import connection

    asked: list[str] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield asked


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [1_500, 150_000])
