"""One more decision of discipline changes nothing that anybody outside the fence is answered (D4, S-04, S-10, S-20).

Each page, list, file and refusal is asked for before and after the decision by each role, and must be the same. Masked
is what may differ: hashes, and on the pages that print figures the numbers and which of them are hidden, since counts
of discipline are shown there without a name unless they are small. Left out are the supervisor of the log and the
person concerned.
"""

import re
import zipfile
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.demonstration.extras import make_one_of_each
from tests.demonstration.test_matrix import BLOC, CELL, CODE, ROLES, TODAY, address, client_of, is_granted, named_views
from tongket.inspection import actions
from tongket.inspection.models import DisciplineDecision
from tongket.inspection.rules import DecidedBy, Form, Matter
from tongket.members.actions import NewMember, open_roll
from tongket.members.models import Member
from tongket.org import access
from tongket.org.models import Account, Unit

pytestmark = pytest.mark.django_db

INSPECTOR, OFFICER = "kiemtra.khoi1", "tochuc.khoi1"
OUTSIDE = [login for login in ROLES if login.partition(".")[0] not in {"kiemtra", "nhatky"}]
SHARE = 40  # questions that are asked twice; with --long all are, by each role
WITH_FIGURES = {"figures", "review", "web", "stats"}  # pages that print figures, which lead and office see exactly
SMALLEST = settings.TONGKET_SMALL_CELL
DECISION, PAPER = UUID(int=77), "77-QĐ/CB"
DECIDED_ON = date(2021, 11, 15)
QUERIES = ("", f"year={DECIDED_ON.year}", urlencode({"export": "xlsx", "reason": "Đối chiếu hồ sơ"}))
VOLATILE = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": *"[^"]*"|nonce="[^"]*"'
    r'|name="(?:idempotency_key|once)" value="[^"]*"|[0-9a-f]{64}'
)
HIDDEN = re.compile(rf"(?:&lt;|<) {SMALLEST}\b")
NUMBER = re.compile(r"(?:&lt;|<)? ?\d[\d.,]*")


@dataclass(frozen=True)
class Question:
    login: str
    name: str
    url: str


def text_of(answer: Any) -> str:
    """All that an answer says, its file name and the texts inside a file too, without what is new each time."""
    body = b"" if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as packed:
            names = sorted(name for name in packed.namelist() if name.endswith(".xml") and "docProps" not in name)
            said = "\n".join(f"{name}\n{packed.read(name).decode()}" for name in names)
    elif body.startswith(b"%PDF-"):
        said = "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    else:
        said = body.decode(errors="replace")
    head = [answer.status_code, answer.headers.get("Content-Disposition", ""), answer.headers.get("Location", "")]
    return VOLATILE.sub("…", f"{head}\n{said}")


def differs(question: Question, before: str, after: str) -> bool:
    """Whether the answers differ by more than a page that prints figures may: numbers, and which of them are hidden."""
    if question.name.partition(":")[0] not in WITH_FIGURES:
        return before != after
    if NUMBER.sub("#", before) == NUMBER.sub("#", after):
        return False
    return len(HIDDEN.findall(before)) == len(HIDDEN.findall(after)) or PAPER in after or str(DECISION) in after


def places(member: Member, only: str) -> list[tuple[str, str, str, Unit | None, Any]]:
    """Every address, about the member and the cell concerned wherever it names one: name, verb, address, unit, row."""
    found = []
    for name, verb, parts in named_views():
        if name.startswith("sign_in:") or not name.startswith(only):  # signing in: new secrets each time, no records
            continue
        url, unit, row = address(name, parts)
        if isinstance(row, Member):
            url, unit, row = reverse(name, kwargs={"pk": member.pk}), member.unit, member
        elif isinstance(row, DisciplineDecision):
            url = reverse(name, kwargs={"pk": DECISION})
        elif row is None and unit is not None:
            url, unit = url.replace(f"/{CODE}/", f"/{CELL}/"), member.unit
        found.append((name, verb, url, unit, row))
    return found


def questions(account: Account, member: Member, known: list[tuple[str, str, str, Unit | None, Any]]) -> list[Question]:
    """What somebody may open, and the pages of the decision, which they may not."""
    login, words = account.username, urlencode({"q": member.person.full_name})
    asked = [
        Question(login, "members:list", f"{reverse('members:list')}?{words}"),
        Question(login, "units:people", f"{reverse('units:people')}?{words}"),
    ]
    for key in ("members_disciplined", "members_reprimanded"):  # where a number leads
        for code in (CELL, CODE, BLOC):
            url = reverse("figures:rows", kwargs={"key": key, "code": code, "year": DECIDED_ON.year})
            asked.append(Question(login, "figures:rows", url))
    for name, verb, url, unit, row in known:
        is_open = verb in {access.ANYONE, access.SIGNED_IN}
        if isinstance(row, DisciplineDecision):
            asked.append(Question(login, name, url))
        elif is_open or is_granted(account, verb, unit, row):
            is_list = unit is None and row is None
            asked += [Question(login, name, f"{url}?{query}") for query in (QUERIES if is_list else QUERIES[:1])]
    return asked


def ask(clients: dict[str, Client], asked: list[Question]) -> dict[Question, str]:
    """The answers; what was written by answering is taken back."""
    before = transaction.savepoint()
    answers = {question: text_of(clients[question.login].get(question.url)) for question in asked}
    transaction.savepoint_rollback(before)
    return answers


@pytest.fixture(autouse=True)
def one_of_each(organisations: object) -> None:
    make_one_of_each(CELL, CODE, OFFICER)


@pytest.fixture
def member() -> Member:
    """Somebody who came onto the roll of the cell after its members were rated: in no round and no award."""
    row = NewMember(
        full_name="Đinh Thị Mẫu",
        sex="F",
        born_on=date(1980, 5, 6),
        unit=Unit.objects.get(code=CELL),
        party_age_from_on=date(2010, 3, 1),
        ceremony_on=date(2010, 3, 1),
        official_on=date(2011, 3, 1),
        from_on=date(2021, 1, 1),
    )
    return open_roll([row], by=person(OFFICER), on=TODAY)[0]


def person(login: str) -> Any:
    return Account.objects.get(username=login).person


def decide(member: Member, number: str) -> DisciplineDecision:
    """Reprimand a member, by the cell, as its inspector enters it."""
    inspector = person(INSPECTOR)
    inspector.is_past_fence = True
    return actions.decide_discipline(
        member.unit,
        party=actions.Inspected(member=member),
        form=Form.REPRIMAND,
        ground=Matter.DUTIES,
        decided_by=DecidedBy.CELL,
        number=number,
        decided_on=DECIDED_ON,
        by=inspector,
        on=TODAY,
    )


def leaks(logins: list[str], member: Member, lots: Random | None, only: str = "") -> tuple[list[Question], int]:
    """The questions whose answer tells of the decision, and how many were asked.

    lots: a share of them only; only: those whose name begins so.
    """
    accounts = {account.username: account for account in Account.objects.filter(username__in=logins)}
    clients: dict[str, Any] = {login: client_of(account, fence=True) for login, account in accounts.items()}
    known = places(member, only)
    asked = [question for login in logins for question in questions(accounts[login], member, known)]
    asked = [question for question in asked if question.name.startswith(only)]
    if lots is not None:
        asked = sorted(lots.sample(asked, SHARE), key=lambda question: question.url)
    before = ask(clients, asked)

    DisciplineDecision.objects.filter(pk=decide(member, PAPER).pk).update(id=DECISION)

    after = ask(clients, asked)
    return [question for question in asked if differs(question, before[question], after[question])], len(asked)


@pytest.mark.rule("R-DIS-14")
@pytest.mark.parametrize("earlier", [0, SMALLEST - 1], ids=["first", "shown"])
def test_one_more_decision_is_told_to_nobody_outside_the_fence(
    member: Member, earlier: int, pytestconfig: pytest.Config
) -> None:
    """The first of its cell, and the one with which their number is no longer hidden."""
    others = Member.objects.filter(unit__code=CELL, state="OFFICIAL", person__account=None).exclude(pk=member.pk)
    for number, other in enumerate(others.select_related("unit").order_by("pk")[:earlier], start=1):
        decide(other, f"{number}-QĐ/CB")
    lots = None if pytestconfig.getoption("long") else Random(earlier)

    telling, count = leaks(OUTSIDE, member, lots)
    print(f"{count} questions by {len(OUTSIDE)} people")

    assert [(question.login, question.url) for question in telling] == []
    assert count >= SHARE


def test_what_the_inspector_sees_is_noticed(member: Member) -> None:
    """A role behind the fence is told: the comparison sees it on the list, on the record, where there was none."""
    telling, _count = leaks([INSPECTOR], member, None, "inspection:d")

    names = {question.name for question in telling}
    assert {"inspection:discipline", "inspection:decision"} <= names
