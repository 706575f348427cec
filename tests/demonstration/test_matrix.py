"""Every address as a person of each role, inside, beside and above the unit: refused unless granted (S-10, S-12).

What is expected is worked out here anew, from the table of verbs and a walk along the parents, not by `access.scope`.
"""

import inspect
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.db import models, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.demonstration.extras import make_one_of_each
from tests.sessions import signed_in_as
from tongket.directives.models import Receipt
from tongket.org import access
from tongket.org.models import Account, Grant, Place, Unit
from tongket.pages import gate, signed_in
from tongket.pages.checks import views

TODAY = date(2022, 1, 5)
BLOC, CODE, CELL, YEAR, KEY, SECTION = "KHOI1", "GDDT", "GDDT-4", 2021, "members_admitted", "I.3"
# Inside the unit, beside it, above it; among them a member without an office.
PEOPLE = {
    "inside": ["bithu.gddt4", "dangvien.gddt4", "bithu.gddt", "vanphong.gddt"],
    "beside": ["vanphong.vhtt", "tochuc.khoi2", "kiemtra.khoi2"],
    "above": ["vanphong.khoi1", "tochuc.khoi1", "kiemtra.khoi1", "quantri.khoi1", "nhatky.khoi1"],
}
ROLES = [login for logins in PEOPLE.values() for login in logins]

# Pages of the library for signing in and out that ours take the place of.
LIBRARY = {
    *("account_login", "account_logout", "account_reauthenticate", "account_change_password"),
    *("mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
}

# The table whose row stands behind the id in an address.
ROWS = {
    "commendation": "commendation.Award",
    **dict.fromkeys(["commendation:movement", "commendation:movement_withdraw"], "commendation.Movement"),
    **dict.fromkeys(["commendation:topic", "commendation:topic_withdraw"], "commendation.ThematicTopic"),
    **dict.fromkeys(
        ["commendation:model", "commendation:model_correct", "commendation:model_withdraw", "commendation:spread"],
        "commendation.EmulationModel",
    ),
    **dict.fromkeys([f"commendation:spread_{one}" for one in ("correct", "withdraw")], "commendation.Spread"),
    **dict.fromkeys(
        ["commendation:theme", "commendation:theme_correct", "commendation:theme_withdraw", "commendation:work"],
        "commendation.Theme",
    ),
    **dict.fromkeys([f"commendation:work_{one}" for one in ("correct", "withdraw")], "commendation.ThemeWork"),
    "commendation:years": "rating.Rating",
    **dict.fromkeys(
        [f"commendation:case{one}" for one in ("", "_correct", "_withdraw")]
        + [f"commendation:{one}" for one in ("nominate", "propose", "consider", "decide", "hand_over", "take_back")]
        + ["commendation:certificates", "commendation:certificates_pdf"],
        "commendation.Case",
    ),
    **dict.fromkeys([f"commendation:nominee_{one}" for one in ("correct", "drop")], "commendation.Nominee"),
    **dict.fromkeys([f"commendation:stock_{one}" for one in ("test", "correct", "withdraw")], "commendation.Stock"),
    **dict.fromkeys([f"commendation:run{one}" for one in ("", "_correct", "_withdraw")], "commendation.RunDecision"),
    "directives": "directives.Receipt",
    **dict.fromkeys(
        [f"directives:{one}" for one in ("record", "pass_on", "correct", "remove", "file", "attach")],
        "directives.Directive",
    ),
    **dict.fromkeys(
        [f"directives:{one}" for one in ("document", "correct_document", "sign", "void", "remove_document")],
        "directives.OwnDocument",
    ),
    **dict.fromkeys(["directives:correct_session", "directives:remove_session"], "directives.StudySession"),
    **dict.fromkeys(["directives:hand_on", "directives:remove_programme"], "directives.ActionProgramme"),
    **dict.fromkeys(["directives:hold_review", "directives:remove_review"], "directives.ProgressReview"),
    "inspection": "inspection.ProgrammeItem",
    "inspection:decision": "inspection.DisciplineDecision",
    **dict.fromkeys(
        [
            f"inspection:{name}"
            for name in (
                "correct_decision",
                "withdraw_decision",
                "change_decision",
                "complain",
                "answer_complaint",
                "take_back_complaint",
            )
        ],
        "inspection.DisciplineDecision",
    ),
    **dict.fromkeys(
        [f"inspection:{name}" for name in ("correct_paper", "withdraw_paper", "attach", "download", "remove_file")],
        "inspection.FilePaper",
    ),
    **dict.fromkeys(["inspection:correct_point", "inspection:withdraw_point"], "inspection.ConclusionPoint"),
    **dict.fromkeys(
        [
            f"inspection:{name}"
            for name in ("correct_remedy", "withdraw_remedy", "follow_up", "close_remedy", "open_remedy")
        ],
        "inspection.Remedy",
    ),
    "inspection:withdraw_look": "inspection.FollowUp",
    "inspection:withdraw_party": "inspection.InspectedParty",
    "inspection:withdraw_team_member": "inspection.TeamMember",
    "meetings": "meetings.Meeting",
    "members": "members.Member",
    "members:ceremony": "members.Admission",
    "members:cancel": "members.Admission",
    **dict.fromkeys(
        [f"members:candidate{one}" for one in ("", "_change", "_decide", "_drop", "_take_vote", "_vote")],
        "members.Candidacy",
    ),
    **dict.fromkeys(["members:arrival", "members:arrival_accept", "members:arrival_send_back"], "members.Transfer"),
    **dict.fromkeys([f"members:side_state_{one}" for one in ("end", "prolong", "drop")], "members.SideState"),
    **dict.fromkeys(["members:badge", "members:badge_withdraw"], "members.Badge"),
    **dict.fromkeys(["members:request", "members:answer", "members:withdraw_request"], "members.CorrectionRequest"),
    **dict.fromkeys(["members:rename_list", "members:remove_list"], "org.SavedList"),
    "members:planned_drop": "members.PlannedMove",
    "members:ending_notice": "members.Ending",
    "news": "news.Post",
    "rosters": "rosters.Batch",
    "sign_in": "org.Session",
    "units": "org.OfficeTerm",
    **dict.fromkeys(
        ["units:person", "units:make_account", "units:slip", "units:lock_account", "units:unlock_account"], "org.Person"
    ),
    **dict.fromkeys(
        ["units:reset_factor", "units:end_sessions", "units:person_office", "units:merge_look", "units:part_person"],
        "org.Person",
    ),
    **dict.fromkeys(["units:merge_choose", "units:merge_person"], "org.Person"),
    **dict.fromkeys(
        [f"units:{one}" for one in ("link_identity", "unlink_identity", "withdraw_account", "correct_name")],
        "org.Person",
    ),
    **dict.fromkeys(["units:correct_event", "units:withdraw_event"], "org.EventUnit"),
    **dict.fromkeys(["units:right", "units:stand_in"], "org.Grant"),
    "units:may_see": "org.Person",
    "units:look_at": "org.ReviewedGrant",
    **dict.fromkeys(["units:large_export", "units:export_seen"], "pages.LargeExport"),
    **dict.fromkeys([f"units:{one}_right" for one in ("confirm", "refuse", "correct", "end", "withdraw")], "org.Grant"),
    "units:account_email": "org.Person",
    **dict.fromkeys(["units:job", "units:job_again", "units:job_drop"], "org.Job"),
    **dict.fromkeys(["units:committee", "units:correct_committee", "units:new_seat"], "org.CommitteeTerm"),
    **dict.fromkeys(
        [f"units:{one}" for one in ("sheet", "answer_sheet", "save_sheet", "undo_sheet", "discard_sheet")],
        "org.UnitSheet",
    ),
    **dict.fromkeys(
        [f"targets:{one}" for one in ("sheet", "answer_sheet", "save_sheet", "undo_sheet", "discard_sheet")],
        "targets.TargetSheet",
    ),
    "papers": "papers.Paper",
    "rating": "rating.Rating",
    **dict.fromkeys(
        [f"rating:{one}" for one in ("self_review", "self_review_word", "write_self_review", "self_review_on_paper")],
        "rating.Candidate",
    ),
    **dict.fromkeys([f"rating:{one}_self_review" for one in ("hand_in", "take_back")], "rating.Candidate"),
    "rating:withdraw_self_review_paper": "rating.Candidate",
    **dict.fromkeys([f"rating:round_{one}" for one in ("papers", "ballots", "minutes", "proposals")], "rating.Round"),
    **dict.fromkeys(
        [f"rating:{one}" for one in ("body", "new_level", "new_title_of_body", "count_members")], "rating.RecordedBody"
    ),
    **dict.fromkeys([f"rating:{one}_body" for one in ("correct", "withdraw")], "rating.RecordedBody"),
    **dict.fromkeys([f"rating:{one}_level" for one in ("correct", "withdraw")], "rating.MassOrganisationLevel"),
    **dict.fromkeys([f"rating:{one}_title" for one in ("correct", "withdraw")], "rating.AgencyTitle"),
    **dict.fromkeys([f"rating:{one}_members" for one in ("correct", "withdraw")], "rating.BodyMembers"),
    **dict.fromkeys(
        [
            f"rating:round{one}"
            for one in ("", "_close", "_correct", "_reopen", "_withdraw", "_add_member", "_add_unit")
        ],
        "rating.Round",
    ),
    "rating:decide_many": "rating.Round",
    **dict.fromkeys(
        [f"rating:{one}" for one in ("candidate", "decide", "marks", "leave_out", "take_up", "remove", "propose")],
        "rating.Candidate",
    ),
    **dict.fromkeys(["rating:withdraw_decision", "rating:propose_self"], "rating.Candidate"),
    **dict.fromkeys([f"rating:proposal_{one}" for one in ("count", "correct", "withdraw")], "rating.Proposal"),
    **dict.fromkeys([f"rating:objection_{one}" for one in ("answer", "reopen", "withdraw")], "rating.Objection"),
    **dict.fromkeys(
        [f"rating:{one}" for one in ("sheet", "answer_sheet", "save_sheet", "undo_sheet", "discard_sheet")],
        "rating.EarlierSheet",
    ),
    "regulations": "regulations.Regulation",
    **dict.fromkeys(
        [f"regulations:{one}value" for one in ("", "correct_", "end_", "withdraw_")], "regulations.LocalValue"
    ),
    "reports": "reports.Report",
    **dict.fromkeys([f"reports:{one}" for one in ("form", "new_version", "take_over")], "reports.Form"),
    **dict.fromkeys([f"reports:{one}_form" for one in ("correct", "owe", "end", "drop")], "reports.Form"),
    **dict.fromkeys(["reports:batch", "reports:undo_batch"], "reports.ReportBatch"),
    **dict.fromkeys(
        [f"reports:{one}" for one in ("add_figures", "add_field", "change_field", "drop_field")], "reports.Form"
    ),
    **dict.fromkeys([f"reports:{one}_check" for one in ("add", "change", "drop")], "reports.Form"),
    "targets": "targets.Target",
    "targets:task": "targets.KeyTask",
    "targets:correct_task": "targets.KeyTask",
    "targets:finish": "targets.KeyTask",
    "targets:expect": "targets.KeyTask",
    "targets:reopen": "targets.KeyTask",
    **dict.fromkeys([f"targets:{one}" for one in ("remove_task", "step", "progress", "extend")], "targets.KeyTask"),
    "targets:step_done": "targets.Milestone",
    "votes": "votes.Vote",
    **dict.fromkeys([f"targets:{one}_result" for one in ("correct", "withdraw")], "targets.TargetResult"),
    **dict.fromkeys([f"targets:{one}_step" for one in ("correct", "withdraw")], "targets.Milestone"),
    **dict.fromkeys([f"targets:{one}_progress" for one in ("correct", "withdraw")], "targets.Progress"),
    **dict.fromkeys([f"targets:{one}_extension" for one in ("correct", "withdraw")], "targets.Extension"),
    "directives:remove_file": "directives.Directive",
    "directives:correct_programme": "directives.ActionProgramme",
    "directives:correct_review": "directives.ProgressReview",
    **dict.fromkeys([f"members:candidate_{one}" for one in ("reopen", "withdraw")], "members.Candidacy"),
    **dict.fromkeys(["members:badge_correct", "members:badge_take_back"], "members.Badge"),
    "members:correct_admission": "members.Admission",
    **dict.fromkeys([f"members:{one}_recognition" for one in ("correct", "withdraw")], "members.Recognition"),
    **dict.fromkeys([f"members:{one}_spell" for one in ("correct", "withdraw")], "members.Spell"),
    "members:correct_transfer": "members.Transfer",
    **dict.fromkeys([f"members:side_state_{one}" for one in ("correct", "withdraw")], "members.SideState"),
    **dict.fromkeys([f"members:ending_{one}" for one in ("correct", "withdraw")], "members.Ending"),
    "members:correct_restoration": "members.Restoration",
    **dict.fromkeys([f"members:{one}_proposal" for one in ("correct", "withdraw")], "members.RemovalProposal"),
    **dict.fromkeys([f"members:{one}_check" for one in ("correct", "withdraw")], "members.FileCheck"),
    **dict.fromkeys([f"members:{one}_card" for one in ("correct", "withdraw")], "members.Card"),
    **dict.fromkeys([f"members:{one}_paper" for one in ("correct", "withdraw")], "members.YearlyPaper"),
    **dict.fromkeys([f"units:{one}_consent" for one in ("correct", "withdraw")], "org.Consent"),
    "units:withdraw_committee": "org.CommitteeTerm",
    "training": "training.TrainingClass",
    **dict.fromkeys(["training:school", "training:correct_school", "training:withdraw_school"], "training.School"),
    **dict.fromkeys(["training:correct_session", "training:withdraw_session"], "training.ClassSession"),
    **dict.fromkeys(["training:learner", "training:correct_learner", "training:withdraw_learner"], "training.Learner"),
}
TAKEN_BY_NOBODY = {"reports:take_over"}  # asks for one organisation above all others; the demonstration has two
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_of_each(organisations: object) -> None:
    """What the demonstration has none of."""
    make_one_of_each(CELL, CODE, "tochuc.khoi1")


def named_views() -> list[tuple[str, str, frozenset[str]]]:
    """Our own addresses: name, policy, what stands in the address."""
    found = []
    for name, pattern in views():
        verb = gate.policy_of(pattern.callback, name)
        if ":" in name and verb is not None:
            found.append((name, verb, frozenset(pattern.pattern.converters)))
    return sorted(found)


def row_of(name: str) -> models.Model:
    """A row that the address may be about: of the cell where there is one, else of the unit, else any."""
    from django.apps import apps

    label = ROWS.get(name) or ROWS[name.split(":")[0]]
    model: Any = apps.get_model(label)
    rows = model._default_manager.order_by("pk")
    if getattr(model, "unit_prefix", ""):
        for code in (CELL, CODE):
            place = Place.objects.get(unit__code=code)
            inside = rows.filter(**{f"{model.unit_prefix}place__pos__range": (place.pos, place.last)})
            if inside.exists():
                return _first(inside, label)
    elif label == "org.Person":
        rows = rows.filter(account__username=ROLES[0])
    elif label == "directives.Directive":
        bloc = Place.objects.get(unit__code=BLOC)  # what others have received too is corrected by none of them alone
        elsewhere = Receipt.objects.exclude(unit__place__pos__range=(bloc.pos, bloc.last))
        rows = rows.filter(receipts__unit__code=CODE).exclude(receipts__in=elsewhere)
    return _first(rows, label)


def _first(rows: Any, label: str) -> models.Model:
    row = rows.first()
    assert isinstance(row, models.Model), f"the demonstration holds no {label}"
    return row


def address(
    name: str, parts: frozenset[str], instead: Mapping[str, str] = {}
) -> tuple[str, Unit | None, models.Model | None]:
    """The address, the unit it is about, and its row. instead: what stands in it in place of what would."""
    values: dict[str, Any] = {"code": CODE, "year": YEAR, "key": KEY, "section": SECTION}
    values |= {"rule": "sum", "number": 0, "source": "unit", "verb": "unit.read", "name": "unit", "step": "units"}
    values |= {"matter": "reports", "token": "token"}
    row = row_of(name) if "pk" in parts else None
    if row is not None:
        values["pk"] = values["other"] = getattr(row, "public_id", row.pk)
    unit: Unit | None = Unit.objects.get(code=CODE) if "code" in parts else None
    if row is not None and getattr(row, "unit_id", None):
        unit = Unit.objects.get(pk=row.unit_id)  # type: ignore[attr-defined]
        values["code"] = unit.code
    values |= instead
    return reverse(name, kwargs={part: values[part] for part in parts}), unit, row


def is_granted(account: Account, verb: str, unit: Unit | None, row: models.Model | None) -> bool:
    """Whether the table gives the person this verb over that unit, told by walking up from the unit."""
    policy = access.POLICIES[verb]
    if "self" in policy.grants:
        return True  # one's own rows are looked at in the packages' tests
    above = _above(unit.pk) if unit is not None else set()
    for grant in _grants(account.person_id):
        domain: str = grant.domain
        if domain == "lead":
            domain = "lead_cell" if grant.unit.place.kind in {"CELL", "GRASSROOTS_CELL"} else "lead_committee"
        if domain == "act":
            domain = "act_member" if grant.acts_for_id else "act_unit"
        reach = policy.grants.get(domain)
        if reach is None or not grant.is_running(TODAY):
            continue
        is_here = unit is not None and grant.unit_id == unit.pk
        if unit is None or reach == access.ALL or (is_here and reach != access.UNDER):
            return True
        if not is_here and reach != access.OWN and grant.unit_id in above:
            return True
    return False


@cache
def _above(unit: UUID) -> set[UUID]:
    """The unit and those above it. No test here changes the tree."""
    parent = Place.objects.get(unit=unit).parent_id
    return {unit} | (_above(parent) if parent else set())


@cache
def _grants(person: UUID | None) -> list[Grant]:
    """What somebody was granted. No test here changes it."""
    return list(Grant.objects.filter(person=person).select_related("unit__place"))


def client_of(account: Account, *, fence: bool) -> Client:
    return signed_in_as(account, fence=fence)


def targets() -> list[tuple[str, str, str, Unit | None, models.Model | None]]:
    """Every address that needs a verb: name, verb, address, unit, row."""
    found = []
    for name, verb, parts in named_views():
        if verb not in {access.ANYONE, access.SIGNED_IN}:
            found.append((name, verb, *address(name, parts)))
    return found


@pytest.mark.parametrize("where", PEOPLE)
def test_every_address_refuses_who_is_not_granted(
    organisations: object, where: str, share: int, pytestconfig: pytest.Config
) -> None:
    """Each address is asked for by some person of each kind, with --long by every one. Who is granted opens it here
    with --long only: the test after this one lets one of them do so.
    """
    is_long = pytestconfig.getoption("long")
    step = 1 if is_long else 3 * share
    wrong, tried, posted = [], 0, 0
    addresses = targets()
    accounts = Account.objects.filter(username__in=PEOPLE[where]).select_related("person").order_by("username")
    for turn, account in enumerate(accounts):
        clients = {fence: client_of(account, fence=fence) for fence in (False, True)}
        for _name, verb, url, unit, row in addresses[turn % step :: step]:
            is_fenced = access.POLICIES[verb].is_fenced
            for fence in (False, True) if is_fenced else (False,):
                may = is_granted(account, verb, unit, row) and (fence or not is_fenced)
                if may and not is_long:
                    continue
                status = clients[fence].get(url).status_code
                tried += 1
                if status >= 500 or (not may and status not in {403, 404, 405}):
                    wrong.append((account.username, url, verb, status))
                if not may:
                    posted += 1
                    if (status := clients[fence].post(url).status_code) not in {403, 404, 405}:
                        wrong.append((account.username, f"POST {url}", verb, status))
    print(f"{len(addresses)} addresses, {tried} GETs, {posted} POSTs by who may not, {len(PEOPLE[where])} people")

    assert wrong == []
    assert tried > len(addresses) / step


def test_every_address_opens_for_somebody(organisations: object, share: int) -> None:
    accounts = list(Account.objects.filter(username__in=ROLES).select_related("person"))
    clients = {account.username: client_of(account, fence=True) for account in accounts}
    closed = []
    for name, verb, url, unit, row in targets()[::share]:
        granted = [account for account in accounts if is_granted(account, verb, unit, row)]
        # 409: the row has moved on, which only who may is told
        if not any(clients[account.username].get(url).status_code in {200, 302, 405, 409} for account in granted):
            closed.append(name)

    assert closed == []


def test_matrix_leaves_no_address_out() -> None:
    """Each view of ours has a name in a namespace and a policy, by which it is tried; signing in is the library's."""
    ours = [name for name, pattern in views() if inspect.unwrap(pattern.callback).__module__.startswith("tongket.")]
    tried = [name for name, _verb, _parts in named_views()]
    print(f"{len(tried)} addresses are tried")

    assert sorted(set(ours) - LIBRARY) == sorted(tried)


def test_empty_form_is_refused_or_taken_wherever_it_is_sent(organisations: object, share: int) -> None:
    """Every address gets an empty POST from somebody who may use it; what it does is taken back."""
    accounts = list(Account.objects.filter(username__in=ROLES).select_related("person"))
    clients = {account.username: client_of(account, fence=True) for account in accounts}
    wrong, answers = [], Counter[int]()
    for name, verb, url, unit, row in targets()[::share]:
        status = 0
        for account in accounts:
            if is_granted(account, verb, unit, row):
                before = transaction.savepoint()
                status = clients[account.username].post(url).status_code
                transaction.savepoint_rollback(before)
                if status not in {403, 404}:  # a verb over one's own rows is granted to all, the row is not
                    break
        answers[status] += 1
        if status not in {200, 302, 400, 405, 409, 422} and not (name in TAKEN_BY_NOBODY and status == 404):
            wrong.append((url, verb, status))
    print(
        f"{answers.total()} POSTs by who may: {', '.join(f'{count} × {status}' for status, count in answers.items())}"
    )

    assert wrong == []


def test_nobody_gets_in_without_signing_in(organisations: object) -> None:
    client = Client()
    open_to_all = []
    for name, verb, parts in named_views():
        if verb == access.ANYONE:
            continue
        url, _unit, _row = address(name, parts)
        answer = client.get(url)
        if answer.status_code != 302 or not answer["Location"].startswith("/accounts/login/"):
            open_to_all.append((url, answer.status_code))

    assert open_to_all == []


def test_mark_past_the_fence_ages(organisations: object) -> None:
    account = Account.objects.get(username="kiemtra.khoi1")
    client = client_of(account, fence=True)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 16 * 60
    session.save()

    assert client.get("/inspection/items/").status_code == 403


@pytest.mark.parametrize("demo", [False, True])
def test_demonstration_mark_counts_in_the_demonstration_only(organisations: object, settings: Any, demo: bool) -> None:
    settings.TONGKET_DEMO = demo
    client = client_of(Account.objects.get(username="kiemtra.khoi1"), fence=False)
    session = client.session
    session[signed_in.DEMO_MARK] = True
    session.save()

    here = client.get("/inspection/items/", HTTP_HOST="localhost").status_code
    elsewhere = client.get("/inspection/items/", HTTP_HOST="localhost", REMOTE_ADDR="192.0.2.7").status_code

    assert (here, elsewhere) == (200 if demo else 403, 403)


def test_view_without_a_policy_is_noticed() -> None:
    def bare(request: Any) -> None: ...

    assert gate.policy_of(bare, "") is None
    assert len(list(views(get_resolver()))) > 60
