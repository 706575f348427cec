"""How far the step of setting up has come that is about regulations."""

from datetime import date

from django.utils.translation import gettext as _

from tongket.org.models import Opening
from tongket.pages.setting_up import State
from tongket.regulations.models import LocalValue, Regulation, Setting


def regulations(opening: Opening, on: date) -> State:
    """The texts come with the system; done is what somebody has looked at, or has set something in."""
    texts = Regulation.objects.count()
    own = LocalValue.objects.exclude(topic=Setting.PAPERS).count()  # unscoped: a number, for who sets the system up
    words = _("%(texts)s texts came with the system, %(own)s values of your own") % {"texts": texts, "own": own}
    return State(words, is_done=own > 0)
