"""What the roll needs of a new member, and when a new member is asked to have become official."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.core import dates
from tongket.core.dates import months_after
from tongket.members import rules
from tongket.rosters.fields import label
from tongket.rosters.plan import Question
from tongket.rosters.queries.draft import Draft
from tongket.rosters.rules import out_of_order

OFFICIAL = "official"  # the kind of question, and its key
TWELVE_MONTHS, PROBATION = "twelve_months", "probation"  # its answers
LATE_MONTHS = 18  # after the admission: who is not official by then is hardly on probation


def check_newcomers(draft: Draft, *, from_on: date) -> None:
    """Refuse new members with something missing or in the wrong order; ask since when the long admitted are official.

    from_on: the day from which they stand on the roll.
    """
    columns = draft.people.fields
    sexes, admissions = columns["sex"], columns["party_age_from_on"]
    ceremonies, officials = columns["ceremony_on"], columns["official_on"]
    late: list[int] = []
    for index in draft.plan.new:
        sex, born_on, admitted_on = sexes[index], draft.born_on[index], admissions[index]
        ceremony_on, official_on = ceremonies[index], officials[index]
        if not sex or born_on is None or admitted_on is None or not draft.names[index]:
            _refuse_missing(draft, index, sex, born_on, admitted_on)
            continue
        if " " not in draft.names[index] and "'" not in draft.names[index]:
            words = _("“%(name)s” is one word: look whether it is the whole name.")
            draft.remark(index, "full_name", "one_word_name", words % {"name": draft.names[index]})
        wrong = out_of_order(born_on, admitted_on, ceremony_on, official_on)
        if wrong:
            for name, words in wrong:
                draft.refuse(index, name, "out_of_order", words)
            continue
        if (
            admitted_on > from_on
            or (ceremony_on is not None and ceremony_on > from_on)
            or (official_on is not None and official_on > from_on)
        ):
            _refuse_after_roll(draft, index, admitted_on, ceremony_on, official_on, from_on)
        if official_on is None and not draft.status[index]:
            begun_on = ceremony_on or admitted_on
            if months_after(begun_on, LATE_MONTHS) < from_on:
                late.append(index)
    draft.plan.new = [index for index in draft.plan.new if not draft.status[index]]
    if late:
        _decide_official(draft, late)


def _refuse_missing(draft: Draft, index: int, sex: str, born_on: date | None, admitted_on: date | None) -> None:
    words = _("Missing: %(label)s. The roll needs it of a new member.")
    for name, value in (("sex", sex), ("born_on", born_on), ("party_age_from_on", admitted_on)):
        if not value:
            draft.refuse(index, name, "missing", words % {"label": label(name)})
    if not draft.names[index]:
        draft.refuse(index, "full_name", "missing", _("Enter the family name and the given name."))


def _refuse_after_roll(
    draft: Draft, index: int, admitted_on: date, ceremony_on: date | None, official_on: date | None, from_on: date
) -> None:
    words = _("%(day)s lies after %(from)s, the day from which the members stand on the roll.")
    for name, day in (("party_age_from_on", admitted_on), ("ceremony_on", ceremony_on), ("official_on", official_on)):
        if day is not None and day > from_on:
            draft.refuse(index, name, "after_roll", words % {"day": dates.dmy(day), "from": dates.dmy(from_on)})


def _decide_official(draft: Draft, late: list[int]) -> None:
    """Admitted long ago, without a day of official status: asked, never guessed."""
    answer = draft.answers.get(OFFICIAL)
    columns = draft.people.fields
    if answer == TWELVE_MONTHS:
        for index in late:
            begun_on = columns["ceremony_on"][index] or columns["party_age_from_on"][index]
            draft.plan.official_on[index] = rules.probation_ends_on(begun_on)
    elif answer != PROBATION:
        words = ngettext(
            "%(count)s new member was admitted long ago, and the file does not say since when official.",
            "%(count)s new members were admitted long ago, and the file does not say since when official.",
            len(late),
        )
        choices = [
            (TWELVE_MONTHS, _("Official 12 months after the ceremony or admission")),
            (PROBATION, _("Still on probation")),
        ]
        examples = ["{}, {}".format(*draft.people.at(index)) for index in late[:3]]
        draft.plan.questions.append(Question(OFFICIAL, OFFICIAL, words % {"count": len(late)}, choices, examples))
