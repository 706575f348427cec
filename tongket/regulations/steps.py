"""How far the steps of setting up have come that are about regulations and the calendar."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.org.models import Opening
from tongket.pages.setting_up import State
from tongket.regulations.models import LocalValue, Regulation, Setting

OF_THE_YEAR = (Setting.CALENDAR, Setting.WORKDAYS)


def regulations(opening: Opening, on: date) -> State:
    """The texts come with the system; done is what somebody has looked at, or has set something in."""
    texts = Regulation.objects.kept().count()
    rows = LocalValue.objects.kept()  # unscoped: a number, for who sets the system up
    own = rows.exclude(topic__in=[Setting.PAPERS, *OF_THE_YEAR]).count()
    words = _("%(texts)s texts came with the system, %(own)s values of your own") % {"texts": texts, "own": own}
    return State(words, is_done=own > 0)


def calendar(opening: Opening, on: date) -> State:
    """The usual days hold until somebody has moved one, or swapped working days."""
    count = LocalValue.objects.kept().filter(topic__in=OF_THE_YEAR).count()  # unscoped: as above
    if not count:
        return State(_("the usual days of the year"), is_done=False)
    return State(ngettext("%(n)s day set", "%(n)s days set", count) % {"n": count}, is_done=True)
