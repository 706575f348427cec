"""People from one sheet: looked up, asked about row by row, entered all or none, slips in one paper."""

import io
import re
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tongket.members.tests.make import make_member
from tongket.org.models import Account, Grant, Office, OfficeTerm, Person, Slip
from tongket.org.tests.make import new_office
from tongket.pages.tests.pages import english

HEAD = ["Họ và tên", "Ngày sinh", "Số thẻ đảng viên", "Đơn vị", "Chức vụ", "Số quyết định", "Từ ngày", "Tên đăng nhập"]
RIGHTS = "Quyền"


def sheet(*rows: list[str], head: list[str] = HEAD) -> SimpleUploadedFile:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate([head, *rows]):
        page.write_row(number, 0, row)
    book.close()
    return SimpleUploadedFile("nguoi.xlsx", out.getvalue())


def payload_of(page: str) -> str:
    found = re.search(r'name="payload" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_people_of_a_sheet_are_looked_at_and_entered(cast: Any, signed_in: Any) -> None:
    member = make_member(cast, "north_a", "Lò Thị Mai", "111")
    client = signed_in("operator")
    rows = sheet(
        ["Lò Thị Mai", "06/05/1980", "", "NORTH-A", "", "", "", ""],
        ["Vừ A Páo", "", "", "Chi bộ Nghiệp vụ", "", "", "", "pao.vu"],
    )

    preview = client.post(reverse("units:people_sheet"), {"file": rows})
    before = Account.objects.filter(username__in=["mai.lo", "pao.vu"]).count()
    done = client.post(reverse("units:people_sheet_confirm"), {"payload": payload_of(preview.text)})

    assert preview.status_code == 200
    assert "khớp ngày sinh hoặc thẻ" in preview.text
    assert before == 0
    assert done["Location"] == reverse("units:slips")
    assert Account.objects.get(username="mai.lo").person == member.person
    assert Account.objects.get(username="pao.vu").unit == cast.unit("north_b")


def test_doubt_is_asked_about_and_nothing_saved_until_it_is_answered(cast: Any, signed_in: Any) -> None:
    make_member(cast, "north_a", "Lò Thị Mai", "111")
    client = signed_in("operator")
    preview = client.post(
        reverse("units:people_sheet"), {"file": sheet(["Lò Thị Mai", "", "", "NORTH-A", "", "", "", ""])}
    )
    payload = payload_of(preview.text)

    asked = client.post(reverse("units:people_sheet_confirm"), {"payload": payload})
    done = client.post(reverse("units:people_sheet_confirm"), {"payload": payload, "person-2": "another"})

    assert (asked.status_code, done.status_code) == (422, 302)
    assert Person.objects.filter(full_name="Lò Thị Mai").count() == 2


def test_wrong_row_stops_the_whole_sheet(cast: Any, signed_in: Any) -> None:
    client = signed_in("operator")
    rows = sheet(
        ["Vừ A Páo", "", "", "NORTH-A", "", "", "", ""],
        ["Vừ", "31/02/1980", "", "Không có", "Trưởng ban", "", "", ""],
    )

    preview = client.post(reverse("units:people_sheet"), {"file": rows})
    refused = client.post(reverse("units:people_sheet_confirm"), {"payload": payload_of(preview.text)})

    assert refused.status_code == 422
    assert not Account.objects.filter(username="pao.vu").exists()


def test_unit_out_of_reach_and_offices_without_the_right_are_refused(cast: Any, signed_in: Any) -> None:
    client = signed_in("operator")
    row = ["Vừ A Páo", "", "", "NORTH-A", "Bí thư", "QĐ-1", "01/01/2021", ""]

    preview = client.post(reverse("units:people_sheet"), {"file": sheet(row)})

    assert "không có quyền ghi chức vụ" in preview.text
    assert not OfficeTerm.objects.filter(decision="QĐ-1").exists()


def test_changed_or_foreign_payload_is_refused(cast: Any, signed_in: Any) -> None:
    client = signed_in("operator")

    assert client.post(reverse("units:people_sheet_confirm"), {"payload": "a:b:c"}).status_code == 422
    assert client.post(reverse("units:people_sheet_confirm")).status_code == 422


def test_slips_of_all_are_printed_in_one_paper(cast: Any, signed_in: Any) -> None:
    client = signed_in("operator")
    rows = sheet(*[[name, "", "", "NORTH-A", "", "", "", ""] for name in ("Vừ A Páo", "Giàng A Lử", "Sùng Thị Mỷ")])
    preview = client.post(reverse("units:people_sheet"), {"file": rows})
    client.post(reverse("units:people_sheet_confirm"), {"payload": payload_of(preview.text)})
    ids = [str(row.public_id) for row in Account.objects.filter(username__in=["pao.vu", "lu.giang", "my.sung"])]

    chosen = client.get(reverse("units:slips")).text
    paper = client.post(reverse("units:slips"), {"account": ids}).text

    assert all(key in chosen for key in ids)
    assert len(re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", paper)) == Slip.objects.count() == 3


def test_sheet_is_for_administrators_alone(cast: Any, signed_in: Any) -> None:
    for name in ("root_officer", "auditor", "stranger"):
        for page in ("people_sheet", "people_sheet_template", "slips"):
            assert signed_in(name).get(reverse(f"units:{page}")).status_code == 403


def person_of(cast: Any, who: str, rights: str, *, unit: str = "NORTH", decision: str = "91-QĐ/ĐU") -> list[str]:
    return [cast.people[who].full_name, "", "", unit, "", decision, "04/01/2021", "không", rights]


def test_rights_of_a_sheet_are_looked_at_and_wait_for_the_second_person(cast: Any, signed_in: Any) -> None:
    term = new_office(cast, "north", Office.DEPUTY_SECRETARY, "Lò Thị Mai")
    client = english(signed_in("operator"))
    row = ["Lò Thị Mai", "", "", "NORTH", "", "91-QĐ/ĐU", "04/01/2021", "", "theo chức vụ; Văn phòng@NORTH-A"]
    answer = {"person-2": str(term.person_id)}
    address = reverse("units:people_sheet_confirm")

    payload = payload_of(client.post(reverse("units:people_sheet"), {"file": sheet(row, head=[*HEAD, RIGHTS])}).text)
    asked = client.post(address, {"payload": payload, **answer})
    second = str(cast.people["root_secretary"].pk)
    done = client.post(address, {"payload": payload, **answer, "confirmer": second})

    given = Grant.objects.filter(office_term=term).order_by("domain").values_list("domain", "unit__code", "state")
    assert asked.status_code == 422
    assert "Leadership over" in asked.text
    assert "once the second person has confirmed it" in asked.text
    assert "Choose the second person" in asked.text
    assert done.status_code == 302
    assert list(given) == [("lead", "NORTH", "proposed"), ("office", "NORTH-A", "given")]


@pytest.mark.parametrize(
    ("who", "rights", "decision", "words"),
    [
        ("north_clerk", "Trưởng phòng", "91-QĐ", "is no right that is known here"),
        ("north_clerk", "Văn phòng@SOUTH-X", "91-QĐ", "is no unit of yours"),
        ("north_clerk", "Văn phòng@NORTH-A", "", "Enter the number of the decision"),
        ("north_clerk", "theo chức vụ", "91-QĐ", "This office has this right over this unit"),
        ("north_inspector", "audit", "91-QĐ", "never in one hand"),
        ("stranger", "Văn phòng", "91-QĐ", "A right hangs on an office"),
    ],
)
def test_wrong_right_of_a_sheet_is_told_beside_its_row(
    cast: Any, signed_in: Any, who: str, rights: str, decision: str, words: str
) -> None:
    row = person_of(cast, who, rights, decision=decision)
    client = english(signed_in("operator"))

    preview = client.post(reverse("units:people_sheet"), {"file": sheet(row, head=[*HEAD, RIGHTS])})
    payload, person = payload_of(preview.text), str(cast.people[who].pk)
    refused = client.post(reverse("units:people_sheet_confirm"), {"payload": payload, "person-2": person})

    assert refused.status_code == 422
    assert words in refused.text


def test_nobody_gives_themselves_a_right_by_a_sheet(cast: Any, signed_in: Any) -> None:
    row = person_of(cast, "operator", "Văn phòng@NORTH", unit="ROOT")
    client = english(signed_in("operator"))

    preview = client.post(reverse("units:people_sheet"), {"file": sheet(row, head=[*HEAD, RIGHTS])})
    form = {"payload": payload_of(preview.text), "person-2": str(cast.people["operator"].pk)}
    refused = client.post(reverse("units:people_sheet_confirm"), form)

    assert refused.status_code == 422
    assert "Nobody gives a right to themselves" in refused.text
