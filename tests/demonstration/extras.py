"""Rows that the demonstration does not hold, or not where they are looked for: so that every address can be opened."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from tongket.commendation.models import (
    Case,
    EmulationModel,
    Nominee,
    RunDecision,
    Spread,
    Stock,
    ThematicTopic,
    Theme,
    ThemeWork,
)
from tongket.directives.models import ActionProgramme, Directive, DirectiveFile, OwnDocument, ProgressReview, Receipt
from tongket.inspection.models import ConclusionPoint, FilePaper, FollowUp, ProgrammeItem, Remedy, TeamMember
from tongket.members.models import (
    Admission,
    Card,
    FileCheck,
    Member,
    PlannedMove,
    RemovalProposal,
    Restoration,
    SideState,
    YearlyPaper,
)
from tongket.org.models import (
    Account,
    Consent,
    Grant,
    Job,
    OfficeTerm,
    Opening,
    ReviewedGrant,
    RightsReview,
    SavedList,
    Session,
    Unit,
    UnitSheet,
)
from tongket.pages.models import LargeExport
from tongket.papers.models import Paper
from tongket.rating.models import (
    BodyMembers,
    Candidate,
    EarlierSheet,
    Objection,
    Proposal,
    Rating,
    RecordedBody,
    Round,
    SelfReview,
)
from tongket.regulations.models import LocalValue
from tongket.reports.models import Form, ReportBatch
from tongket.rosters.models import Batch
from tongket.targets.models import Extension, KeyTask, Milestone, Progress, Target, TargetResult, TargetSheet
from tongket.targets.sheet_rules import FIELDS
from tongket.training.models import ClassSession, Learner, School, TrainingClass

OTHER_FIELDS = ("kind", "superior", "short_name", "code", "sector", "decision")
DAY, LATER = date(2021, 6, 1), date(2022, 6, 1)


def make_one_of_each(cell_code: str, unit_code: str, login: str) -> None:
    """Rows of a cell and its organisation; the saved list belongs to the person of `login`."""
    cell, unit = Unit.objects.get(code=cell_code), Unit.objects.get(code=unit_code)
    person = Account.objects.get(username=login).person
    member = Member.objects.filter(unit=cell, state="OFFICIAL").order_by("pk")[0]
    assert person is not None
    _of_members(cell, member, person)
    _of_setting_up(unit, person)
    _of_training(unit, member)
    task = KeyTask.objects.filter(unit=unit).order_by("pk")[0]
    Milestone.objects.create(unit=unit, task=task, title="Bước một", due_on=DAY)
    Progress.objects.create(unit=unit, task=task, as_of_on=DAY, percent=10, note="Họp")
    Extension.objects.create(
        unit=unit, task=task, from_on=DAY, to_on=LATER, decision_number="9-QĐ", decided_on=DAY, reason="Chờ"
    )
    opened = Round.objects.create(unit=unit, year=LATER.year, subject="MEMBER", opened_on=DAY, cut_off_on=DAY)
    writer = Member.objects.get(person__account__username=f"dangvien.{cell_code.replace('-', '').lower()}")
    candidate = Candidate.objects.create(  # the first of all, so that its member is one who can sign in
        pk=UUID(int=1), round=opened, unit=cell, member=writer
    )
    SelfReview.objects.create(
        candidate=candidate, unit=cell, group="MEMBER", level="GOOD", state="SENT", sent_on=DAY, entered_by=person
    )
    Proposal.objects.create(
        candidate=candidate, unit=cell, body="CELL", level="GOOD", proposed_on=DAY, state="COUNTED", issued=9,
        collected=9, valid=9, votes_for=8, entered_by=person,
    )  # fmt: skip
    rating = Rating.objects.filter(member=writer).first() or Rating.objects.create(
        subject="MEMBER", unit=cell, member=writer, year=2000, level="GOOD", decided_on=DAY, source="1-QĐ"
    )
    Objection.objects.create(rating=rating, unit=cell, filed_on=DAY)
    body = RecordedBody.objects.filter(unit=unit, levels__isnull=False)[0]
    BodyMembers.objects.create(body=body, unit=unit, year=DAY.year, members=9)
    EarlierSheet.objects.create(
        unit=unit, subject="MEMBER", source="5-QĐ", file_name="cu.xlsx", entered_by=person, entered_at=timezone.now()
    )
    Paper.objects.create(
        unit=unit, matter="none", record=task.pk, form="none", kind="QĐ", number=1, symbol="QĐ/ĐU", issued_on=DAY
    )
    target = Target.objects.filter(unit=unit).order_by("pk")[0]
    TargetResult.objects.create(unit=unit, target=target, as_of_on=DAY, value=1)
    Consent.objects.create(unit=unit, kind="section", number="5-CV", decided_on=DAY, issuer="Đảng ủy")
    TargetSheet.objects.create(
        unit=unit, year=2021, file_name="chi-tieu.xlsx", entered_by=person, entered_at=timezone.now(),
        rows=[dict.fromkeys(FIELDS, "") | {"row": 2, "label": "Mở lớp", "value": "3"}],
    )  # fmt: skip
    _of_directives(unit)
    _of_inspection(unit, member)
    _of_commendation(unit)
    Session.objects.create(
        session_key="one", account=person.account, started_at=timezone.now(), seen_at=timezone.now(),
        expire_date=timezone.now(),
    )  # fmt: skip
    Job.objects.create(key="one", kind="pages.purge", state="failed", reason="Lỗi", made_at=timezone.now())
    LocalValue.objects.create(
        unit=unit, topic="papers", key="place", value="Sông Mẫu", decision="Trụ sở", from_on=DAY, set_by=person
    )
    LargeExport.objects.create(
        unit=unit, domain="lead", title="Đảng viên", count=201, reason="Đối chiếu", by=person, at=timezone.now()
    )
    _of_rights(cell, unit)
    ReportBatch.objects.create(unit=unit, verb="accept", at=timezone.now(), by=person)
    Form.objects.create(
        unit=unit, code="mau-rieng", name="Mẫu riêng", cadence="month", from_on=DAY,
        fields=[{"code": "members_admitted", "is_figure": True}, {"code": "rieng", "label": "Số của riêng"}],
        checks=[{"rule": "at_most", "value": "rieng", "limit": "members_admitted"}],
    )  # fmt: skip


def _of_inspection(unit: Unit, member: Member) -> None:
    item = ProgrammeItem.objects.filter(unit=unit).order_by("pk")[0]
    TeamMember.objects.create(unit=unit, item=item, member=member, role="LEADER")
    FilePaper.objects.create(unit=unit, item=item, kind="PLAN", dated_on=DAY)
    ConclusionPoint.objects.create(unit=unit, item=item, kind="STRENGTH", matter="MEETINGS")
    remedy = Remedy.objects.create(unit=unit, item=item, matter="FEES", task="Lập sổ", carrier=unit, due_on=LATER)
    FollowUp.objects.create(unit=unit, item=item, remedy=remedy, looked_on=DAY, way="VISIT", progress="PARTLY")


def _of_commendation(unit: Unit) -> None:
    RunDecision.objects.create(unit=unit, kind="GAP", year=2012, number="8-QĐ", decided_on=DAY, issuer="Tỉnh ủy")
    case = Case.objects.create(
        unit=unit, year=2021, recipient="ORGANISATION", ground="AD_HOC", form="CERTIFICATE", title="Đột xuất",
        from_year=2021, to_year=2021, giver_level="GRASSROOTS", giver="Đảng uỷ", giver_unit=unit,
    )  # fmt: skip
    Nominee.objects.create(case=case, unit=unit, recipient="COLLECTIVE", name="Phòng Tài vụ")
    model = EmulationModel.objects.create(unit=unit, name="Mô hình", author="Chi bộ", registered_on=DAY)
    Spread.objects.create(unit=unit, model=model, from_on=DAY)
    theme = Theme.objects.create(unit=unit, span="YEAR", name="Chủ đề", from_year=2021, to_year=2021)
    ThemeWork.objects.create(unit=unit, theme=theme, year=2021, registered="Việc", registered_on=DAY)
    ThematicTopic.objects.create(unit=unit, year=2021, name="Nội dung")
    Stock.objects.create(unit=unit, name="Phôi", width_mm=297, height_mm=210, margin_mm=30)


def _of_training(unit: Unit, member: Member) -> None:
    school = School.objects.create(unit=unit, name="Trường Mẫu", name_fold="truong mau")
    row = TrainingClass.objects.create(unit=unit, kind="REFRESHER", title="Lớp", opened_on=DAY, school=school)
    ClassSession.objects.create(unit=unit, training_class=row, held_on=DAY, subject="Điều lệ Đảng")
    Learner.objects.create(unit=member.unit, training_class=row, member=member, name_order=member.name_order)


def _of_setting_up(unit: Unit, person: Any) -> None:
    """As if the organisation had opened its own books, and its secretary had not confirmed the office yet."""
    Opening.objects.create(
        token_hash="0" * 64, made_at=timezone.now(), founded_at=timezone.now(), unit=unit, printed_name="Tên",
        province="Tỉnh", place="Nơi", administrator=person, secretary=person,
        secretary_term=OfficeTerm.objects.filter(person=person).first(),
    )  # fmt: skip
    UnitSheet.objects.create(
        unit=unit, file_name="don-vi.xlsx", from_on=DAY, entered_by=person, entered_at=timezone.now(),
        rows=[{"row": 2, "name": "Chi bộ Mới"} | dict.fromkeys(OTHER_FIELDS, "")],
    )  # fmt: skip


def _of_members(cell: Unit, member: Member, person: Any) -> None:
    SideState.objects.create(unit=cell, member=member, kind="SUSPENDED", state="RUNNING", from_on=DAY)
    PlannedMove.objects.create(unit=cell, member=member, how="resigned", from_on=LATER)
    Card.objects.create(unit=cell, member=member, number="70.000001", issued_on=DAY, reason="exchanged")
    YearlyPaper.objects.create(unit=cell, member=member, kind="supplement", year=2020, received_on=DAY)
    Batch.objects.create(
        unit=cell, state="CHECKED", file_name="danh-sach.xlsx", sha256="0" * 64, from_on=DAY, entered_by=person,
        entered_at=timezone.now(),
    )  # fmt: skip
    paper = {"decision_number": "5-QĐ", "decided_on": DAY, "decided_by": "Đảng ủy"}
    Restoration.objects.create(unit=cell, member=member, from_on=DAY, **paper)
    RemovalProposal.objects.create(unit=cell, member=member, proposed_on=DAY, number="7-NQ", entered_by=person)
    FileCheck.objects.create(unit=cell, checked_on=DAY, listed=9, files=9, differing=0)
    SavedList.objects.create(person=person, view_name="members:list", name="Của tôi")
    assert Admission.objects.exists()


def _of_directives(unit: Unit) -> None:
    receipt = Receipt.objects.filter(unit=unit).order_by("pk")[0]
    ProgressReview.objects.create(unit=unit, receipt=receipt, kind="interim", due_on=DAY)
    OwnDocument.objects.create(unit=unit, kind="BC", subject="Báo cáo", series="BC")
    assert ActionProgramme.objects.exists()
    for directive in Directive.objects.filter(receipts__unit=unit).distinct():
        DirectiveFile.objects.get_or_create(
            directive=directive,
            defaults={"name": "a.pdf", "body": b"%PDF", "size": 4, "sha256": "0" * 64, "added_on": DAY},
        )


def _of_rights(cell: Unit, unit: Unit) -> None:
    """A clerk who enters the reports of the cell for it, and the requests of a member of it for them; a review with the
    rights over the cell.
    """
    clerk = Grant.objects.filter(unit=unit, domain="office").order_by("pk")[0]
    for member in (None, Member.objects.filter(unit=cell).order_by("pk")[0]):
        Grant.objects.create(
            person=clerk.person, office_term=clerk.office_term, domain="act", unit=cell, decision="1", valid_from=DAY,
            valid_until=LATER, acts_for=member.person if member else None,
        )  # fmt: skip
    review = RightsReview.objects.create(unit=unit, quarter="2022Q1", due_on=LATER, opened_on=DAY)
    for grant in Grant.objects.filter(unit=cell):
        ReviewedGrant.objects.create(unit=cell, review=review, grant=grant)
