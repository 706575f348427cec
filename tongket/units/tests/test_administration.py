"""The page /admin/: each role finds there what it administers, and nothing else."""

from typing import Any

from django.urls import reverse

from tongket.pages import administration


def test_administration_lists_the_pages_that_the_person_may_use(signed_in: Any) -> None:
    operator = signed_in("operator")

    page = operator.get("/admin/")

    assert page.status_code == 200
    assert reverse("regulations:list") in page.text
    assert reverse("units:audit") not in page.text.partition("<main")[2]


def test_administration_is_not_for_a_member(signed_in: Any) -> None:
    assert signed_in("stranger").get("/admin/").status_code == 403


def test_each_page_of_the_administration_is_in_a_known_group() -> None:
    assert {page.group for page in administration.PAGES} <= set(administration.GROUPS)
    assert len({page.url_name for page in administration.PAGES}) == len(administration.PAGES)
