"""The menu: each package adds its entries in `policy.py`; a person sees those whose verb they hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.org import access

GROUPS = {
    "": "",
    "year": gettext_lazy("Work of the year"),
    "judge": gettext_lazy("Assessment"),
    "end": gettext_lazy("End of the year"),
    "system": gettext_lazy("Administration"),
}
DOMAIN_LABELS = {
    "lead_cell": gettext_lazy("leadership of the cell"),
    "lead_committee": gettext_lazy("leadership of the committee"),
    "office": gettext_lazy("office"),
    "org": gettext_lazy("organisation board"),
    "insp": gettext_lazy("inspection commission"),
    "sys": gettext_lazy("system operation"),
    "audit": gettext_lazy("log supervision"),
    "self": gettext_lazy("member"),
    "act_unit": gettext_lazy("acting for the unit"),
    "act_member": gettext_lazy("acting for the member"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the menu. with_place: whether its address takes the unit's code and the year."""

    label: Any
    url_name: str
    verb: str
    group: str
    order: int
    icon: str
    with_place: bool = False

    def url(self, code: str, year: int) -> str:
        return address(self.url_name, code, year) if self.with_place else address(self.url_name)


def address(url_name: str, *args: str | int) -> str:
    """The address of a page, looked up once: a menu names twenty for each page, and looking up costs more than rows."""
    return _address(url_name, args, get_script_prefix(), get_urlconf())


@lru_cache(maxsize=4096)
def _address(url_name: str, args: tuple[str | int, ...], prefix: str, urlconf: str | None) -> str:
    return reverse(url_name, args=args)


ENTRIES: list[Entry] = []


def add(label: Any, url_name: str, verb: str, *, group: str, order: int, icon: str, with_place: bool = False) -> None:
    """Add a line. group: a key of GROUPS; order: its place in the whole menu."""
    ENTRIES.append(Entry(label, url_name, verb, group, order, icon, with_place))
    ENTRIES.sort(key=lambda entry: entry.order)


def entries_for(person: access.Reader, *, on: date) -> list[Entry]:
    return [entry for entry in ENTRIES if access.holds(person, entry.verb, on=on)]


def domain_names(domains: Iterable[str]) -> str:
    return ", ".join(str(DOMAIN_LABELS[domain]) for domain in domains)


def role(person: access.Reader, *, on: date) -> str:
    """What the person is here for, in words: the first of their running grants."""
    for grant in person.running_grants(on):
        return str(DOMAIN_LABELS[grant.domain]).capitalize()
    return _("Member")
