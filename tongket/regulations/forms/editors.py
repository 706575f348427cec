"""Which form edits which kind of value."""

from datetime import date
from typing import Any

from tongket.org import access
from tongket.org.models import Unit
from tongket.regulations import papers, settable
from tongket.regulations.forms.calendar import MovedForm, SwapForm
from tongket.regulations.forms.papers import NamesForm, PlaceForm, RecipientsForm, SignerForm
from tongket.regulations.forms.texts import LocalForm
from tongket.regulations.forms.values import ValueForm
from tongket.regulations.models import LocalValue, Setting

PAPER_FORMS: dict[str, type[ValueForm]] = {
    papers.NAMES: NamesForm,
    papers.PLACE: PlaceForm,
    papers.RECIPIENTS: RecipientsForm,
}


def form_of(unit: Unit, topic: str, key: str, *args: Any, on: date, **kwargs: Any) -> ValueForm:
    """The form of a value that is set anew. initial: its fields."""
    if topic == Setting.PAPERS:
        if key == papers.SIGNER:
            return SignerForm(unit, *args, on=on, **kwargs)
        return PAPER_FORMS[key](*args, **kwargs)
    if topic == Setting.WORKDAYS:
        return SwapForm(*args, **kwargs)
    if topic == Setting.CALENDAR:
        return MovedForm(*args, **kwargs)
    return LocalForm(topic, key, settable.usual(topic, key, on), *args, **kwargs)


def initial_of(topic: str, key: str, value: Any) -> dict[str, Any]:
    """The fields that show a value."""
    if topic == Setting.WORKDAYS:
        return SwapForm.initial_of(value)
    if topic == Setting.CALENDAR:
        return MovedForm.initial_of(value)
    if topic != Setting.PAPERS:
        return LocalForm.initial_of(value)
    form: type[ValueForm] = SignerForm if key == papers.SIGNER else PAPER_FORMS[key]
    return form.initial_of(value)


def correction_of(row: LocalValue, _person: access.Reader, *args: Any, on: date) -> ValueForm:
    """The form that shows what was set, and asks why it is corrected (S-23)."""
    initial = initial_of(row.topic, row.key, row.value)
    initial |= {"decision": row.decision, "seen": row.version}
    initial |= {"from_on": row.from_on, "until_on": row.until_on if row.is_temporary else None}
    form = form_of(row.unit, row.topic, row.key, *args, on=on, initial=initial)
    form.ask_why()
    return form
