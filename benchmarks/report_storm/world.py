"""A province with its units, one person in each who sends its reports, and the reports of some years, all due.

python world.py UNITS SENDERS YEAR… : fills the empty database of DATABASE_URL, prints what there is as JSON.
"""

import json
import secrets
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from common import FOUNDED, analyse, found, set_up

CELLS, ORGANISATIONS = 10, 20  # under an organisation, under a bloc


def main(units: int, senders: int, years: list[int]) -> None:
    set_up()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    tree = found_tree(units)
    owing = tree[1:]
    chosen = owing[:: max(1, len(owing) // senders)][:senders]
    cookies = people([tree[0], *chosen])
    form = make_form()
    reports = ask(tree[0], chosen, form, years)
    sheets = ask(tree[0], tree[:1], form, years)  # the top owes nobody; its own report carries the sum sheet of all
    analyse()
    above = {str(unit.pk): str(unit.place.parent_id) for unit in owing}
    json.dump({"cookies": cookies, "reports": reports, "above": above, "top": sheets}, sys.stdout)


def found_tree(units: int) -> list[Any]:
    """So many units in the order of the tree: a province, blocs, organisations, cells."""
    from tongket.org import snapshots
    from tongket.org.kinds import Kind
    from tongket.org.models import Unit

    def unit(number: int, kind: Kind, parent: Any) -> Any:
        return found(f"U{number}", kind, parent, name=f"Đảng bộ số {number}", short_name=f"Số {number}")

    with snapshots.built_once():
        top = bloc = organisation = unit(0, Kind.PROVINCIAL, None)
        for number, kind in zip(range(1, units), kinds(Kind), strict=False):
            if kind is Kind.SUPERIOR:
                bloc = unit(number, kind, top)
            elif kind is Kind.GRASSROOTS_COMMITTEE:
                organisation = unit(number, kind, bloc)
            else:
                unit(number, kind, organisation)
    return list(Unit.objects.select_related("place").order_by("place__pos"))


def kinds(kind: Any) -> Iterator[Any]:
    """The kinds of the units under a province, one after another."""
    while True:
        yield kind.SUPERIOR
        for _organisation in range(ORGANISATIONS):
            yield kind.GRASSROOTS_COMMITTEE
            for _cell in range(CELLS):
                yield kind.CELL


def people(units: list[Any]) -> dict[str, str]:
    """One person in each unit who may send its reports, signed in: unit → key of the session."""
    from tests.sessions import signed_in_as
    from tongket.org.models import Account, Grant, Office, OfficeTerm, Person

    persons = [Person.named(f"Người Gửi {unit.code}") for unit in units]
    shared: dict[str, Any] = {"decision": "01-QĐ/TU"}
    terms = [
        OfficeTerm(unit=unit, person=person, office=Office.CLERK, how="assigned", from_on=FOUNDED, **shared)
        for unit, person in zip(units, persons, strict=True)
    ]
    grants = [
        Grant(person=term.person, office_term=term, domain="office", unit=term.unit, valid_from=FOUNDED, **shared)
        for term in terms
    ]
    accounts = [
        Account(username=unit.code.lower(), person=person, password=f"!{secrets.token_hex(20)}")
        for unit, person in zip(units, persons, strict=True)
    ]
    for model, rows in ((Person, persons), (OfficeTerm, terms), (Grant, grants), (Account, accounts)):
        model.objects.bulk_create(rows, batch_size=2_000)  # type: ignore[attr-defined]
    cookies: dict[str, str] = {}
    for unit, account in zip(units, accounts, strict=True):
        key = signed_in_as(account).session.session_key
        assert key is not None
        cookies[str(unit.pk)] = key
    return cookies


def make_form() -> Any:
    """A monthly form with figures, numbers of its own, a text, and rules of each kind."""
    from tongket.reports.models import Form

    figures = (
        *("members_total", "members_admitted", "members_transferred_in", "members_transferred_out", "meetings_held"),
        "key_tasks_completed",
    )
    return Form.objects.create(
        code="thang-day-du",
        name="Báo cáo tháng (mẫu đầy đủ)",
        cadence="month",
        fields=[
            *({"code": key, "is_figure": True, "span": "period"} for key in figures),
            {"code": "all", "label": "Tổng số cuộc họp", "section": "Sinh hoạt"},
            {"code": "regular", "label": "Thường kỳ", "section": "Sinh hoạt"},
            {"code": "thematic", "label": "Chuyên đề", "section": "Sinh hoạt"},
            {"code": "hardship", "label": "Khó khăn, vướng mắc", "kind": "text"},
        ],
        checks=[
            {"rule": "sum", "parts": ["regular", "thematic"], "total": "all"},
            {"rule": "at_most", "value": "thematic", "limit": "all"},
            {"rule": "change", "value": "members_total", "percent": 50},
        ],
    )


SENT = {  # in the period before, much as our clients do
    **{"members_total": "22", "members_admitted": "1", "members_transferred_in": "0", "members_transferred_out": "2"},
    **{"meetings_held": "1", "key_tasks_completed": "3", "all": "54", "regular": "53", "thematic": "1"},
}


def ask(top: Any, units: list[Any], form: Any, years: list[int]) -> dict[str, list[list[str]]]:
    """The reports of those years: year → one [report, unit, period, seal] after another, month by month.

    seal: what the page of the report brings along of the records.
    """
    from tongket.core import clock
    from tongket.core.periods import Period
    from tongket.reports import beside, counts
    from tongket.reports.models import Report

    asked: dict[str, list[list[str]]] = {}
    for year in years:
        rows = [
            Report(
                unit=unit, form=form, period=f"{year}M{month:02}", due_on=date(year + month // 12, month % 12 + 1, 5)
            )
            for month in range(1, 13)
            for unit in units
        ]
        Report.objects.bulk_create(rows, batch_size=2_000)
        counted = {code: counts.Counts(top, [form], Period(code)) for code in sorted({row.period for row in rows})}
        asked[str(year)] = [
            [
                str(row.pk),
                str(row.unit_id),
                row.period,
                beside.sealed(
                    row,
                    beside.Beside(
                        counted[row.period].of(row.unit_id, form), {} if row.period.endswith("M01") else SENT
                    ),
                    on=clock.today(),
                ),
            ]
            for row in rows
        ]
    return asked


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [int(year) for year in sys.argv[3:]])
