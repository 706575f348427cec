"""Posts: writing, publishing, who sees what, search."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.meetings.tests.make import make_meeting
from tongket.news import actions, queries
from tongket.news.models import Post
from tongket.news.rules import SectionOfNews, State
from tongket.org.access import NotAllowed
from tongket.pages.tests.pages import questions


def make_post(cast: Any, unit: str = "north", *, is_published: bool = True, **texts: str) -> Post:
    """A post of a unit, published today unless told otherwise."""
    given: dict[str, Any] = {
        "section": SectionOfNews.NEWS,
        "title": "Hội nghị tổng kết",
        "body": "Sáng nay, hội nghị đã diễn ra.",
    }
    clerk = cast.person("root_clerk")
    post = actions.write(cast.unit(unit), **{**given, **texts}, by=clerk, on=cast.today)
    if is_published:
        actions.publish(post, by=clerk, on=cast.today)
    return post


def test_post_is_published_withdrawn_and_changed_only_as_a_draft(cast: Any) -> None:
    clerk = cast.person("north_clerk")
    post = make_post(cast, is_published=False)
    texts: dict[str, Any] = {"section": "NEWS", "title": "Tên mới", "summary": "", "body": "Chữ"}

    actions.publish(post, by=clerk, on=cast.today)

    assert (post.state, post.published_on) == (State.PUBLISHED, cast.today)
    with pytest.raises(WrongState):
        actions.publish(post, by=clerk, on=cast.today)
    with pytest.raises(WrongState):
        actions.rewrite(post, seen=post.version, **texts, by=clerk, on=cast.today)
    actions.withdraw(post, by=clerk, on=cast.today)
    actions.rewrite(post, seen=post.version, **texts, by=clerk, on=cast.today)
    post.refresh_from_db()
    assert (post.title, post.title_fold, post.state, post.published_on) == ("Tên mới", "ten moi", State.DRAFT, None)


@pytest.mark.parametrize("who", ["north_secretary", "north_inspector", "south_clerk", "north_a_secretary", "stranger"])
def test_post_of_a_unit_is_refused_to_whom_the_table_does_not_name(cast: Any, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.write(cast.unit("north"), section="NEWS", title="Tin", body="Chữ", by=cast.person(who), on=cast.today)


@pytest.mark.parametrize("empty", ["section", "title", "body"])
def test_post_needs_section_title_and_text(cast: Any, empty: str) -> None:
    texts: dict[str, Any] = {"section": "NEWS", "title": "Tin", "body": "Chữ", empty: " "}

    with pytest.raises(ValidationError) as refusal:
        actions.write(cast.unit("north"), **texts, by=cast.person("north_clerk"), on=cast.today)

    assert list(refusal.value.error_dict) == [empty]


def test_post_about_a_meeting_belongs_to_its_unit(cast: Any) -> None:
    meeting = make_meeting(cast.unit("north"))

    post = actions.post_from_meeting(
        meeting, title="Tin hội nghị", summary="", body="Chữ", by=cast.person("north_clerk"), on=cast.today
    )

    assert (post.unit, post.meeting, post.section) == (cast.unit("north"), meeting, SectionOfNews.NEWS)


@pytest.mark.parametrize(
    ("who", "sees_draft"),
    [
        ("north_clerk", True),
        ("root_officer", True),
        ("north_secretary", False),
        ("north_a_secretary", False),
    ],
)
def test_draft_is_seen_by_those_who_may_write_it(cast: Any, who: str, sees_draft: bool) -> None:
    published, draft = make_post(cast), make_post(cast, is_published=False)

    seen = set(queries.readable(cast.person(who), on=cast.today))

    assert seen == ({published, draft} if sees_draft else {published})


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ket+nap", ["Kết nạp đảng viên"]),
        ("q=kết nạp", ["Kết nạp đảng viên"]),
        ("q=thu+vien+xa", ["Kết nạp đảng viên"]),  # in the text, not in the title
        ("section=NOTICE", ["Thông báo nghỉ lễ"]),
        ("q=khong+co", []),
        ("since=05/01/2021", []),
        ("until=04/01/2021&section=NEWS", ["Kết nạp đảng viên"]),
        ("since=hom+nay", []),
        ("unit=SOUTH", ["Thông báo nghỉ lễ"]),
    ],
)
def test_search_goes_by_words_without_marks_section_days_and_unit(
    cast: Any, signed_in: Any, query: str, found: list[str]
) -> None:
    make_post(cast, title="Kết nạp đảng viên", body="Lễ kết nạp tại thư viện xã.")
    make_post(cast, "south", title="Thông báo nghỉ lễ", section=SectionOfNews.NOTICE)

    rows = signed_in("root_secretary").get(f"/news/?{query}").context["table"].rows

    assert [str(row.cells[0]) for row in rows] == found


def test_list_asks_as_much_for_three_rows_as_for_one(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_a_secretary")
    browser.get("/news/")

    def asked_for(rows: int) -> int:
        Post.objects.all().delete()
        for _number in range(rows):
            make_post(cast)
        return questions(browser, "/news/")

    assert asked_for(1) == asked_for(3)


def test_draft_of_another_unit_is_not_found(cast: Any, signed_in: Any) -> None:
    draft, published = make_post(cast, is_published=False), make_post(cast)

    assert signed_in("south_clerk").get(f"/news/{draft.pk}/").status_code == 404
    assert signed_in("north_a_secretary").get(f"/news/{published.pk}/").status_code == 200
    assert signed_in("south_clerk").post(f"/news/{published.pk}/withdraw/").status_code == 404
    assert signed_in("stranger").get("/news/new/").status_code == 403


def test_post_goes_from_a_meeting_to_the_reader_through_the_pages(cast: Any, signed_in: Any) -> None:
    meeting = make_meeting(cast.unit("north"), title="Hội nghị tổng kết năm 2020", held_on=date(2020, 12, 28))
    clerk = signed_in("north_clerk")
    path = f"/news/new/?meeting={meeting.pk}"

    form = clerk.get(path).content.decode()
    clerk.post(path, {"unit": "NORTH", "section": "NEWS", "title": "Tổng kết năm", "body": "Chữ <b>đậm</b>"})
    post = Post.objects.get()
    hidden = signed_in("north_a_secretary").get(f"/news/{post.pk}/")
    clerk.post(
        f"/news/{post.pk}/rewrite/", {"section": "HOT", "title": "Tổng kết 2020", "body": "Chữ <b>đậm</b>", "seen": 1}
    )
    clerk.post(f"/news/{post.pk}/publish/")

    page = signed_in("north_a_secretary").get(f"/news/{post.pk}/").content.decode()
    assert "Hội nghị tổng kết năm 2020" in form
    assert post.meeting == meeting
    assert hidden.status_code == 404
    assert "Tổng kết 2020" in page
    assert "&lt;b&gt;" in page
    assert f"/meetings/{meeting.pk}/" not in page  # the stranger may not open it
    assert f"/meetings/{meeting.pk}/" in clerk.get(f"/news/{post.pk}/").content.decode()
