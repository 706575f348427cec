"""What is entered for a right: to whom, which, over what, by which paper, from when until when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongket.org import access, grant_rules
from tongket.org.models import Domain, Grant, OfficeTerm, Person, Unit
from tongket.org.queries import grants as queries
from tongket.pages.forms import DayField, OfficeForm, ReasonForm, UnitField, seen_field
from tongket.pages.picker import PickerField

WHAT_FOR = {  # what a domain is, in a few words
    Domain.LEAD: _("reads all of it, decides and approves"),
    Domain.OFFICE: _("documents, targets, reports, the year's review"),
    Domain.ORG: _("members, offices, rating, commendation"),
    Domain.INSP: _("inspection and discipline; a second factor is needed"),
    Domain.SYS: _("accounts and settings; sees no content"),
    Domain.AUDIT: _("reads the log and nothing else"),
}


class Cards(forms.RadioSelect):
    """One of a few, each with a line below its name; what cannot be chosen says why."""

    template_name = "web/cards.html"

    def __init__(self, lines: Mapping[str, Any], closed: Mapping[str, Any]) -> None:
        super().__init__()
        self.lines, self.closed = lines, closed

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        reason = self.closed.get(str(value))
        if reason:
            option["attrs"]["disabled"] = True
        return option | {"line": reason or self.lines.get(str(value), "")}


class DomainField(forms.ChoiceField):
    """The domain of a right. closed: why a domain cannot be given, by the domain."""

    def __init__(self, closed: Mapping[str, Any], **kwargs: Any) -> None:
        choices = [(domain.value, domain.label) for domain in Domain if domain != Domain.ACT]
        lines = {domain.value: text for domain, text in WHAT_FOR.items()}
        super().__init__(choices=choices, widget=Cards(lines, closed), **kwargs)
        self.closed = closed

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value in self.closed:
            raise ValidationError(str(self.closed[value]))


class SecondField(forms.ModelChoiceField[Person]):
    """The second person, of those who may confirm."""

    def __init__(self, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(
            Person.objects.filter(pk__in=[person.pk for person in people]).order_by("name_order"),
            label=_("Second person"),
            empty_label=_("Choose from the list"),
            **kwargs,
        )


class PaperForm(OfficeForm):
    """The decision, and from when until when."""

    decision = forms.CharField(
        label=_("Number of the decision"), max_length=60, help_text=_("Such as 125-QĐ/ĐUK."), strip=True
    )
    decided_on = DayField(label=_("Date of the decision"), required=False)
    valid_from = DayField(label=_("From"))
    valid_until = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The first day without it. It ends by itself with the office, whichever is earlier."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        start, end = values.get("valid_from"), values.get("valid_until")
        if start and end and end <= start:
            self.add_error("valid_until", str(grant_rules.Refusal.ENDS_FIRST.label))
        return values


class WithSecond(PaperForm):
    """With the second person, where the giver's own rights need one for any of the domains."""

    def add_second(self, giver: access.Reader, unit: Unit, domains: Iterable[str], but: list[Any], on: date) -> None:
        own = access.domains_over(giver, unit, on=on)
        needing = [domain for domain in domains if grant_rules.way(own, domain) == grant_rules.SECOND]
        if not needing:
            return
        people = {person.pk: person for domain in needing for person in queries.seconds(unit, domain, but=but, on=on)}
        names = ", ".join(str(Domain(domain).label) for domain in needing)
        self.fields["confirmer"] = SecondField(
            list(people.values()),
            required=False,
            help_text=_("Needed for: %(names)s. Until they confirm on their own screen, the right gives nothing.")
            % {"names": names},
        )


class OfficeHolderForm(OfficeForm):
    """Somebody by an office that they hold."""

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(term=PickerField("office_term", person, "grant.write", on=on, label=_("To whom")))


class GiveForm(WithSecond):
    """A right for the holder of an office. Field names are those of actions.grant."""

    field_order = ("domain", "unit", "decision", "decided_on", "valid_from", "valid_until", "confirmer")

    def __init__(self, giver: Person, term: OfficeTerm, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = why_closed(giver, term, on)
        self.put_first(
            domain=DomainField(closed, label=_("Domain")),
            unit=UnitField(
                giver, "grant.write", on=on, help_text=_("With all units under it, by the tree of the day.")
            ),
        )
        open_ones = [domain for domain in Domain.values if domain not in closed and domain != Domain.ACT]
        self.add_second(giver, term.unit, open_ones, [giver, term.person], on)
        self.order_fields(self.field_order)


def why_closed(giver: Person, term: OfficeTerm, on: date) -> dict[str, Any]:
    """The domains that this giver cannot give the holder of an office over its unit, with the reasons."""
    own = access.domains_over(giver, term.unit, on=on)
    closed: dict[str, Any] = {}
    for domain in Domain:
        trial = Grant(
            person_id=term.person_id, office_term=term, domain=domain, unit=term.unit, valid_from=max(on, term.from_on)
        )
        if giver.pk == term.person_id:
            closed[domain.value] = grant_rules.Refusal.ONESELF.label
        elif grant_rules.way(own, domain) is None:
            closed[domain.value] = grant_rules.Refusal.NOT_YOURS.label
        elif queries.has_other_hand(trial):
            closed[domain.value] = grant_rules.Refusal.ONE_HAND.label
        elif queries.is_there(trial):
            closed[domain.value] = grant_rules.Refusal.TWICE.label
    return closed


class CorrectGrantForm(PaperForm):
    seen = seen_field()


class EndGrantForm(ReasonForm):
    until_on = DayField(label=_("Ends on"), help_text=_("The first day without the right: today or later."))
    seen = seen_field()
    field_order = ("until_on", "reason")


class SeenReasonForm(ReasonForm):
    seen = seen_field()


class StandInForm(WithSecond):
    """Somebody who stands in for the holder of a right. Field names are those of actions.stand_in."""

    note = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("Such as leave or study; nothing about health.")
    )

    def __init__(self, giver: Person, absent: Grant, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(term=PickerField("office_term", giver, "grant.write", on=on, label=_("Who stands in")))
        self.fields["valid_until"].required = True
        self.add_second(giver, absent.unit, [absent.domain], [giver], on)


class ActForm(WithSecond):
    """Somebody who enters the reports of one unit for it. Field names are those of actions.let_act_for."""

    def __init__(self, giver: Person, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(
            term=PickerField("office_term", giver, "grant.write", on=on, label=_("Who enters")),
            unit=UnitField(giver, "grant.write", on=on, label=_("For which unit")),
        )
        self.fields["valid_until"].required = True
        top = giver.own_unit(on)
        if top is not None:
            self.add_second(giver, top, [Domain.ACT], [giver], on)


class TermsField(forms.ModelMultipleChoiceField[OfficeTerm]):
    """Offices to tick, each with what usually goes with it."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: OfficeTerm) -> str:
        domain = queries.usual_domain(obj)
        right = domain.label if domain else ""
        return f"{obj.person} · {obj.get_office_display()}, {obj.unit.place.short_name} → {right}"


class UsualForm(WithSecond):
    """What usually goes with several offices, by one decision. Field names are those of actions.grant_usual."""

    valid_from = DayField(
        label=_("From"), required=False, help_text=_("Empty: each from the day on which its office began.")
    )

    def __init__(self, giver: Person, terms: QuerySet[OfficeTerm], *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(terms=TermsField(terms, label=_("Offices without their usual right")))
        top = giver.own_unit(on)
        if top is not None:
            self.add_second(giver, top, [domain for domain in Domain.values if domain != Domain.ACT], [giver], on)


class GrantsField(forms.ModelMultipleChoiceField[Grant]):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Grant) -> str:
        by = gettext("proposed by %(name)s") % {"name": obj.granted_by or "–"}
        parts = (obj.person, obj.get_domain_display(), obj.unit.place.short_name, obj.decision, by)
        return " · ".join(str(part) for part in parts)


class ConfirmForm(OfficeForm):
    """Several proposed rights, confirmed at once."""

    def __init__(self, rows: QuerySet[Grant], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(rows=GrantsField(rows, label=_("Rights that wait for you")))
        self.initial["rows"] = list(rows.values_list("pk", flat=True))


class OpenReviewForm(OfficeForm):
    """The review of a quarter. Field names are those of actions.open_review."""

    due_on = DayField(label=_("To be done by"))
    suspends = forms.BooleanField(
        label=_("Suspend what nobody has looked at by then, until somebody does"), required=False, initial=True
    )
