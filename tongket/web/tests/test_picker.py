"""Fields that find one thing by typing: what they find and for whom, with script and as a step of the form."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongket.directives.tests.make import make_directive
from tongket.members.models import Candidacy
from tongket.members.tests.make import make_member
from tongket.news.models import Post
from tongket.pages.forms import OfficeForm
from tongket.pages.picker import Picker, PickerField, source_for

UNITS = "/pick/unit/post.write/unit/"
MEMBERS = "/pick/member/member.read/who/"
POST = {"section": "NEWS", "title": "Tin", "body": "Nội dung"}


class UnitForm(OfficeForm):
    """A form that offers up to so many units as a list."""

    def __init__(self, cast: Any, who: str, *args: Any, few: int) -> None:
        super().__init__(*args)
        person = cast.person(who)
        self.fields["unit"] = PickerField("unit", person, "post.write", on=cast.today, few=few, empty_label="–")


def found(browser: Any, address: str, words: str) -> str:
    name = address.split("/")[-2]
    answer = browser.get(f"{address}?{name}_words={words}")
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("words", ["phuong nam", "Phương Nam", "south", "NAM phuong"])
def test_unit_is_found_by_parts_of_name_or_code_without_marks(cast: Any, signed_in: Any, words: str) -> None:
    choices = found(signed_in("root_clerk"), UNITS, words)

    assert 'name="unit" value="SOUTH"' in choices
    assert "Phương Bắc" not in choices


def test_only_what_the_verb_reaches_is_found(cast: Any, signed_in: Any) -> None:
    north = signed_in("north_clerk")

    assert 'value="NORTH"' in found(north, UNITS, "dang bo")
    assert "SOUTH" not in found(north, UNITS, "dang bo")
    assert "Không tìm thấy" in found(north, UNITS, "phuong nam")


def test_unit_whose_code_is_typed_comes_first(cast: Any, signed_in: Any) -> None:
    choices = found(signed_in("root_clerk"), UNITS, "north")

    assert choices.index('value="NORTH"') < choices.index('value="NORTH-A"')


@pytest.mark.parametrize("words", ["thu", "le thi th", "Thử", "12.000001", "thi thu le"])
def test_member_is_found_by_name_as_people_type_it_and_by_card(cast: Any, signed_in: Any, words: str) -> None:
    member = make_member(cast, full_name="Lê Thị Thử", card_number="12.000001")
    make_member(cast, full_name="Trần Văn Mẫu")

    choices = found(signed_in("north_clerk"), MEMBERS, words)

    assert f'value="{member.pk}"' in choices
    assert "Chi bộ Văn phòng, Đảng bộ Sở Phương Bắc · thẻ 12.000001" in choices
    assert "Trần Văn Mẫu" not in choices


def test_member_is_not_found_by_one_letter_nor_from_beside(cast: Any, signed_in: Any) -> None:
    make_member(cast, full_name="Lê Thị Thử")

    assert "Lê Thị Thử" not in found(signed_in("north_clerk"), MEMBERS, "l")
    assert "Lê Thị Thử" not in found(signed_in("south_clerk"), MEMBERS, "le thi thu")


def test_more_than_fit_are_said_to_be_more(cast: Any, signed_in: Any) -> None:
    for number in range(9):
        make_member(cast, full_name=f"Lê Thị Thử {number}")

    choices = found(signed_in("north_clerk"), MEMBERS, "le thi")

    assert choices.count("radio") == 8
    assert "gõ thêm" in choices


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("north_clerk", "/pick/member/report.read/who/", 404),  # a verb that opens no names of members
        ("north_clerk", "/pick/nothing/post.write/who/", 404),
        ("north_clerk", "/pick/unit/no.verb/unit/", 404),
        ("north_clerk", "/pick/unit/post.write/<x>/", 404),
        ("stranger", UNITS, 403),
    ],
)
def test_search_that_may_not_be_is_refused(cast: Any, signed_in: Any, who: str, address: str, status: int) -> None:
    assert signed_in(who).get(address).status_code == status


def test_search_asks_as_often_for_many_as_for_few(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_clerk")
    make_member(cast, full_name="Lê Thị Thử")
    found(browser, MEMBERS, "le thi")
    with CaptureQueriesContext(connection) as few:
        found(browser, MEMBERS, "le thi")

    for number in range(6):
        make_member(cast, full_name=f"Lê Thị Thử {number}")
    with CaptureQueriesContext(connection) as many:
        found(browser, MEMBERS, "le thi")

    assert len(many) == len(few)


def test_few_are_a_list_and_many_a_search(cast: Any) -> None:
    few, many = UnitForm(cast, "north_clerk", few=3), UnitForm(cast, "north_clerk", few=2)

    assert list(few.fields["unit"].widget.choices) == [
        ("", "–"),
        ("NORTH", "– Đảng bộ Sở Phương Bắc"),
        ("NORTH-A", "– – Chi bộ Văn phòng"),
        ("NORTH-B", "– – Chi bộ Nghiệp vụ"),
    ]
    assert isinstance(many.fields["unit"].widget, Picker)
    assert not few.has_search
    assert many.has_search


@pytest.mark.parametrize("few", [0, 9])
@pytest.mark.parametrize(
    ("said", "unit"), [("NORTH", "NORTH"), ("SOUTH", None), ("", None), ("khong co", None), ("dang bo", None)]
)
def test_key_counts_within_reach_alone(cast: Any, few: int, said: str, unit: str | None) -> None:
    form = UnitForm(cast, "north_clerk", {"unit": said}, few=few)

    assert form.is_valid() is (unit is not None)
    assert (form.cleaned_data["unit"].code if unit else None) == unit


def test_code_that_was_typed_is_enough(cast: Any) -> None:
    form = UnitForm(cast, "north_clerk", {"unit": "", "unit_words": " north-a "}, few=0)

    assert form.is_valid()
    assert form.cleaned_data["unit"] == cast.unit("north_a")


@pytest.mark.parametrize(
    ("words", "text"), [("chi bo", "Chọn một trong số đó"), ("phuong nam", "Không có gì mang tên này")]
)
def test_words_that_name_nothing_beyond_doubt_are_answered(cast: Any, words: str, text: str) -> None:
    form = UnitForm(cast, "north_clerk", {"unit_words": words}, few=0)

    assert not form.is_valid()
    assert text in form.errors["unit"][0]


def test_button_without_script_shows_choices_and_saves_nothing(cast: Any) -> None:
    form = UnitForm(cast, "north_clerk", {"unit": "NORTH", "unit_words": "van phong", "unit_find": "1"}, few=0)

    assert not form.is_valid()
    assert form.errors == {}
    page = str(form["unit"])
    assert 'value="NORTH-A"' in page
    assert "checked" not in page
    assert 'value="van phong"' in page


def test_candidate_form_goes_through_the_search_step_without_script(cast: Any, signed_in: Any) -> None:
    first = make_member(cast, full_name="Trần Văn Một")
    second = make_member(cast, full_name="Trần Văn Một")
    browser, address = signed_in("north_officer"), "/members/candidates/new/"
    typed = {"unit": "NORTH-A", "full_name": "Lê Thị Thử", "sex": "F", "born_on": "09/08/1992"}
    typed |= {"introduced_on": "01/06/2020", "first_introducer_words": "tran van mot"}

    step = browser.post(address, {**typed, "first_introducer_find": "1"})
    refused = browser.post(address, typed)

    assert step.status_code == 200
    page = step.content.decode()
    assert f'value="{first.pk}"' in page
    assert f'value="{second.pk}"' in page
    assert 'value="Lê Thị Thử"' in page  # nothing that was typed is lost
    assert "is-wrong" not in page
    assert refused.status_code == 422
    assert "Nhiều đảng viên" in refused.context["form"].errors["first_introducer"][0]
    assert not Candidacy.objects.exists()


def test_chosen_unit_is_saved(cast: Any, signed_in: Any) -> None:
    answer = signed_in("north_clerk").post("/news/new/", {**POST, "unit": "NORTH-A"})

    assert answer.status_code == 302
    assert Post.objects.get().unit == cast.unit("north_a")


def test_source_is_searched_by_its_own_verbs_alone() -> None:
    assert source_for("member", "member.read").name == "member"
    with pytest.raises(LookupError):
        source_for("member", "report.read")


def test_directive_is_found_by_number_subject_or_issuer(cast: Any, signed_in: Any) -> None:
    directive = make_directive(subject_fold="08-nq/tu ve chuyen doi so tinh uy song mau")
    make_directive(number="21", subject_fold="21-nq/tu ve cong tac can bo tinh uy song mau")
    browser, address = signed_in("root_clerk"), "/pick/directive/directive.read/parent/"

    for words in ("chuyen doi", "08-nq/tu", "song mau chuyen"):
        choices = found(browser, address, words)
        assert f'value="{directive.pk}"' in choices
        assert choices.count("radio") == 1
    assert "radio" not in found(browser, address, "quy hoach")
    assert "radio" not in found(signed_in("south_secretary"), address, "chuyen doi")


def test_figure_is_found_by_its_name_for_who_may_open_its_rows(cast: Any, signed_in: Any) -> None:
    address = "/pick/figure/figure.read/figure/"

    assert 'value="members_total"' in found(signed_in("north_clerk"), address, "dang vien tong so members_total")
    assert signed_in("stranger").get(address).status_code == 403
