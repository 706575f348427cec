"""`tongket start`: an empty database gets the address of the first run, any other does not."""

import re

import pytest
from django.test import Client

from tests.cast import Cast
from tongket.cli import main
from tongket.core import clock
from tongket.org.models import DemonstrationMark
from tongket.units.tests.first_run import FOUNDING


def test_start_prints_an_address_and_leaves_open_books_alone(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    first = main(["start", "--port", "8010"])
    token = re.search(r"http://127.0.0.1:8010/start/([\w-]{43})/", capsys.readouterr().out)
    assert token is not None
    Client().post(f"/start/{token[1]}/", FOUNDING)

    again = main(["start"])

    assert (first, again, capsys.readouterr().out) == (0, 0, "")


def test_start_refuses_records_that_nobody_founded(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["start"])

    assert code == 2
    assert "empty one only" in capsys.readouterr().err


def test_start_refuses_the_demonstration(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    DemonstrationMark.objects.create(loaded_at=clock.now())

    code = main(["start"])

    assert code == 2
    assert "demonstration" in capsys.readouterr().err
