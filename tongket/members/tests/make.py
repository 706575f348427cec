"""Members as the tests need them, made by the real actions."""

from datetime import date
from typing import Any

from tongket.core import dates
from tongket.members import actions
from tongket.members.models import Admission, Member, SideState

OPENED = date(2019, 1, 1)


def make_member(
    cast: Any,
    unit: str = "north_a",
    full_name: str = "Trần Văn Mẫu",
    card_number: str = "",
    *,
    sex: str = "M",
    official_on: date | None = date(2011, 3, 1),
) -> Member:
    """Somebody on the roll of the first day; official_on None: on probation since 1/3/2018."""
    admitted_on = date(2010, 3, 1) if official_on else date(2018, 3, 1)
    row = actions.NewMember(
        full_name=full_name,
        sex=sex,
        born_on=date(1980, 5, 6),
        unit=cast.unit(unit),
        party_age_from_on=admitted_on,
        ceremony_on=admitted_on,
        official_on=official_on,
        card_number=card_number,
        from_on=OPENED,
    )
    return actions.open_roll([row], by=cast.person("root_officer"), on=OPENED)[0]


def admit(
    cast: Any, unit: str = "north_a", *, who: str = "north_officer", on: date | None = None, **fields: Any
) -> Admission:
    """An admission decided on 20/11/2019, unless said otherwise."""
    values: dict[str, Any] = {
        "full_name": "Lê Thị Thử",
        "sex": "F",
        "born_on": date(1992, 8, 9),
        "decision_number": "125-QĐ/ĐUK",
        "decided_on": date(2019, 11, 20),
        "decided_by": "Ban Thường vụ Đảng ủy Khối",
    }
    return actions.admit(cast.unit(unit), **{**values, **fields}, by=cast.person(who), on=on or cast.today)


def officer(cast: Any) -> Any:
    return cast.person("north_officer")


def begin(cast: Any, member: Member, kind: str, from_on: date, **fields: Any) -> SideState:
    values: dict[str, Any] = {"until_on": None, **fields}
    if kind == "TEMP_AWAY":
        values = {"until_on": dates.months_after(from_on, 6), "host_text": "Đảng bộ tỉnh Biển Xa", **fields}
    if kind == "SUSPENDED":
        values = {"decision": "07-QĐ/UBKT, 04/01/2021", **fields}
    return actions.begin_side_state(member, kind=kind, from_on=from_on, **values, by=officer(cast), on=cast.today)
