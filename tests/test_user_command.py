"""`tongket user`: accounts are opened and closed on the command line, and that is logged."""

import pytest

from tongket.cli import main
from tongket.org.models import Account, AuditRow


def test_account_is_closed_and_the_log_says_so(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    Account.objects.create(username="thu.ky")

    code = main(["user", "thu.ky", "--deactivate"])

    assert code == 0
    assert capsys.readouterr().out == "thu.ky: closed\n"
    assert not Account.objects.get(username="thu.ky").is_active
    assert AuditRow.objects.filter(policy="account.write").count() == 1


def test_account_of_an_unknown_person_is_refused(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["user", "thu.ky", "--person", "00000000-0000-4000-8000-000000000000", "--deactivate"])

    assert code == 2
    assert "no person has the id" in capsys.readouterr().err
    assert not Account.objects.exists()
