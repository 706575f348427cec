"""The papers of a round: who gets them, and what stands in them."""

import io
from datetime import date
from typing import Any

import pytest
from docx import Document

from tongket.papers.models import Paper
from tongket.rating import actions
from tongket.rating.actions import Choice
from tongket.rating.models import Candidate, Round
from tongket.rating.round_rules import Body
from tongket.rating.rules import Level
from tongket.rating.tests.make import make_members


def words(body: bytes) -> str:
    """The text of a Word file, paragraphs and cells."""
    document = Document(io.BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).replace("\xa0", " ")


@pytest.fixture
def opened(cast: Any) -> Round:
    """A round of twelve members of two cells, all decided, one of them with the ballots of the cell."""
    make_members(cast, "north_a", 7)
    make_members(cast, "north_b", 5)
    officer: dict[str, Any] = {"by": cast.person("north_officer"), "on": cast.today}
    opened = actions.open_round(cast.unit("north"), year=2020, subject="MEMBER", **officer)
    candidates = list(Candidate.objects.select_related("round", "unit__place", "member__person").order_by("pk"))
    secretary = {"by": cast.person("root_officer"), "on": cast.today}
    ballots: dict[str, Any] = {"issued": 7, "collected": 7, "valid": 6, "votes_for": 5}
    count = actions.propose(
        candidates[0], body=Body.CELL, level=Level.GOOD, proposed_on=cast.today, **ballots, **secretary
    )
    actions.count_again(count, **ballots, **officer)
    levels = [Level.EXCELLENT] + [Level.GOOD] * 10 + [Level.FULFILLED]
    choices = [Choice(candidate, level) for candidate, level in zip(candidates, levels, strict=True)]
    actions.decide_many(opened, choices, decided_on=date(2020, 12, 20), **officer)
    return opened


def close(opened: Round, cast: Any) -> Round:
    closed = actions.close(
        opened, decision_number="12-QĐ/ĐU", decision_on=date(2020, 12, 28), by=cast.person("north_officer"),
        on=cast.today,
    )  # fmt: skip
    return Round.objects.select_related("unit__place").get(pk=closed.pk)


@pytest.mark.rule("R-RATE-22")
def test_decision_has_its_number_and_lists_everybody_by_level(cast: Any, opened: Round, signed_in: Any) -> None:
    close(opened, cast)
    browser, url = signed_in("north_officer"), f"/papers/new/rounds/{opened.pk}/decision/"

    form = browser.get(url).content.decode()
    given = {"issued_on": "28/12/2020", "number": "12", "term_from_on": "", "idempotency_key": "k1"}
    answer = browser.post(url, given)
    text = words(browser.get(f"{answer['Location']}made/").content)

    assert 'value="12"' in form
    assert Paper.objects.get().printed == "12-QĐ/ĐU"
    for part in ("Số 12-QĐ/ĐU", "QUYẾT ĐỊNH:", "12 đảng viên", "Hoàn thành tốt nhiệm vụ: 10", "Chi bộ Nghiệp vụ"):
        assert part in text
    assert text.count("Nguyễn Văn Mẫu") == 12


@pytest.mark.rule("R-RATE-04")
def test_summary_counts_by_cell_and_takes_percents_of_those_rated(cast: Any, opened: Round, signed_in: Any) -> None:
    close(opened, cast)
    browser = signed_in("north_officer")

    text = words(browser.get(f"/papers/new/rounds/{opened.pk}/summary/draft/").content)

    assert "Hoàn thành tốt nhiệm vụ: 10 đảng viên (83,3%)" in text
    assert "Tổng cộng" in text


def test_papers_of_an_open_round_are_not_due(cast: Any, opened: Round, signed_in: Any) -> None:
    browser = signed_in("north_officer")
    given = {"issued_on": "28/12/2020", "number": "12", "term_from_on": "", "idempotency_key": "k1"}

    answer = browser.post(f"/papers/new/rounds/{opened.pk}/decision/", given)

    assert answer.status_code == 422
    assert not Paper.objects.exists()


def test_papers_of_the_meeting_are_for_those_who_work_on_the_round(cast: Any, opened: Round, signed_in: Any) -> None:
    urls = {part: f"/rating/rounds/{opened.pk}/{part}/" for part in ("ballots", "minutes", "proposals")}
    officer, clerk = signed_in("north_officer"), signed_in("north_clerk")

    texts = {part: words(officer.get(url).content) for part, url in urls.items()}

    assert texts["ballots"].count("Nguyễn Văn Mẫu") == 12
    assert "Hoàn thành tốt nhiệm vụ (83,3%)" in texts["minutes"]
    assert "XS: hoàn thành xuất sắc" in texts["proposals"]
    assert {clerk.get(url).status_code for url in urls.values()} == {404}
