"""An office whose books were opened by the first run: what the first visitor typed, and who signs in afterwards."""

from typing import Any

from django.test import Client

from tests.sessions import signed_in_as
from tongket.core import clock
from tongket.org.actions import founding
from tongket.org.models import Account
from tongket.units.forms.opening import FoundingForm

FOUNDING: dict[str, Any] = {
    "printed_name": "ĐẢNG BỘ\r\nXÃ MẪU SƠN",
    "kind": "GRASSROOTS_COMMITTEE",
    "superior": "Đảng bộ tỉnh Lạng Sơn",
    "province": "Lạng Sơn",
    "place": "",
    "code": "",
    "from_on": "01/01/2020",
    "administrator_name": "Nguyễn Văn Quản",
    "administrator_office": "OPERATOR",
    "administrator_decision": "12-QĐ/ĐU",
    "also": ["org", "office"],
    "secretary_name": "Trần Thị Hoa",
    "secretary_office": "SECRETARY",
    "secretary_decision": "34-QĐ/TU",
}


def invited() -> str:
    """The secret part of an address as the command prints it."""
    return founding.invite(on=clock.today())


def founded() -> list[founding.FirstSlip]:
    """The books opened as FOUNDING says."""
    form = FoundingForm(_as_sent(), on=clock.today())
    assert form.is_valid(), form.errors
    return founding.found_office(invited(), **form.values, on=clock.today())


def _as_sent() -> Any:
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for name, value in FOUNDING.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def signed_in(login: str) -> Client:
    """A browser in which somebody has signed in."""
    return signed_in_as(Account.objects.get(username=login))
