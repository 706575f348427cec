"""Rights in words, as pages show them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates
from tongket.org.models import Domain, Grant, OfficeTerm
from tongket.pages.columns import unit_name

CLASSES = {
    "D0": gettext_lazy("public"),
    "D1": gettext_lazy("internal"),
    "D2": gettext_lazy("personal"),
    "D3": gettext_lazy("sensitive"),
    "D4": gettext_lazy("restricted, with a second factor"),
}


def right_name(grant: Grant) -> str:
    """What a grant is: its domain, or for whom its holder acts or stands in."""
    if grant.domain == Domain.ACT:
        who = str(grant.acts_for) if grant.acts_for else unit_name(grant)
        return _("Acting for %(who)s") % {"who": who}
    domain = str(grant.get_domain_display())
    if grant.instead_of is None:
        return domain
    return _("%(domain)s, standing in for %(who)s") % {"domain": domain, "who": grant.instead_of.person}


def office_name(term: OfficeTerm) -> str:
    return f"{term.get_office_display()}, {term.unit.place.short_name}"


def until(grant: Grant) -> str:
    if grant.valid_until is not None:
        return dates.dmy(grant.valid_until)
    end = grant.office_term.until_on
    return dates.dmy(end) if end else _("as long as the office")
