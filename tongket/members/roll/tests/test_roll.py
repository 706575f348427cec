"""The roll: search as people type, leafing through, columns, lists kept for later, the Excel file."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from tongket.members.models import Member
from tongket.members.roll import actions, search, views
from tongket.members.roll import answer as roll_answer
from tongket.members.roll.listing import ROLL
from tongket.members.roll.search import by_name
from tongket.members.tests.make import make_member
from tongket.org import access
from tongket.org.models import AuditRow, SavedList
from tongket.pages import exporting, paging
from tongket.pages.tests.pages import english, questions

NAMES = ["Nguyễn Thị Hoa", "Nguyễn Thị Hòa", "Trần Văn Hoà", "Lê Hoàng Đức", "Đặng Thị Mỹ Hoa", "Phạm Văn Út"]


@pytest.fixture
def people(cast: Any) -> Any:
    for name in NAMES:
        make_member(cast, full_name=name)
    return cast


def names(page: Any) -> list[str]:
    return [str(row.cells[0]) for row in page.context["table"].rows]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hoa", {"Nguyễn Thị Hoa", "Nguyễn Thị Hòa", "Trần Văn Hoà", "Đặng Thị Mỹ Hoa"}),
        ("Hoa", {"Nguyễn Thị Hoa", "Nguyễn Thị Hòa", "Trần Văn Hoà", "Đặng Thị Mỹ Hoa"}),
        ("hoa thi", {"Nguyễn Thị Hoa", "Nguyễn Thị Hòa"} ),
        ("nguyen thi hoa", {"Nguyễn Thị Hoa", "Nguyễn Thị Hòa"}),
        ("nguyen", {"Nguyễn Thị Hoa", "Nguyễn Thị Hòa"}),
        ("dang", {"Đặng Thị Mỹ Hoa"}),
        ("duc", {"Lê Hoàng Đức"}),
        ("Hòa", {"Nguyễn Thị Hòa", "Trần Văn Hoà"}),  # the mark is on one of two letters: one sound
        ("nguyễn thị hoa", {"Nguyễn Thị Hoa"}),
        ("my hoa", {"Đặng Thị Mỹ Hoa"}),  # middle and given name
        ("thi hoa", {"Nguyễn Thị Hoa", "Nguyễn Thị Hòa"}),  # and no "Thiện Hoa"
        ("Thị Hòa", {"Nguyễn Thị Hòa"}),
        ("Hoà", {"Nguyễn Thị Hòa", "Trần Văn Hoà"}),
        ("út", {"Phạm Văn Út"}),
        ("khong co ai", set()),
    ],
)  # fmt: skip
def test_names_are_found_as_people_type_them(people: Any, typed: str, found: set[str]) -> None:
    rows = by_name(Member.objects.all(), typed)

    assert {row.person.full_name for row in rows.select_related("person")} == found


@pytest.mark.parametrize("typed", ["hoa", "Hòa", "thị hoa", "nguyễn thị hoa", "ut", "my hoa"])
def test_common_names_are_found_as_rare_ones_are(people: Any, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    one_by_one = set(by_name(Member.objects.all(), typed))
    monkeypatch.setattr(search, "FEW", 0)

    assert set(by_name(Member.objects.all(), typed)) == one_by_one


IN_ORDER = [  # đ behind d, ă and â behind a, ê behind e, ô and ơ behind o, ư behind u; then the family name
    *["Lê Văn An", "Trần Thị Ánh", "Hồ Ân", "Phan Công Bằng", "Đỗ Bân", "Lê Văn Dũng", "Vũ Đạt", "Bùi Đức"],
    *["Đào Đức", "Đỗ Đức", "Hà Em", "Hà Êm", "Lý Hoa", "Cao Hồng", "Cao Hơn", "Bùi Hùng", "Lê Hùng", "Bùi Hưng"],
]


def test_names_stand_in_the_order_of_the_vietnamese_alphabet(
    cast: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in sorted(IN_ORDER):
        make_member(cast, full_name=name)
    monkeypatch.setattr(paging, "PAGE_SIZE", 7)
    browser = signed_in("north_officer")

    found, address = [], "/members/"
    while address:
        page = browser.get(address)
        found += names(page)
        following = page.context["pages"].next_url
        address = f"/members/{following}" if following else ""

    assert found == IN_ORDER


def test_words_in_another_order_are_looked_for_where_the_list_is_short(
    people: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in("north_officer")

    short = names(browser.get("/members/?q=mỹ đặng"))
    monkeypatch.setattr(search, "MOST_FOR_WORDS", 2)
    long = names(browser.get("/members/?q=mỹ đặng"))

    assert short == ["Đặng Thị Mỹ Hoa"]
    assert long == []


def test_a_wide_reach_holds_the_same_rows_as_a_narrow_one(
    people: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_member(people, "south_a", "Nguyễn Thị Hoa")
    browser = signed_in("north_officer")
    narrow = names(browser.get("/members/"))
    monkeypatch.setattr(access, "WIDE", 0)

    assert names(browser.get("/members/")) == narrow
    assert len(narrow) == len(NAMES)


def test_rows_near_by_are_those_of_the_whole_roll(cast: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(60):
        make_member(cast, full_name=f"Lê Thị {'Hoa' if number < 40 else 'Lan'}", sex="FM"[number % 2])
    browser = signed_in("north_officer")
    query = "/members/?sex=F&size=50"
    plain = browser.get(query).context["table"]
    monkeypatch.setattr(access, "WIDE", 0)
    monkeypatch.setattr(paging, "PAGE_SIZE", 10)
    whole = leafed(browser, "/members/?sex=F")

    for near in (0, 25, 45):  # inside the first name, at its end, within the second
        monkeypatch.setattr(roll_answer, "NEAR", near)
        assert leafed(browser, "/members/?sex=F") == whole
    assert sorted(whole) == sorted(row.url for row in plain.rows)


@pytest.mark.parametrize(("near", "most", "total"), [(45, 15, "hơn 15"), (45, 25, "30"), (5, 15, "30")])
def test_who_fits_a_wide_filter_is_counted_near_by_where_these_are_many(
    cast: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch, near: int, most: int, total: str
) -> None:
    for number in range(60):
        make_member(cast, full_name=f"Lê Thị {'Hoa' if number < 40 else 'Lan'}", sex="FM"[number % 2])
    for where, name, value in (
        (access, "WIDE", 0), (paging, "PAGE_SIZE", 10),
        (roll_answer, "NEARBY_COUNT_LIMIT", most), (roll_answer, "NEAR", near),
    ):  # fmt: skip
        monkeypatch.setattr(where, name, value)

    pages = signed_in("north_officer").get("/members/?sex=F").context["pages"]

    told = total if connection.vendor == "sqlite" else "30"  # PostgreSQL counts in time
    assert (pages.total, pages.last) == (told, "10")


def addresses(page: Any) -> list[str]:
    return [row.url for row in page.context["table"].rows]


def leafed(browser: Any, query: str) -> list[str]:
    """The rows of all pages forth, which are those of all pages back."""
    page = browser.get(query)
    forth = addresses(page)
    while following := page.context["pages"].next_url:
        page = browser.get(f"/members/{following}")
        forth += addresses(page)
    back = addresses(page)
    while preceding := page.context["pages"].previous_url:
        page = browser.get(f"/members/{preceding}")
        back = [*addresses(page), *back]
    assert back == forth
    return forth


def test_an_officer_does_not_find_their_own_row_outside_their_units(people: Any, signed_in: Any) -> None:
    member = make_member(people, "south_a", "Người Ở Nơi Khác")
    member.person = people.person("north_officer")
    member.save()

    page = signed_in("north_officer").get("/members/?unit=")

    assert member.get_absolute_url() not in page.content.decode()
    assert signed_in("north_officer").get(member.get_absolute_url()).status_code == 200


def test_a_member_without_an_office_finds_their_own_row_alone(people: Any, signed_in: Any) -> None:
    member = make_member(people, full_name="Người Không Chức Vụ")
    member.person = people.person("stranger")
    member.save()

    assert names(signed_in("stranger").get("/members/?unit=")) == [people.person("stranger").full_name]


def test_the_roll_stands_in_the_order_of_given_names(people: Any, signed_in: Any) -> None:
    found = names(signed_in("north_officer").get("/members/"))

    hoa = ["Đặng Thị Mỹ Hoa", "Nguyễn Thị Hoa", "Nguyễn Thị Hòa", "Trần Văn Hoà"]
    assert found == ["Lê Hoàng Đức", *hoa, "Phạm Văn Út"]


def test_a_cell_secretary_finds_their_own_cell_only(people: Any, signed_in: Any) -> None:
    make_member(people, "south_a", "Nguyễn Thị Hoa")

    assert len(names(signed_in("north_a_secretary").get("/members/?q=nguyen thi hoa"))) == 2
    assert len(names(signed_in("root_officer").get("/members/?q=nguyen thi hoa&unit="))) == 3


def test_leafing_forth_and_back_shows_everybody_once_namesakes_too(cast: Any, signed_in: Any) -> None:
    for number in range(120):
        make_member(cast, full_name="Lê Thị Hoa" if number < 70 else f"Trần Văn An {chr(65 + number % 26)}")
    browser = signed_in("north_officer")
    seen: list[Any] = []
    pages = [browser.get("/members/")]
    while pages[-1].context["pages"].next_url:
        pages.append(browser.get(f"/members/{pages[-1].context['pages'].next_url}"))
    for page in pages:
        seen += [row.url for row in page.context["table"].rows]
    back = browser.get(f"/members/{pages[2].context['pages'].previous_url}")

    assert [len(page.context["table"].rows) for page in pages] == [50, 50, 20]
    assert len(set(seen)) == 120
    assert [row.url for row in back.context["table"].rows] == seen[50:100]
    assert pages[0].context["pages"].previous_url is None
    assert "Hoa" not in pages[0].context["pages"].next_url  # no name in the address


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("sex=F", 1),
        ("age=36-40", 2),  # born on 6/5/1980: 40 years old on 4/1/2021
        ("age=41-45", 0),
        ("party_age=10-19", 2),  # 2010
        ("party_age=0-4", 0),
        ("education=", 2),
        ("office=SECRETARY", 0),
    ],
)
def test_filters_narrow_the_roll(cast: Any, signed_in: Any, query: str, count: int) -> None:
    make_member(cast, full_name="Lê Thị Hoa", sex="F")
    make_member(cast, full_name="Trần Văn An")

    assert len(names(signed_in("north_officer").get(f"/members/?{query}"))) == count


def test_the_roll_asks_as_often_for_many_as_for_one_and_at_most_ten_times(cast: Any, signed_in: Any) -> None:
    make_member(cast)
    browser = signed_in("north_officer")
    browser.get("/members/")
    one = questions(browser, "/members/")
    for number in range(60):
        make_member(cast, full_name=f"Trần Văn An {number}")

    many = questions(browser, "/members/")
    assert many <= one + 1  # the count beyond the first page
    asked = [questions(browser, f"/members/?{query}") for query in ("sex=M&age=36-40", "q=tran van an", "q=an tran")]
    assert max(many, *asked) <= 10


def test_columns_are_chosen_and_kept_in_the_address(people: Any, signed_in: Any) -> None:
    browser = english(signed_in("north_officer"))

    sent = browser.get("/members/columns/", {"q": "hoa", "chosen": "1", "columns": ["education", "state"]})
    page = browser.get(sent["Location"])

    labels = [column.label for column in ROLL.columns if column.key in {"name", "education", "state"}]
    assert [head.label for head in page.context["table"].heads] == labels
    assert "q=hoa" in sent["Location"]
    assert len(names(page)) == 4


def test_a_list_is_kept_opened_renamed_and_removed_by_its_person_alone(people: Any, signed_in: Any) -> None:
    browser, other = signed_in("north_officer"), signed_in("root_officer")

    offered = browser.get("/members/lists/?q=hoa").content.decode()
    browser.post("/members/lists/new/", {"name": "Tên Hoa", "query": "q=hoa&export=xlsx&page=2"})
    kept = SavedList.objects.get()
    page = browser.get("/members/lists/").content.decode()
    browser.post(f"/members/lists/{kept.pk}/rename/", {"name": "Các đồng chí Hoa"})

    assert "/members/lists/new/?q=hoa" in offered
    assert kept.query == "q=hoa"
    assert "Tên Hoa" in page
    assert SavedList.objects.get().name == "Các đồng chí Hoa"
    assert "Các đồng chí Hoa" not in other.get("/members/lists/").content.decode()
    assert other.post(f"/members/lists/{kept.pk}/remove/").status_code == 404
    browser.post(f"/members/lists/{kept.pk}/remove/")
    assert not SavedList.objects.exists()


def test_nobody_keeps_lists_without_end(people: Any, signed_in: Any) -> None:
    person = people.person("north_officer")
    SavedList.objects.bulk_create(
        SavedList(person=person, view_name=views.VIEW, name=str(number)) for number in range(actions.MOST_SAVED)
    )

    assert signed_in("north_officer").post("/members/lists/new/", {"name": "Nữa"}).status_code == 422


def test_the_file_is_asked_for_with_a_reason_and_reads_like_an_office_list(people: Any, signed_in: Any) -> None:
    browser = signed_in("north_officer")

    asked = browser.get("/members/?export=xlsx")
    file = browser.get("/members/?export=xlsx&reason=Kiểm tra hồ sơ&q=nguyen")

    assert "xlsx" not in asked.get("Content-Type", "")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()
    words = [str(cell) for row in rows for cell in row if cell]
    assert "DANH SÁCH ĐẢNG VIÊN" in words
    assert {"Họ và tên", "Ngày vào Đảng", "Trình độ", "Học vấn", "Tổng cộng", "2 đảng viên"} <= set(words)
    assert "Nguyễn Thị Hoa" in words
    assert date(1980, 5, 6).strftime("%d/%m/%Y") in words


def test_a_list_longer_than_a_file_is_refused_whole(
    people: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "ROW_LIMIT", 2)
    browser = signed_in("north_officer")

    answer = browser.get("/members/?sort=name&export=xlsx&reason=Kiểm tra hồ sơ")
    page = browser.get(answer["Location"])

    assert answer["Location"] == "/members/?sort=name"
    assert [str(said) for said in page.context["messages"]] == [
        "Một tệp chứa tối đa 2 dòng, danh sách này dài hơn. Hãy chọn đơn vị hoặc bộ lọc rồi xuất lại."
    ]
    assert not AuditRow.objects.filter(policy="member.read.export").exists()


def test_somebody_who_sees_themselves_alone_is_offered_no_deeds(people: Any, signed_in: Any) -> None:
    deeds = {who: signed_in(who).get("/members/").context["listing"].buttons for who in ("stranger", "north_clerk")}

    assert deeds["stranger"] == []
    assert deeds["north_clerk"]
