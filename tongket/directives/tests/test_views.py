"""Pages of directives."""

from datetime import date
from typing import Any

import pytest

from tongket.directives.models import ActionProgramme, Directive, Receipt, StudySession
from tongket.directives.tests.make import make_directive, make_receipt
from tongket.pages import due
from tongket.pages.tests.pages import english, questions, states


def test_list_shows_what_needs_attention_first_and_counts_the_reach_alone(cast: Any, signed_in: Any) -> None:
    done = make_directive(number="01", subject="Đã học xong")
    late, waiting = make_directive(number="02", subject="Quá hạn"), make_directive(number="03", subject="Đang chờ")
    for unit in ("north", "north_a"):
        make_receipt(cast.unit(unit), done, first_studied_on=date(2020, 11, 9))
        make_receipt(cast.unit(unit), late)
        make_receipt(cast.unit(unit), waiting, study_due_on=date(2021, 2, 1))
    make_receipt(cast.unit("south"), done)

    page = english(signed_in("north_secretary")).get("/directives/")

    assert states(page) == ["2 units overdue", "2 units to study", "all studied"]
    assert "2/2" in page.content.decode()


def test_list_hides_what_no_unit_of_the_reach_has_and_shows_offices_what_nobody_has(cast: Any, signed_in: Any) -> None:
    make_receipt(cast.unit("south"), make_directive(number="01", subject="Gửi phía Nam"))
    make_directive(number="02", subject="Chưa gửi ai")

    clerk = signed_in("north_clerk").get("/directives/").content.decode()
    secretary = signed_in("north_secretary").get("/directives/").content.decode()

    assert ("Gửi phía Nam" in clerk, "Chưa gửi ai" in clerk) == (False, True)
    assert ("Gửi phía Nam" in secretary, "Chưa gửi ai" in secretary) == (False, False)


@pytest.mark.parametrize("address", ["/directives/", "/directives/units/"])
def test_lists_ask_as_much_for_three_rows_as_for_one(cast: Any, signed_in: Any, address: str) -> None:
    browser = signed_in("north_secretary")
    browser.get(address)  # the first request builds what later ones reuse

    def queries(rows: int) -> int:
        Receipt.objects.all().delete()
        Directive.objects.all().delete()
        for number in range(rows):
            make_receipt(cast.unit("north_a"), make_directive(number=f"{number + 1:02d}"))
        return questions(browser, address)

    assert queries(1) == queries(3)


def test_filters_find_by_words_without_marks_and_by_state(cast: Any, signed_in: Any) -> None:
    make_receipt(cast.unit("north"), make_directive(number="01", subject="A", subject_fold="chuyen doi so"))
    make_receipt(
        cast.unit("north"), make_directive(number="02", subject="B", subject_fold="cai cach"), study_due_on=None
    )
    browser = english(signed_in("north_clerk"))

    assert states(browser.get("/directives/?q=chuyển đổi")) == ["1 unit overdue"]
    assert states(browser.get("/directives/?state=waiting")) == ["1 unit overdue", "1 unit to study"]
    assert states(browser.get("/directives/?state=late")) == []
    assert states(browser.get("/directives/units/?state=1&unit=NORTH")) == ["not studied yet"]


def test_record_names_the_units_of_the_reach_with_their_lag(cast: Any, signed_in: Any) -> None:
    directive = make_directive()
    make_receipt(cast.unit("north_a"), directive, first_studied_on=date(2020, 12, 12))
    make_receipt(cast.unit("south_a"), directive)

    page = english(signed_in("north_secretary")).get(directive.get_absolute_url()).content.decode()

    assert "Chi bộ Văn phòng" in page
    assert "studied late" in page
    assert ">40<" in page
    assert "Chi bộ Phương Nam 1" not in page


@pytest.mark.parametrize(("who", "status"), [("south_secretary", 404), ("stranger", 403), ("operator", 403)])
def test_pages_are_refused_to_others(cast: Any, signed_in: Any, who: str, status: int) -> None:
    receipt = make_receipt(cast.unit("north_a"))
    browser = signed_in(who)

    assert browser.get(receipt.get_absolute_url()).status_code == status
    assert browser.get(receipt.directive.get_absolute_url()).status_code == status


def test_a_clerk_registers_a_directive_and_passes_it_on_to_who_lacks_it(cast: Any, signed_in: Any) -> None:
    browser = signed_in("root_clerk")
    sent = {
        "kind": "NQ",
        "number": "8",
        "symbol": "NQ/TU",
        "issued_on": "20/10/2020",
        "issuer": "Tỉnh ủy",
        "subject": "Đổi mới",
    }

    answer = browser.post("/directives/new/", sent)
    directive = Directive.objects.get()
    make_receipt(cast.unit("south"), directive)
    passed = browser.post(
        f"/directives/{directive.pk}/pass-on/",
        {
            "unit": "ROOT",
            "reach": "children",
            "received_on": "02/11/2020",
            "study_due_on": "02/12/2020",
            "needs_programme": "on",
        },
    )

    assert answer["Location"] == passed["Location"] == directive.get_absolute_url()
    assert set(directive.receipts.values_list("unit__code", "needs_programme")) == {("SOUTH", False), ("NORTH", True)}


def test_passing_on_twice_says_that_all_have_it(cast: Any, signed_in: Any) -> None:
    receipt = make_receipt(cast.unit("north"))

    answer = signed_in("root_clerk").post(
        f"/directives/{receipt.directive_id}/pass-on/", {"unit": "NORTH", "reach": "one", "received_on": "02/11/2020"}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["unit"])


def test_a_cell_secretary_records_session_and_programme(cast: Any, signed_in: Any) -> None:
    receipt = make_receipt(cast.unit("north_a"), needs_programme=True)
    browser = signed_in("north_a_secretary")

    study = browser.post(
        f"{receipt.get_absolute_url()}study/",
        {"held_on": "20/11/2020", "form": "Sinh hoạt chi bộ", "invited": "12", "present": "11"},
    )
    programme = browser.post(
        f"{receipt.get_absolute_url()}programme/", {"number": "3", "symbol": "CTr/CB", "issued_on": "25/11/2020"}
    )

    assert study["Location"] == programme["Location"] == receipt.get_absolute_url()
    assert (StudySession.objects.get().present, ActionProgramme.objects.get().printed) == (11, "03-CTr/CB")
    page = browser.get(receipt.get_absolute_url()).content.decode()
    assert "11/12" in page
    assert "91,7%" in page
    assert "03-CTr/CB" in page


def test_a_session_with_a_fault_is_not_recorded(cast: Any, signed_in: Any) -> None:
    receipt = make_receipt(cast.unit("north_a"))

    answer = signed_in("north_a_secretary").post(
        f"{receipt.get_absolute_url()}study/",
        {"held_on": "01/11/2020", "form": "Hội nghị", "invited": "12", "present": "11"},
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["held_on"])
    assert not StudySession.objects.exists()


@pytest.mark.parametrize("deed", ["study", "programme"])
def test_deeds_are_refused_to_readers_and_strangers(cast: Any, signed_in: Any, deed: str) -> None:
    address = f"{make_receipt(cast.unit('north_a')).get_absolute_url()}{deed}/"

    assert signed_in("north_secretary").post(address).status_code == 403  # a committee's secretary reads
    assert signed_in("south_clerk").post(address).status_code == 404


def test_what_is_not_studied_waits_for_the_secretary_alone(cast: Any) -> None:
    receipt = make_receipt(cast.unit("north_a"))
    make_receipt(cast.unit("north_b"), receipt.directive)

    mine = [item for item in due.items(cast.person("north_a_secretary"), on=cast.today) if "08-NQ/TU" in item.title]
    committee = [item for item in due.items(cast.person("north_secretary"), on=cast.today) if "08-NQ/TU" in item.title]

    assert [(item.due_on, item.action_url) for item in mine] == [
        (receipt.study_due_on, f"{receipt.get_absolute_url()}study/")
    ]
    assert committee == []
