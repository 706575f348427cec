"""Movements, subjects, models and themes: entered on their pages, corrected, withdrawn."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.commendation import actions
from tongket.commendation.models import EmulationModel, Movement, Spread, ThematicTopic, Theme, ThemeWork
from tongket.pages.tests.pages import filled_in

DAY = date(2020, 3, 1)


def who(cast: Any) -> dict[str, Any]:
    return {"by": cast.person("root_officer"), "on": cast.today}


def put_right(browser: Any, correct: str, withdraw: str, **changes: Any) -> list[int]:
    """Correct a row by its page, then withdraw it; what the pages answered."""
    form = browser.get(correct).context["form"]
    corrected = browser.post(correct, filled_in(form, because="Ghi sai", **changes))
    withdrawn = browser.post(withdraw, {"reason": "Ghi nhầm đơn vị"})
    return [corrected.status_code, withdrawn.status_code]


@pytest.mark.puts_right("commendation.ThematicTopic", "commendation.Movement")
def test_subject_and_movement_are_put_right(cast: Any, signed_in: Any) -> None:
    browser = signed_in("root_officer")
    topic = actions.open_topic(cast.unit("root"), year=2020, name="Dân vận", **who(cast))
    movement = actions.record_movement(
        cast.unit("root"), year=2020, name="Dân vận khéo", models_registered=3, models_recognised=2, **who(cast)
    )

    at, there = f"/commendation/topics/{topic.pk}/", f"/commendation/movements/{movement.pk}/"
    answers = [
        *put_right(browser, at, f"{at}withdraw/", name="Dân vận khéo"),
        *put_right(browser, there, f"{there}withdraw/", models_recognised=3),
    ]

    assert answers == [302] * 4
    assert not ThematicTopic.objects.exists()
    assert not Movement.objects.exists()


@pytest.mark.puts_right("commendation.EmulationModel", "commendation.Spread")
def test_model_goes_from_registration_to_its_spreading(cast: Any, signed_in: Any) -> None:
    browser = signed_in("root_officer")
    sent = {"unit": "NORTH", "name": "Mỗi tuần một điều", "author": "Chi bộ Văn phòng", "registered_on": "01/03/2020"}
    browser.post("/commendation/models/new/", sent)
    model = EmulationModel.objects.get()
    at = f"/commendation/models/{model.pk}/"
    form = browser.get(f"{at}correct/").context["form"]
    recognised = {"recognised_on": "01/12/2020", "because": "Công nhận"}
    refused = browser.post(f"{at}correct/", filled_in(form, **recognised))
    browser.post(f"{at}correct/", filled_in(form, decision_number="12-QĐ/ĐUK", **recognised))
    browser.post(f"{at}spread/", {"unit": "SOUTH", "from_on": "02/12/2020", "result": "Ba chi bộ"})
    page = browser.get(at).content.decode()
    row = Spread.objects.get()

    answers = put_right(
        browser, f"/commendation/spread/{row.pk}/correct/", f"/commendation/spread/{row.pk}/withdraw/", result="Bốn"
    )
    browser.post(f"{at}withdraw/", {"reason": "Ghi nhầm đơn vị"})

    assert list(refused.context["form"].errors) == ["decision_number"]
    assert "Đảng bộ Sở Phương Nam" in page
    assert "12-QĐ/ĐUK" in page
    assert answers == [302, 302]
    assert not EmulationModel.objects.exists()


@pytest.mark.puts_right("commendation.Theme", "commendation.ThemeWork")
def test_theme_shows_what_units_registered_and_did(cast: Any, signed_in: Any) -> None:
    browser = signed_in("root_officer")
    sent = {"unit": "ROOT", "span": "TERM", "name": "Đoàn kết, kỷ cương", "from_year": 2020, "to_year": 2025}
    browser.post("/commendation/themes/new/", sent)
    theme = Theme.objects.get()
    at = f"/commendation/themes/{theme.pk}/"
    work = {"unit": "NORTH", "year": 2020, "registered": "Cải cách thủ tục", "registered_on": "01/03/2020"}
    other_year = browser.post(f"{at}work/", {**work, "year": 2019})
    browser.post(f"{at}work/", work)
    row = ThemeWork.objects.get()
    done = f"/commendation/work/{row.pk}/correct/"
    half = browser.post(done, filled_in(browser.get(done).context["form"], done="Xong", because="Đã làm"))
    answers = put_right(
        browser, done, f"/commendation/work/{row.pk}/withdraw/", done="Đã rút ngắn 5 thủ tục", done_on="01/12/2020"
    )
    answers += put_right(browser, f"{at}correct/", f"{at}withdraw/", document="08-NQ/ĐUK")

    assert list(other_year.context["form"].errors) == ["year"]
    assert list(half.context["form"].errors) == ["done_on"]
    assert answers == [302] * 4
    assert not Theme.objects.exists()


def test_theme_of_a_year_is_for_one_year(cast: Any) -> None:
    with pytest.raises(ValidationError):
        actions.set_theme(
            cast.unit("root"), span="YEAR", name="Chủ đề", from_year=2020, to_year=2021, document="", **who(cast)
        )
