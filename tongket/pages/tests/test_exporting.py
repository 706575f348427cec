"""Files going out."""

from datetime import timedelta
from typing import Any

from tongket.core import clock
from tongket.org.models import AuditRow
from tongket.pages import exporting


def test_file_is_named_so_that_every_system_can_keep_it() -> None:
    header = exporting.attached_as('Huy hiệu đợt 03/02/2022: "mới".xlsx')

    assert header.startswith('attachment; filename="huy hieu dot 03-02-2022- -moi-.xlsx"')
    assert "2F" not in header


def test_person_takes_so_many_files_an_hour_and_no_more(
    cast: Any, signed_in: Any, settings: Any, monkeypatch: Any
) -> None:
    settings.TONGKET_FILES_PER_HOUR = 2
    browser, other = signed_in("root_clerk"), signed_in("north_clerk")

    answers = [browser.get("/targets/?export=xlsx") for _number in range(3)]
    of_other = other.get("/targets/?export=xlsx")
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    afterwards = signed_in("root_clerk").get("/targets/?export=xlsx")

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "2 tệp" in answers[2].content.decode()
    assert of_other.status_code == afterwards.status_code == 200
    assert AuditRow.objects.filter(result="refused", actor=str(cast.people["root_clerk"].pk)).count() == 1
