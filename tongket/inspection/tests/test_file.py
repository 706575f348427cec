"""The file of an item: papers, conclusion, what has to be corrected, following up, closing."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tongket.core.states import WrongState
from tongket.figures.counting import count
from tongket.figures.declare import get
from tongket.inspection import actions
from tongket.inspection.actions import Inspected
from tongket.inspection.models import FilePaper, PaperFile, ProgrammeItem, Remedy
from tongket.inspection.rules import FoundBy, Matter, PaperKind, PointKind, Progress, State, Step, Way, step_of
from tongket.inspection.tests.make import make_item
from tongket.pages import due
from tongket.sheets.marks import CheckedFile

WHY = "Nhập nhầm theo dự thảo"
CONCLUDED = date(2020, 9, 1)
FILE = CheckedFile("thong-bao.pdf", b"%PDF-1.7 noi dung", "")


@pytest.fixture
def who(cast: Any) -> dict[str, Any]:
    return {"by": cast.behind_fence("north_inspector"), "on": cast.today}


@pytest.fixture
def item(cast: Any, who: dict[str, Any]) -> ProgrammeItem:
    """An item under way that names a cell."""
    item = make_item(cast.unit("north"))
    actions.name_party(item, party=Inspected(unit=cast.unit("north_a")), **who)
    actions.start(item, opened_on=date(2020, 8, 3), **who)
    return item


@pytest.fixture
def concluded(item: ProgrammeItem, who: dict[str, Any]) -> ProgrammeItem:
    return actions.conclude(item, number="07-TB/UBKT", concluded_on=CONCLUDED, **who)


def make_remedy(cast: Any, item: ProgrammeItem, who: dict[str, Any], **changes: Any) -> Remedy:
    given = {"matter": Matter.FEES, "task": "Lập lại sổ đảng phí", "due_on": date(2020, 10, 1)}
    return actions.ask_remedy(item, carrier=cast.unit("north_a"), **{**given, **changes}, **who)


@pytest.mark.parametrize(
    ("papers", "step"),
    [
        ([], Step.PREPARE),
        ([PaperKind.PLAN], Step.PREPARE),
        ([PaperKind.OPENING], Step.CONDUCT),
        ([PaperKind.OPENING, PaperKind.WITH_PARTY], Step.REPORT),
        ([PaperKind.RESULTS], Step.CONCLUDE),
        ([PaperKind.CONCLUSION, PaperKind.OPENING], Step.FOLLOW),
    ],
)
@pytest.mark.rule("R-INS-05")
def test_step_follows_from_the_papers_of_the_file(papers: list[str], step: Step) -> None:
    assert len(PaperKind) == 12
    assert step_of(papers) == step


@pytest.mark.puts_right("inspection.FilePaper")
def test_paper_is_noted_once_corrected_and_withdrawn(item: ProgrammeItem, who: dict[str, Any]) -> None:
    paper = actions.note_paper(item, kind=PaperKind.PLAN, number="03-KH/UBKT", dated_on=date(2020, 7, 1), **who)

    for kind in (PaperKind.PLAN, PaperKind.CONCLUSION):
        with pytest.raises(ValidationError):
            actions.note_paper(item, kind=kind, dated_on=date(2020, 7, 1), **who)
    actions.correct_paper(paper, number="04-KH/UBKT", dated_on=date(2020, 7, 1), because=WHY, **who)
    assert item.papers.get().number == "04-KH/UBKT"
    actions.withdraw_paper(paper, reason=WHY, **who)
    assert not item.papers.exists()


@pytest.mark.rule("R-INS-07", "R-DAT-03")
@pytest.mark.puts_right("inspection.PaperFile")
def test_file_is_added_after_the_conclusion_and_sealed(item: ProgrammeItem, who: dict[str, Any]) -> None:
    paper = actions.note_paper(item, kind=PaperKind.RESULTS, dated_on=date(2020, 8, 20), **who)

    with pytest.raises(ValidationError):
        actions.attach(paper, file=FILE, is_not_classified=True, **who)
    actions.conclude(item, number="07-TB/UBKT", concluded_on=CONCLUDED, **who)
    paper.refresh_from_db()
    actions.attach(paper, file=FILE, is_not_classified=True, **who)

    assert actions.body_of(PaperFile.objects.get()) == FILE.body
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM inspection_paperfile")
        assert "JVBERi0" not in cursor.fetchone()[0]
    with pytest.raises(ValidationError):
        actions.attach(paper, file=CheckedFile("a.pdf", b"x", "MẬT"), is_not_classified=True, **who)
    actions.remove_file(paper, reason=WHY, **who)
    assert not PaperFile.objects.exists()


def test_file_is_downloaded_with_its_purpose_by_inspectors_alone(
    concluded: ProgrammeItem, who: dict[str, Any], signed_in: Any
) -> None:
    paper = FilePaper.objects.get(item=concluded)
    path = f"/inspection/papers/{paper.pk}"
    browser = signed_in("north_inspector", fence=True)
    sent = {"file": SimpleUploadedFile("thong-bao.pdf", FILE.body), "is_not_classified": "on"}

    assert browser.post(f"{path}/attach/", sent).status_code == 302
    asked, given = browser.get(f"{path}/file/"), browser.get(f"{path}/file/?reason=Báo cáo cấp trên")

    assert asked["Content-Type"].startswith("text/html")
    assert given.content == FILE.body
    assert signed_in("north_secretary", fence=True).get(f"{path}/file/?reason=Báo cáo").status_code == 403
    assert signed_in("north_inspector").get(f"{path}/file/?reason=Báo cáo").status_code == 403


@pytest.mark.rule("R-INS-08")
@pytest.mark.puts_right("inspection.ConclusionPoint")
def test_violations_that_a_unit_found_itself_are_counted_apart(
    cast: Any, concluded: ProgrammeItem, who: dict[str, Any]
) -> None:
    def figures() -> list[Any]:
        keys = ("violations_found", "violations_found_by_unit")
        counted = count(2020, under=cast.unit("north"), figures=[get(key) for key in keys])
        return [counted.own(key).value for key in keys]

    actions.add_point(concluded, kind=PointKind.STRENGTH, matter=Matter.MEETINGS, **who)
    own = actions.add_point(concluded, kind=PointKind.VIOLATION, matter=Matter.FEES, found_by=FoundBy.UNIT, **who)
    actions.add_point(concluded, kind=PointKind.VIOLATION, matter=Matter.DUTIES, found_by=FoundBy.SUPERIOR, **who)

    assert figures() == [2, 1]
    for kind, found_by in ((PointKind.VIOLATION, ""), (PointKind.WEAKNESS, FoundBy.UNIT)):
        with pytest.raises(ValidationError):
            actions.add_point(concluded, kind=kind, matter=Matter.LAW, found_by=found_by, **who)
    values: dict[str, Any] = {"kind": PointKind.VIOLATION, "matter": Matter.FEES, "found_by": FoundBy.COMPLAINT}
    actions.correct_point(own, because=WHY, **values, **who)
    assert figures() == [2, 0]
    actions.withdraw_point(own, reason=WHY, **who)
    assert figures() == [1, 0]


@pytest.mark.rule("R-INS-06")
@pytest.mark.puts_right("inspection.Remedy")
@pytest.mark.puts_right("inspection.FollowUp")
def test_correction_is_followed_up_and_closed_before_the_file_is(
    cast: Any, concluded: ProgrammeItem, who: dict[str, Any]
) -> None:
    remedy, slip = make_remedy(cast, concluded, who), make_remedy(cast, concluded, who)
    actions.withdraw_remedy(slip, reason=WHY, **who)
    values = {"matter": Matter.FEES, "task": "Lập lại sổ", "carrier": cast.unit("north_a"), "due_on": date(2020, 11, 1)}
    actions.correct_remedy(remedy, because=WHY, **values, **who)

    with pytest.raises(ValidationError):
        actions.close(concluded, closed_on=date(2020, 12, 1), **who)
    with pytest.raises(ValidationError):
        actions.close_remedy(remedy, closed_on=date(2020, 12, 1), closed_by="05-BC/CB", **who)
    look = actions.follow_up(remedy, looked_on=date(2020, 11, 2), way=Way.VISIT, progress=Progress.NOT_BEGUN, **who)
    actions.withdraw_follow_up(look, reason=WHY, **who)
    actions.follow_up(remedy, looked_on=date(2020, 11, 3), way=Way.VISIT, progress=Progress.CORRECTED, **who)
    actions.close_remedy(remedy, closed_on=date(2020, 12, 1), closed_by="05-BC/CB", **who)
    actions.close(concluded, closed_on=date(2020, 12, 2), **who)

    assert (concluded.state, concluded.closed_on) == (State.CLOSED, date(2020, 12, 2))
    with pytest.raises(WrongState):
        actions.open_remedy(remedy, reason=WHY, **who)
    actions.open_again(concluded, reason=WHY, **who)
    remedy.item.refresh_from_db()
    actions.open_remedy(remedy, reason=WHY, **who)
    assert remedy.closed_on is None


def test_overdue_work_waits_on_the_home_of_the_inspector(
    cast: Any, concluded: ProgrammeItem, who: dict[str, Any]
) -> None:
    make_item(cast.unit("north"), subject="Việc quá hạn", due_on=date(2020, 12, 20))
    make_remedy(cast, concluded, who, task="Lập lại sổ của đồng chí")

    waiting = list(due.items(cast.person("north_inspector"), on=cast.today))
    others = list(due.items(cast.person("north_clerk"), on=cast.today))

    told = " ".join(f"{item.title} {item.text}" for item in waiting)
    assert "Việc quá hạn" in told
    assert any(item.action_url == "/inspection/corrections/" for item in waiting)
    assert "Lập lại sổ" not in told  # D4: its number alone
    assert not any("/inspection/" in item.action_url for item in others)


def test_page_of_a_concluded_item_shows_checklist_points_and_corrections(
    cast: Any, concluded: ProgrammeItem, who: dict[str, Any], signed_in: Any
) -> None:
    make_remedy(cast, concluded, who)
    browser = signed_in("north_inspector", fence=True)

    page = browser.get(f"/inspection/items/{concluded.pk}/").content.decode()
    corrections = browser.get("/inspection/corrections/").content.decode()

    assert "07-TB/UBKT" in page
    assert "1/12" in page or "1 / 12" in page or "1 trong 12" in page
    assert "Lập lại sổ đảng phí" in page
    assert "Lập lại sổ đảng phí" in corrections
