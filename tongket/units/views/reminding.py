"""Units reminded of what is late: one page for every matter that a package adds (pages/reminders/matters.py)."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongket.core import dates, numbers
from tongket.org import access
from tongket.pages.columns import unit_name
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.forms import OfficeForm, posted
from tongket.pages.reminders import actions, matters
from tongket.pages.request import Request

MOST_SHOWN = 200


class RemindForm(OfficeForm):
    """Which of the late units are reminded: all that were not reminded today, unless some are taken out."""

    rows = forms.MultipleChoiceField(
        label=gettext_lazy("Who is reminded"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one unit. Each is reminded once a day.")},
    )

    def __init__(self, matter: matters.Matter, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        late = list(matters.remindable(matter, person, on=on)[:MOST_SHOWN])
        reminded = matters.latest(matter.key(row) for row in late)
        self.matter = matter
        self.late = {
            str(row.pk): row for row in late if matter.key(row) not in reminded or reminded[matter.key(row)].on != on
        }
        self.today = len(late) - len(self.late)
        field: Any = self.fields["rows"]
        field.choices = [(key, _line(matter, row, reminded, on)) for key, row in self.late.items()]
        field.initial = list(self.late)
        field.help_text = _already(self.today)

    @property
    def values(self) -> dict[str, Any]:
        return {"matter": self.matter, "rows": [self.late[key] for key in self.cleaned_data["rows"]]}


def _line(matter: matters.Matter, row: Any, reminded: dict[str, Any], on: date) -> str:
    days = (on - getattr(row, matter.due_field)).days
    late = ngettext("%(days)s day late", "%(days)s days late", days) % {"days": numbers.number(days)}
    before = reminded.get(matter.key(row))
    parts = [unit_name(row), matter.title(row), late]
    if before is not None:
        parts.append(_("reminded on %(day)s") % {"day": dates.dmy(before.on)})
    return " · ".join(parts)


def _already(count: int) -> str:
    if not count:
        return ""
    words = ngettext(
        "%(count)s unit was reminded today already.", "%(count)s units were reminded today already.", count
    )
    return words % {"count": numbers.number(count)}


def _form(request: Request, _row: None) -> RemindForm:
    assert request.resolver_match is not None
    matter = matters.MATTERS.get(request.resolver_match.kwargs["matter"])
    if matter is None:
        raise Http404
    return RemindForm(matter, request.person, posted(request)[0], on=request.today)


def _done(made: Any) -> str:
    words = ngettext("%(count)s reminder was sent.", "%(count)s reminders were sent.", len(made))
    return words % {"count": numbers.number(len(made))}


@deed(
    "units:remind",
    verb=matters.VERB,
    form=_form,
    title=gettext_lazy("Remind units that are late"),
    label=gettext_lazy("Remind"),
    note=gettext_lazy(
        "It stands on the home page of those who must act, with your name, and goes to those by mail who chose mail."
    ),
    done=_done,
    to=lambda _made: reverse("web:home"),
    crumbs=[(gettext_lazy("My work"), "web:home")],
)
def remind(data: Data, who: Who) -> Any:
    return actions.remind(data["matter"], data["rows"], **who)
