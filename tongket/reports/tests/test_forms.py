"""Forms of reports as data: versions by day, fields in their order, what must agree, who may change them."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.periods import Period
from tongket.org import access
from tongket.org.models import AuditRow
from tongket.org.saving import Conflict
from tongket.reports import actions, calendar, consistency, queries
from tongket.reports.actions import forms as form_actions
from tongket.reports.actions.forms import AT_START
from tongket.reports.consistency import Rule
from tongket.reports.models import Form
from tongket.reports.tests.make import form, make_report

START, NEXT = date(2020, 1, 1), date(2020, 12, 1)


def make_form(cast: Any, who: str = "root", **changes: Any) -> Form:
    """A monthly form that the office of a unit keeps, with one text."""
    said: dict[str, Any] = {
        "name": "Báo cáo công tác tháng",
        "cadence": "month",
        "kinds": [],
        "due_days": 4,
        "from_on": START,
    }
    by = cast.person(f"{who}_clerk")
    made = form_actions.make(cast.unit(who), **said | changes, by=by, on=cast.today)
    return add(cast, made, "Khó khăn, vướng mắc", kind="text", who=who)


def add(cast: Any, row: Form, label: str, *, kind: str = "number", after: str = "", who: str = "root") -> Form:
    last = row.fields[-1]["code"] if row.fields else AT_START
    by = cast.person(f"{who}_clerk")
    return form_actions.add_own(
        row, seen=row.version, label=label, kind=kind, section="", after=after or last, by=by, on=cast.today
    )


def deed(cast: Any, who: str = "root_clerk") -> dict[str, Any]:
    return {"by": cast.person(who), "on": cast.today}


def refused(do: Any) -> dict[str, Any]:
    with pytest.raises(ValidationError) as caught:
        do()
    return dict(caught.value.error_dict) if hasattr(caught.value, "error_dict") else {"": caught.value.messages}


# --- Who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["root_secretary", "north_clerk", "root_officer", "stranger", "operator"])
def test_only_the_office_of_the_organisation_itself_makes_its_forms(cast: Any, who: str) -> None:
    made = make_form(cast)

    with pytest.raises(access.NotAllowed):
        form_actions.make(
            cast.unit("root"), name="Khác", cadence="month", kinds=[], due_days=1, from_on=START, **deed(cast, who)
        )
    with pytest.raises(access.NotAllowed):
        form_actions.drop_field(made, made.fields[0]["code"], seen=made.version, **deed(cast, who))

    assert Form.objects.get(pk=made.pk).fields == made.fields


def test_office_above_does_not_change_the_form_of_a_unit_below(cast: Any) -> None:
    made = make_form(cast, "north")

    with pytest.raises(access.NotAllowed):
        form_actions.end(made, seen=made.version, until_on=NEXT, **deed(cast))


def test_each_change_is_in_the_log_of_the_organisation(cast: Any) -> None:
    made = make_form(cast)

    rows = AuditRow.objects.filter(object_id=str(made.pk), policy="form.write").order_by("number")

    assert [row.chain for row in rows] == [str(cast.unit("root").pk)] * 2
    assert rows[1].fields["changed"] == ["fields"]


def test_forms_near_are_those_above_beside_none_and_below(cast: Any) -> None:
    make_form(cast, "root", name="Của khối")
    make_form(cast, "north", name="Của Phương Bắc")
    make_form(cast, "south", name="Của Phương Nam")

    near = queries.newest(queries.forms_near(cast.person("north_a_secretary"), on=cast.today))

    assert set(near.values_list("name", flat=True)) == {"Báo cáo năm", "Báo cáo tháng", "Của khối", "Của Phương Bắc"}
    assert not queries.forms_near(cast.person("stranger"), on=cast.today).exists()


# --- Common forms ----------------------------------------------------------------------------------------------------


def test_a_common_form_is_taken_over_by_the_one_organisation_above_all(cast: Any) -> None:
    by_north = deed(cast, "north_clerk")
    with pytest.raises(ValidationError):
        form_actions.take_over(form(), unit=cast.unit("north"), **by_north)

    kept = form_actions.take_over(form(), unit=cast.unit("root"), **deed(cast))

    assert kept.unit == cast.unit("root")
    with pytest.raises(ValidationError, match=r"keeps|giữ"):
        form_actions.take_over(form(), unit=cast.unit("root"), **deed(cast))


# --- Versions --------------------------------------------------------------------------------------------------------


def test_new_version_leaves_the_old_one_to_the_periods_before(cast: Any) -> None:
    old = make_form(cast)
    make_report(cast.unit("north"), form=old, period="2020M11")

    new = form_actions.new_version(old, from_on=NEXT, **deed(cast))
    new = add(cast, new, "Số buổi sinh hoạt")

    old.refresh_from_db()
    assert (old.until_on, new.from_on, new.until_on) == (NEXT, NEXT, None)
    assert queries.version_of(new, Period("2020M11")) == old
    assert queries.version_of(old, Period("2020M12")) == new
    assert len(old.fields) == 1
    assert [field["label"] for field in new.fields][1:] == ["Số buổi sinh hoạt"]


def test_new_version_is_refused_where_a_report_of_a_later_period_was_asked_for(cast: Any) -> None:
    old = make_form(cast)
    make_report(cast.unit("north"), form=old, period="2020M12")

    errors = refused(lambda: form_actions.new_version(old, from_on=NEXT, **deed(cast)))

    assert list(errors) == ["from_on"]
    assert queries.versions(old) == [old]


def test_a_version_with_a_report_is_not_changed_any_more(cast: Any) -> None:
    made = make_form(cast)
    made = add(cast, made, "Số buổi")
    make_report(cast.unit("north"), form=made)
    code, now = made.fields[0]["code"], deed(cast)
    deeds = [
        lambda: add(cast, made, "Khác"),
        lambda: form_actions.drop_field(made, code, seen=made.version, **now),
        lambda: form_actions.correct(
            made, seen=made.version, name="Tên khác", kinds=[], due_days=9, from_on=START, **now
        ),
        lambda: form_actions.add_check(made, seen=made.version, check={}, **now),
        lambda: form_actions.drop(made, **now),
    ]

    assert [list(refused(do)) for do in deeds] == [[""]] * len(deeds)


def test_taking_a_version_back_lets_the_one_before_hold_again(cast: Any) -> None:
    old = make_form(cast)
    new = form_actions.new_version(old, from_on=NEXT, **deed(cast))

    before = form_actions.drop(new, **deed(cast))

    assert before == old
    assert [(one.from_on, one.until_on) for one in queries.versions(old)] == [(START, None)]


def test_ended_form_is_taken_up_again_from_a_later_day_only(cast: Any) -> None:
    made = make_form(cast)
    make_report(cast.unit("north"), form=made, period="2020M11")
    early = refused(lambda: form_actions.end(made, seen=made.version, until_on=date(2020, 11, 30), **deed(cast)))
    form_actions.end(made, seen=made.version, until_on=NEXT, **deed(cast))

    too_soon = refused(lambda: form_actions.new_version(made, from_on=date(2020, 11, 30), **deed(cast)))
    again = form_actions.new_version(made, from_on=date(2021, 1, 1), **deed(cast))

    assert (list(early), list(too_soon)) == (["until_on"], ["from_on"])
    assert again.from_on == date(2021, 1, 1)
    with pytest.raises(ValidationError):
        queries.version_of(again, Period("2020M12"))


@pytest.mark.puts_right("reports.Form")
def test_correcting_the_first_day_moves_the_end_of_the_version_before(cast: Any) -> None:
    old = make_form(cast)
    new = form_actions.new_version(old, from_on=NEXT, **deed(cast))
    later = date(2021, 1, 1)

    said: dict[str, Any] = {"name": new.name, "kinds": ["CELL"], "due_days": 7}
    fixed = form_actions.correct(new, seen=new.version, from_on=later, **said, **deed(cast))
    errors = refused(lambda: form_actions.correct(fixed, seen=fixed.version, from_on=START, **said, **deed(cast)))

    assert [(one.from_on, one.until_on) for one in queries.versions(old)] == [(later, None), (START, later)]
    assert (fixed.kinds, fixed.due_days, list(errors)) == (["CELL"], 7, ["from_on"])


def test_two_forms_of_one_organisation_do_not_bear_one_name(cast: Any) -> None:
    first = make_form(cast)
    errors = refused(lambda: make_form(cast, name="BÁO CÁO  công tác tháng"))
    other = make_form(cast, "north")

    assert list(errors) == ["name"]
    assert first.code != other.code


# --- Who owes it -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-REP-01")
def test_a_form_is_owed_under_the_organisation_that_keeps_it_alone(cast: Any) -> None:
    made = make_form(cast, "north", kinds=["CELL"])

    owing = calendar.owing_units(cast.unit("root"), made, Period("2020M12"))

    assert owing == [cast.unit("north_a"), cast.unit("north_b")]
    with pytest.raises(ValidationError) as caught:
        actions.open_due(cast.unit("south_a"), form=made, period="2020M12", due_on=date(2021, 1, 9), **deed(cast))
    assert list(caught.value.error_dict) == ["form"]


# --- Fields ----------------------------------------------------------------------------------------------------------


def test_fields_stand_where_they_were_put(cast: Any) -> None:
    made = make_form(cast)
    made = add(cast, made, "Số buổi", after=AT_START)
    made = form_actions.add_figures(
        made,
        seen=made.version,
        keys=["members_total", "members_admitted"],
        section="Đảng viên",
        after=made.fields[0]["code"],
        **deed(cast),
    )

    first = made.fields[0]["code"]
    assert [field["code"] for field in made.fields][:3] == [first, "members_total", "members_admitted"]

    moved = form_actions.change_field(
        made, "members_admitted", seen=made.version, section="Phát triển", after=AT_START, **deed(cast)
    )

    assert [field.code for field in moved.fields_asked()][:2] == ["members_admitted", first]
    assert next(moved.fields_asked()).section == "Phát triển"


def test_own_codes_are_made_of_the_names_and_never_meet(cast: Any) -> None:
    made = make_form(cast)
    for label in ("Members total", "Số buổi họp!", "Số buổi, họp"):
        made = add(cast, made, label)

    codes = [field["code"] for field in made.fields]

    assert codes[1:] == ["members_total_2", "so_buoi_hop", "so_buoi_hop_2"]


@pytest.mark.parametrize("keys", [[], ["nothing"], ["members_total", "members_total_pct"], ["disciplines_members"]])
def test_figures_that_no_unit_may_report_are_refused(cast: Any, keys: list[str]) -> None:
    made = make_form(cast)

    errors = refused(
        lambda: form_actions.add_figures(made, seen=made.version, keys=keys, section="", after=AT_START, **deed(cast))
    )

    assert list(errors) == ["keys"]


def test_a_name_twice_and_an_unknown_place_are_refused(cast: Any) -> None:
    made = make_form(cast)

    assert list(refused(lambda: add(cast, made, "khó khăn, VƯỚNG mắc"))) == ["label"]
    assert list(refused(lambda: add(cast, made, "Khác", after="gone"))) == ["after"]


def test_who_was_slower_is_told_and_nothing_is_lost(cast: Any) -> None:
    made = make_form(cast)
    add(cast, made, "Của người thứ nhất")
    stale = Form.objects.get(pk=made.pk)

    with pytest.raises(Conflict):
        form_actions.add_own(
            stale, seen=made.version - 1, label="Khác", kind="number", section="", after=AT_START, **deed(cast)
        )

    assert len(Form.objects.get(pk=made.pk).fields) == 2


# --- What must agree -------------------------------------------------------------------------------------------------


def with_numbers(cast: Any) -> Form:
    made = make_form(cast)
    for label in ("Tổng", "Thường kỳ", "Chuyên đề"):
        made = add(cast, made, label)
    return made


SUM = {"rule": "sum", "parts": ["thuong_ky", "chuyen_de"], "total": "tong"}


@pytest.mark.rule("R-REP-03")
def test_a_check_is_set_changed_and_taken_away(cast: Any) -> None:
    made = with_numbers(cast)
    made = form_actions.add_check(made, seen=made.version, check=SUM, **deed(cast))
    labels = {field.code: field.label for field in made.fields_asked()}
    said = consistency.in_words(made.checks[0], labels)
    limit = {"rule": "at_most", "value": "chuyen_de", "limit": "tong"}

    twice = refused(lambda: form_actions.add_check(made, seen=made.version, check=SUM, **deed(cast)))
    changed = form_actions.change_check(made, 0, seen=made.version, check=limit, **deed(cast))
    kept = list(changed.checks)
    gone = form_actions.drop_check(changed, 0, seen=changed.version, **deed(cast))

    assert said == "Thường kỳ + Chuyên đề = Tổng"
    assert (list(twice), kept, gone.checks) == ([""], [limit], [])


def test_a_field_that_a_check_needs_stays_a_number_of_the_form(cast: Any) -> None:
    made = with_numbers(cast)
    made = form_actions.add_check(made, seen=made.version, check=SUM, **deed(cast))
    text: dict[str, Any] = {"label": "Tổng", "kind": "text", "section": "", "after": AT_START}

    removed = refused(lambda: form_actions.drop_field(made, "tong", seen=made.version, **deed(cast)))
    turned = refused(lambda: form_actions.change_field(made, "tong", seen=made.version, **text, **deed(cast)))

    assert (list(removed), list(turned)) == ([""], ["kind"])


@pytest.mark.parametrize("code", ["kho_khan_vuong_mac", "members_total"])
def test_checks_are_about_numbers_of_the_form(cast: Any, code: str) -> None:
    made = with_numbers(cast)
    check = {"rule": "at_most", "value": "tong", "limit": code}

    assert list(refused(lambda: form_actions.add_check(made, seen=made.version, check=check, **deed(cast)))) == [""]


@pytest.mark.rule("R-REP-03")
@pytest.mark.parametrize(
    ("rule", "said", "wrong"),
    [
        (Rule.SUM, {"parts": ["a", "b"], "total": "a"}, "total"),
        (Rule.SUM, {"parts": ["a"], "total": "b"}, "parts"),
        (Rule.AT_MOST, {"value": "a", "limit": "a"}, "limit"),
        (Rule.CHANGE, {"value": "a", "percent": 0}, "percent"),
        (Rule.CHANGE, {"value": "a", "percent": 1001}, "percent"),
    ],
)
def test_checks_that_say_nothing_are_refused(rule: Rule, said: dict[str, Any], wrong: str) -> None:
    assert list(refused(lambda: consistency.checked(rule, said))) == [wrong]
