"""The head and the foot of a unit's papers, typed (documents.md 2.2 … 2.4)."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from tongket.core import text
from tongket.org.models import Office, OfficeTerm, Unit
from tongket.pages.forms import DayField
from tongket.regulations import paper_rules
from tongket.regulations.forms.values import ValueForm

MOST_LINES, MOST_RECIPIENTS = 4, 30
SYMBOL = RegexValidator(
    r"^[A-ZĐƯƠÂÊÔ][A-Za-zĐđƯưƠơ0-9-]{0,14}$", _("Letters as they stand behind the slash, such as ĐU or UBKTĐU.")
)


def _lines(typed: Any) -> list[str]:
    return [line.strip() for line in text.clean(str(typed)).split("\n") if line.strip()]


def _as_name(typed: Any) -> str:
    lines = _lines(typed)
    if len(lines) > MOST_LINES:
        raise forms.ValidationError(say("Four lines at most: more do not fit above the number."))
    return "\n".join(lines)


class NamesForm(ValueForm):
    """The two names in the head, as they are broken into lines, and the letters of the symbol."""

    issuer = forms.CharField(
        label=_("Name on the papers"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Each line as it is to be printed, such as Đảng uỷ Sở Tư pháp. It is printed in capitals."),
    )
    superior = forms.CharField(
        label=_("Line above it"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The superior organisation. Empty: the unit directly above in the tree of that day."),
    )
    symbol = forms.CharField(
        label=_("Letters of the symbol"),
        required=False,
        max_length=15,
        validators=[SYMBOL],
        help_text=_("Behind the slash: Số 05-BC/ĐU. Empty: by the kind of the unit."),
    )

    def clean_issuer(self) -> str:
        return _as_name(self.cleaned_data["issuer"])

    def clean_superior(self) -> str:
        return _as_name(self.cleaned_data["superior"])

    def clean_symbol(self) -> str:
        return text.clean(str(self.cleaned_data["symbol"]))

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        return dict(value)

    def value(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("issuer", "superior", "symbol")}


class PlaceForm(ValueForm):
    """The place before the date."""

    value_field = forms.CharField(
        label=_("Place of issue"),
        max_length=80,
        help_text=_("As before the date: “Sông Mẫu, ngày 05 tháng 02 năm 2027”. It holds for the units below too."),
    )

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        return {"value_field": value}

    def value(self) -> str:
        return text.clean(self.cleaned_data["value_field"])


class RecipientsForm(ValueForm):
    """Who gets the paper."""

    recipients = forms.CharField(
        label=_("Recipients"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One recipient on each line, without a hyphen before it; the last line says where it is filed."),
    )

    def clean_recipients(self) -> list[str]:
        lines = [line.strip(" -;.,") for line in _lines(self.cleaned_data["recipients"])]
        recipients = [line for line in lines if line]
        if not recipients:
            raise forms.ValidationError(say("Write at least one recipient."))
        if len(recipients) > MOST_RECIPIENTS or any(len(line) > 200 for line in recipients):
            raise forms.ValidationError(say("That is too long for the foot of a paper: 30 lines at most."))
        return recipients

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        return {"recipients": "\n".join(value)}

    def value(self) -> list[str]:
        return list(self.cleaned_data["recipients"])


class SignerForm(ValueForm):
    """Who signs, and for whom: the secretary, unless something else is set."""

    holder = forms.ChoiceField(
        label=_("Who signs"),
        help_text=_("From the offices held. When somebody else takes the office over, the new name is printed."),
    )
    authority = forms.CharField(
        label=_("For whom"),
        required=False,
        max_length=80,
        help_text=_(
            "T/M for a body that decides together, also where the deputy signs; K/T for a head; T/L by order. "
            "Empty: a head signs alone."
        ),
    )
    line = forms.CharField(
        label=_("Office as printed"),
        required=False,
        max_length=80,
        help_text=_("Empty: as usual, such as BÍ THƯ or PHÓ BÍ THƯ."),
    )
    until_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The first day on which it holds no more, for somebody who signs for a time. Empty: no end."),
    )

    def __init__(self, unit: Unit, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = OfficeTerm.objects.filter(unit=unit).select_related("person")  # unscoped: of a unit that was found
        running = [term for term in terms.order_by("from_on") if term.until_on is None or term.until_on > on]
        running.sort(key=lambda term: Office(term.office).rank)
        choices = [(_holder(term.office, term.person_id), _holder_words(term)) for term in running]
        kept = self.initial.get("holder")
        if kept and kept not in dict(choices):
            choices.append((kept, str(Office(kept.partition(":")[0]).label)))
        field = self.fields["holder"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices or [(_holder(Office.SECRETARY, ""), str(Office.SECRETARY.label))]

    def clean_authority(self) -> str:
        line = text.clean(self.cleaned_data["authority"]).upper()
        if line and not paper_rules.is_capacity(line):
            raise forms.ValidationError(say("Begin with T/M, K/T, T/L or Q., such as T/M BAN THƯỜNG VỤ."))
        if line.startswith("K/T") and paper_rules.is_for_a_collective_body(line):
            raise forms.ValidationError(
                say("For a body that decides together nobody signs K/T: write T/M, also for a deputy.")
            )
        return line

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        return {**value, "holder": _holder(value["office"], value.get("person", ""))}

    def value(self) -> dict[str, str]:
        office, _colon, person = self.cleaned_data["holder"].partition(":")
        line = text.clean(self.cleaned_data["line"]).upper()
        return {"office": office, "person": person, "authority": self.cleaned_data["authority"], "line": line}


def _holder(office: str, person: Any) -> str:
    return f"{office}:{person or ''}"


def _holder_words(term: OfficeTerm) -> str:
    return f"{term.get_office_display()} – {term.person.full_name}"
