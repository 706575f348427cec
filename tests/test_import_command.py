"""`tongket import`: the same check and import without a browser, with the rights of an account."""

from pathlib import Path
from typing import Any

import pytest

from tongket import cli
from tongket.members.models import Member
from tongket.org.models import Account
from tongket.rosters.models import Batch, BatchState
from tongket.rosters.tests.batches import BINH, HOA, workbook


@pytest.fixture
def officer(cast: Any) -> str:
    Account.objects.create(username="officer", person=cast.people["north_officer"])
    return "officer"


def run(folder: Path, *rows: dict[str, str], login: str = "officer", more: tuple[str, ...] = ()) -> int:
    path = folder / "ds.xlsx"
    path.write_bytes(workbook(*rows))
    return cli.main(["import", str(path), "--unit", "NORTH", "--as", login, *more])


def test_command_checks_and_writes_nothing_unless_told_to(
    officer: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(tmp_path, HOA, BINH)

    assert (code, Member.objects.count()) == (0, 0)
    assert "2 rows, 2 new" in capsys.readouterr().out


def test_command_imports_with_yes(officer: str, tmp_path: Path) -> None:
    assert run(tmp_path, HOA, BINH, more=("--yes",)) == 0

    assert Member.objects.count() == 2
    assert Batch.objects.get().state == BatchState.IMPORTED


def test_command_names_each_error_and_imports_nothing(
    officer: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(tmp_path, {**HOA, "born_on": "31/02/1987"}, BINH, more=("--yes",))

    assert (code, Member.objects.count()) == (1, 0)
    assert "WRONG DS!C2" in capsys.readouterr().out


@pytest.mark.parametrize("login", ["nobody", "clerk"])
def test_command_refuses_accounts_without_the_right(cast: Any, tmp_path: Path, login: str) -> None:
    Account.objects.create(username="clerk", person=cast.people["north_clerk"])

    assert run(tmp_path, HOA, login=login) == 2
    assert not Batch.objects.exists()


def test_command_says_which_file_it_does_not_know(officer: str) -> None:
    assert cli.main(["import", "gone.xlsx", "--unit", "NORTH", "--as", "officer"]) == 2
