"""A committee with 199 cells that have sent their report of November; prints the session of its clerk.

Run by tests/browser/test_received.py with DATABASE_URL of a database that holds the tables alone.
"""

from datetime import date
from typing import Any

import django

CELLS, TODAY, SENT_ON = 199, date(2021, 1, 4), date(2020, 12, 4)


def main() -> str:
    django.setup()
    from tests.cast import FOUNDED, build
    from tests.sessions import signed_in_as
    from tongket.meetings.tests.make import make_meeting
    from tongket.org import actions, snapshots
    from tongket.org.kinds import Kind
    from tongket.org.models import Account
    from tongket.reports.models import Form, Report

    cast = build()
    paper = actions.Decision("01-QĐ/ĐU", FOUNDED, "Đảng ủy")
    units = [cast.unit("north_a"), cast.unit("north_b")]
    with snapshots.built_once():
        for number in range(1, CELLS - 1):
            name = f"Chi bộ Thôn {number}"
            new = actions.NewUnit(f"THON-{number}", name, name, Kind.CELL, cast.unit("north"))
            units.append(actions.create(new, paper, from_on=FOUNDED, by=None, on=FOUNDED))
    form = Form.objects.create(
        code="sinh-hoat",
        name="Báo cáo sinh hoạt tháng",
        cadence="month",
        unit=cast.unit("root"),
        fields=[{"code": "meetings_held", "is_figure": True, "span": "period"}],
    )
    contents: list[dict[str, Any]] = [{"figures": {"meetings_held": "1"}} for _unit in units]
    contents[0] = {"figures": {"meetings_held": "3"}}  # the records say 1
    make_meeting(units[0])
    contents[1]["explanations"] = {"meetings_held": "Họp bù cho tháng 10"}
    contents[2] = {}  # on paper
    Report.objects.bulk_create(
        Report(
            unit=unit, form=form, period="2020M11", due_on=date(2020, 12, 5), state="SENT", sent_on=SENT_ON,
            content=content,
        )
        for unit, content in zip(units, contents, strict=True)
    )  # fmt: skip
    account = Account.objects.create(username="vanphong", person=cast.people["north_clerk"])
    return str(signed_in_as(account).cookies["sessionid"].value)


if __name__ == "__main__":
    print(main())
