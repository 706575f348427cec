"""Pages of the forms of reports: an office makes one, fills it with fields, sends it out, goes on to a new version."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tongket.pages.tests.pages import english, questions, states
from tongket.reports.actions import forms as form_actions
from tongket.reports.models import Form, Report
from tongket.reports.tests.make import form, make_report
from tongket.reports.tests.test_forms import SUM, deed, make_form, with_numbers


def cells(page: Any, section: int) -> list[list[str]]:
    """The texts of a table of a record page."""
    table = page.context["record"].sections[section].table
    return [[str(cell) for cell in row.cells] for row in table.as_table().rows]


def labels(page: Any) -> list[str]:
    return [str(action.label) for action in page.context["record"].buttons]


def test_an_office_makes_a_form_and_asks_its_units_for_it(cast: Any, signed_in: Any) -> None:
    browser = english(signed_in("root_clerk"))
    said = {"unit": "ROOT", "name": "Báo cáo tháng của khối", "cadence": "month", "due_days": "3"}

    made = browser.post("/reports/forms/new/", {**said, "from_on": "01/01/2020", "kinds": ["CELL"]}, follow=True)
    row = Form.objects.get(name=said["name"])
    address = row.get_absolute_url()
    steps: list[tuple[str, dict[str, Any]]] = [
        ("figures/new/", {"keys": ["members_total", "members_admitted"], "section": "Đảng viên", "after": "-"}),
        ("fields/new/", {"label": "Số kiến nghị", "kind": "number", "section": "", "after": "members_admitted"}),
        ("checks/new/at_most/", {"value": "so_kien_nghi", "limit": "members_total"}),
        ("checks/new/change/", {"value": "members_total", "percent": "20"}),
    ]
    for part, data in steps:
        seen = Form.objects.get(pk=row.pk).version
        assert browser.post(f"{address}{part}", {**data, "seen": seen}).status_code == 302, part
    page = browser.get(address)
    asked = browser.post("/reports/new/", {"unit": "ROOT", "reach": "owing", "form": row.code, "period": "2020M12"})

    assert made.redirect_chain == [(address, 302)]
    assert [line[0] for line in cells(page, 1)] == ["Members in all", "Members admitted", "Số kiến nghị"]
    assert [line[0] for line in cells(page, 2)] == [
        "Số kiến nghị ≤ Members in all",
        "Members in all: a change of more than 20% against the last period is explained",
    ]
    assert asked.status_code == 302
    assert set(Report.objects.filter(form=row).values_list("unit__code", flat=True)) == {
        "NORTH-A",
        "NORTH-B",
        "SOUTH-A",
    }
    assert set(Report.objects.filter(form=row).values_list("due_on", flat=True)) == {date(2021, 1, 3)}


def test_a_new_form_may_start_with_the_fields_of_another(cast: Any, signed_in: Any) -> None:
    said = {"unit": "ROOT", "name": "Như mẫu năm", "cadence": "year", "due_days": "9", "from_on": "01/01/2020"}

    answer = signed_in("root_clerk").post("/reports/forms/new/", {**said, "model": "yearly"})

    assert answer.status_code == 302
    assert Form.objects.get(name="Như mẫu năm").keys == form("yearly").keys


def test_the_list_shows_what_holds_and_what_ended(cast: Any, signed_in: Any) -> None:
    made = make_form(cast)
    form_actions.end(made, seen=made.version, until_on=date(2020, 12, 1), **deed(cast))
    make_form(cast, "south")
    coming = make_form(cast, "north", name="Mẫu tới", from_on=date(2021, 2, 1))
    browser = english(signed_in("north_clerk"))

    now = browser.get("/reports/forms/")
    ended = browser.get("/reports/forms/?state=ended")

    assert states(now) == ["in force", "in force", f"from {coming.from_on:%d/%m/%Y}"]
    assert states(ended) == ["ended"]


def test_list_asks_as_much_for_three_forms_as_for_one(cast: Any, signed_in: Any) -> None:
    browser = signed_in("root_clerk")
    make_form(cast, name="Một")
    browser.get("/reports/forms/")
    few = questions(browser, "/reports/forms/")
    for name in ("Hai", "Ba"):
        make_form(cast, name=name)

    assert questions(browser, "/reports/forms/") == few


@pytest.mark.parametrize("who", ["north_clerk", "north_a_secretary", "root_secretary"])
def test_others_read_a_form_and_find_nothing_to_change(cast: Any, signed_in: Any, who: str) -> None:
    made = make_form(cast)
    browser = english(signed_in(who))

    page = browser.get(made.get_absolute_url())
    answer = browser.post(reverse("reports:add_field", args=[made.pk]), {"label": "X"})

    assert labels(page) == []
    assert all(not section.buttons for section in page.context["record"].sections)
    assert answer.status_code in {403, 404}


def test_a_form_with_reports_offers_a_new_version_and_no_correction(cast: Any, signed_in: Any) -> None:
    made = make_form(cast)
    browser = english(signed_in("root_clerk"))
    before = labels(browser.get(made.get_absolute_url()))
    make_report(cast.unit("north"), form=made, period="2020M11")

    after = labels(browser.get(made.get_absolute_url()))
    sent = {"kind": "number", "label": "Số mới", "after": "-", "seen": str(made.version)}
    shut = browser.post(reverse("reports:add_field", args=[made.pk]), sent)
    answer = browser.post(reverse("reports:new_version", args=[made.pk]), {"from_on": "01/12/2020"})

    assert before == ["Take it back", "End it", "Correct", "Who owes it when", "New version", "Ask for reports"]
    assert after == ["End it", "Who owes it when", "New version", "Ask for reports"]
    assert (shut.status_code, Form.objects.get(pk=made.pk).fields) == (422, made.fields)
    assert answer["Location"] == Form.objects.get(from_on=date(2020, 12, 1)).get_absolute_url()


def test_a_common_form_is_kept_by_the_office_above_all(cast: Any, signed_in: Any) -> None:
    address = reverse("reports:take_over", args=[form().pk])

    at_north = labels(english(signed_in("north_clerk")).get(form().get_absolute_url()))
    by_north = signed_in("north_clerk").post(address)
    by_root = signed_in("root_clerk").post(address)

    assert (at_north, by_north.status_code, by_root.status_code) == ([], 403, 302)
    assert form().unit == cast.unit("root")


def test_a_form_that_is_kept_leads_to_asking_for_it(cast: Any, signed_in: Any) -> None:
    browser = english(signed_in("root_clerk"))
    browser.post(reverse("reports:take_over", args=[form().pk]))

    page = browser.get(form().get_absolute_url())
    asking = browser.get(f"/reports/new/?form={form().code}")

    assert f'href="/reports/new/?form={form().code}"' in page.content.decode()
    assert asking.context["form"]["form"].value() == form().code


@pytest.mark.parametrize(
    ("page", "typed", "wrong"),
    [
        ("new/", {"unit": "ROOT", "name": "Mẫu", "cadence": "month", "due_days": "400", "from_on": "x"}, "due_days"),
        ("new/", {"unit": "ROOT", "name": "", "cadence": "weekly", "due_days": "4", "from_on": "1/1/2020"}, "name"),
        ("{pk}/correct/", {"name": "Báo cáo tháng", "due_days": "-1", "from_on": "01/01/2020"}, "due_days"),
        ("{pk}/version/", {"from_on": "01/01/2020"}, "from_on"),
        ("{pk}/end/", {"until_on": "31/12/2019"}, "until_on"),
        ("{pk}/figures/new/", {"section": "Đảng viên", "after": "-"}, "keys"),
        ("{pk}/fields/new/", {"label": "tổng", "kind": "number", "after": "tong"}, "label"),
        ("{pk}/fields/tong/", {"label": "Tổng", "kind": "text", "after": "-"}, "kind"),
        ("{pk}/checks/new/sum/", {"parts": ["tong"], "total": "thuong_ky"}, "parts"),
        ("{pk}/checks/0/", {"parts": ["tong", "chuyen_de"], "total": "tong"}, "total"),
    ],
)
def test_wrong_input_is_named_and_what_was_typed_is_kept(
    cast: Any, signed_in: Any, page: str, typed: dict[str, Any], wrong: str
) -> None:
    made = with_numbers(cast)
    made = form_actions.add_check(made, seen=made.version, check=SUM, **deed(cast))
    before = Form.objects.order_by("pk").values_list("fields", "checks", "until_on")
    held = list(before)

    address = f"/reports/forms/{page.format(pk=made.pk)}"
    answer = signed_in("root_clerk").post(address, {**typed, "seen": made.version})

    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors
    said = answer.context["form"]
    assert all(said[name].value() in (value, [value]) for name, value in typed.items())
    assert list(before.all()) == held


def test_who_was_slower_sees_what_was_typed_and_goes_on(cast: Any, signed_in: Any) -> None:
    made = make_form(cast)
    browser = english(signed_in("root_clerk"))
    address = reverse("reports:add_field", args=[made.pk])
    typed = {"label": "Số của tôi", "kind": "number", "section": "", "after": "-", "seen": str(made.version)}
    browser.post(address, {**typed, "label": "Số của người khác"})

    told = browser.post(address, typed)
    again = browser.post(address, {**typed, "seen": told.context["form"]["seen"].value()})

    assert told.status_code == 409
    assert told.context["form"]["label"].value() == "Số của tôi"
    assert again.status_code == 302
    assert [field["label"] for field in Form.objects.get(pk=made.pk).fields][:2] == ["Số của tôi", "Số của người khác"]


def test_fields_and_checks_are_removed_after_a_question(cast: Any, signed_in: Any) -> None:
    made = with_numbers(cast)
    made = form_actions.add_check(made, seen=made.version, check=SUM, **deed(cast))
    browser = english(signed_in("root_clerk"))

    needed = browser.post(reverse("reports:drop_field", args=[made.pk, "tong"]), {"seen": made.version})
    check = browser.post(reverse("reports:drop_check", args=[made.pk, 0]), {"seen": made.version})
    field = browser.post(reverse("reports:drop_field", args=[made.pk, "tong"]), {"seen": made.version + 1})
    gone = browser.get(reverse("reports:change_field", args=[made.pk, "tong"]))

    assert [answer.status_code for answer in (needed, check, field, gone)] == [422, 302, 302, 404]
    made.refresh_from_db()
    assert (made.checks, [held["code"] for held in made.fields]) == (
        [],
        ["kho_khan_vuong_mac", "thuong_ky", "chuyen_de"],
    )


def test_taking_back_leads_to_the_version_before_or_to_the_list(cast: Any, signed_in: Any) -> None:
    old = make_form(cast)
    new = form_actions.new_version(old, from_on=date(2020, 12, 1), **deed(cast))
    browser = signed_in("root_clerk")

    first = browser.post(reverse("reports:drop_form", args=[new.pk]))
    second = browser.post(reverse("reports:drop_form", args=[old.pk]))

    assert (first.url, second.url) == (old.get_absolute_url(), reverse("reports:forms"))
    assert not Form.objects.filter(code=old.code).exists()
