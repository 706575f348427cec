"""What is done to a round, and to one in it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from tongket.org import access
from tongket.pages.corrections import correction
from tongket.pages.deeds import Data, Who, deed, who
from tongket.pages.forms import ReasonForm, UnitField, posted, run_on, unit_form
from tongket.pages.links import link
from tongket.pages.once import saves
from tongket.pages.picker import PickerField
from tongket.pages.request import Request
from tongket.rating import actions, rules
from tongket.rating.forms.rounds import CloseForm, DecideManyForm, DecideOneForm, LeaveOutForm, MarksForm, RoundForm
from tongket.rating.models import Candidate, Round
from tongket.rating.queries import beside as besides
from tongket.rating.queries import regime
from tongket.rating.round_rules import CandidateState
from tongket.rating.views.rounds import CRUMBS, OF_CANDIDATE, OF_ROUND

# --- The round --------------------------------------------------------------------------------------------------------


@deed(
    "rating:round_new",
    verb="rating.decide",
    form=unit_form(
        RoundForm,
        "rating.decide",
        lambda request: {
            "year": request.GET.get("year") or rules.review_year(request.today),
            "subject": request.GET.get("subject"),
        },
        also_ended=True,
    ),
    title=gettext_lazy("Open a round"),
    note=gettext_lazy("Everybody who belongs to the group is taken in; who is not rated by the regulation says why."),
    crumbs=CRUMBS,
    done=gettext_lazy("The round is open."),
)
def new(data: Data, who: Who) -> Round:
    return actions.open_round(**data, **who)


@deed(
    "rating:round_close",
    verb="rating.decide",
    row=OF_ROUND,
    form=CloseForm,
    title=gettext_lazy("Close the round"),
    label=gettext_lazy("Close the round"),
    done=gettext_lazy("The round is closed with its decision; those rated see their level."),
)
def close(opened: Round, data: Data, who: Who) -> Round:
    return actions.close(opened, **data, **who)


@correction(
    "rating:round_correct",
    verb="rating.decide",
    row=OF_ROUND,
    form=CloseForm,
    fields=("decision_number", "decision_on", "published_on"),
    title=gettext_lazy("Correct the decision, enter the publication"),
)
def correct(opened: Round, data: Data, who: Who) -> Round:
    return actions.correct_round(opened, **data, **who)


@deed(
    "rating:round_reopen",
    verb="rating.decide",
    row=OF_ROUND,
    form=ReasonForm,
    title=gettext_lazy("Open the round again"),
    done=gettext_lazy("The round is open again."),
)
def reopen(opened: Round, data: Data, who: Who) -> Round:
    return actions.reopen(opened, **data, **who)


@deed(
    "rating:round_withdraw",
    verb="rating.decide",
    row=OF_ROUND,
    form=ReasonForm,
    title=gettext_lazy("Withdraw the round"),
    note=gettext_lazy("For a round opened by a slip: no level may have been decided in it."),
    done=gettext_lazy("The round was withdrawn."),
    is_danger=True,
)
def withdraw(opened: Round, data: Data, who: Who) -> Round:
    return actions.withdraw_round(opened, **data, **who)


def _member_form(request: Request, _opened: Round) -> ReasonForm:
    form = ReasonForm(*posted(request))
    form.put_first(member=PickerField("member", request.person, "member.read", on=request.today, label=_("Member")))
    return form


@deed(
    "rating:round_add_member",
    verb="rating.decide",
    row=OF_ROUND,
    form=_member_form,
    title=gettext_lazy("Take in a member"),
    done=gettext_lazy("The member is in the round now."),
    to=lambda candidate: candidate.round.get_absolute_url(),
)
def add_member(opened: Round, data: Data, who: Who) -> Candidate:
    return actions.add(opened, **data, **who)


def _unit_form(request: Request, _opened: Round) -> ReasonForm:
    form = ReasonForm(*posted(request))
    form.put_first(unit=UnitField(request.person, "rating.decide", on=request.today, also_ended=True))
    return form


@deed(
    "rating:round_add_unit",
    verb="rating.decide",
    row=OF_ROUND,
    form=_unit_form,
    title=gettext_lazy("Take in an organisation"),
    done=gettext_lazy("The organisation is in the round now."),
    to=lambda candidate: candidate.round.get_absolute_url(),
)
def add_unit(opened: Round, data: Data, who: Who) -> Candidate:
    return actions.add(opened, **data, **who)


# --- One in it --------------------------------------------------------------------------------------------------------


def back_to(candidate: Candidate) -> str:
    """The page of the round, at the one it was about."""
    return link(candidate.round.get_absolute_url(), one=str(candidate.pk)) + "#chosen"


def _decide_form(request: Request, candidate: Candidate) -> DecideOneForm:
    initial = {"level": candidate.level, "decided_on": request.today, "seen": candidate.version}
    return DecideOneForm(candidate, *posted(request), initial=initial)


def _decided(candidate: Candidate) -> str:
    words = _("%(name)s: %(level)s.")
    return words % {"name": candidate.name, "level": candidate.words}


@deed(
    "rating:decide",
    verb="rating.decide",
    row=OF_CANDIDATE,
    form=_decide_form,
    title=gettext_lazy("Decide the level"),
    label=gettext_lazy("Decide"),
    done=_decided,
    to=back_to,
)
def decide(candidate: Candidate, data: Data, who: Who) -> Candidate:
    return actions.decide(candidate, **data, **who)


def _marks_form(request: Request, candidate: Candidate) -> MarksForm:
    of_year = regime(candidate.round.year, candidate.round.unit)
    return MarksForm(candidate, of_year, *posted(request), initial={"seen": candidate.version})


@deed(
    "rating:marks",
    verb="rating.decide",
    row=OF_CANDIDATE,
    form=_marks_form,
    title=gettext_lazy("Points and grades"),
    label=gettext_lazy("Save"),
    note=gettext_lazy("One total, or one grade, for all common criteria: as the body decided, without explanation."),
    done=gettext_lazy("Saved; the conditions of each level are looked at beside it."),
    to=back_to,
)
def marks(candidate: Candidate, data: Data, who: Who) -> Candidate:
    return actions.mark(candidate, **data, **who)


@deed(
    "rating:leave_out",
    verb="rating.decide",
    row=OF_CANDIDATE,
    form=lambda request, candidate: LeaveOutForm(*posted(request), initial={"seen": candidate.version}),
    title=gettext_lazy("Not rated"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("Not rated, with the reason."),
    to=back_to,
)
def leave_out(candidate: Candidate, data: Data, who: Who) -> Candidate:
    return actions.leave_out(candidate, **data, **who)


@deed(
    "rating:take_up",
    verb="rating.decide",
    row=OF_CANDIDATE,
    form=ReasonForm,
    title=gettext_lazy("Rate after all"),
    done=gettext_lazy("Waits for a level now."),
    to=back_to,
)
def take_up(candidate: Candidate, data: Data, who: Who) -> Candidate:
    return actions.take_up(candidate, **data, **who)


@deed(
    "rating:remove",
    verb="rating.decide",
    row=OF_CANDIDATE,
    form=ReasonForm,
    title=gettext_lazy("Take out of the round"),
    note=gettext_lazy("For who does not belong to this group, such as one whom a higher body rates."),
    done=gettext_lazy("Taken out; the list of those taken out keeps it."),
    to=back_to,
    is_danger=True,
)
def remove(candidate: Candidate, data: Data, who: Who) -> Candidate:
    return actions.remove(candidate, **data, **who)


@deed(
    "rating:withdraw_decision",
    verb="rating.decide",
    row=OF_CANDIDATE,
    form=ReasonForm,
    title=gettext_lazy("Withdraw the level"),
    note=gettext_lazy("For a level entered by a slip. A level that was decided anew is moved, not withdrawn."),
    done=gettext_lazy("The level was withdrawn; the history keeps it."),
    to=back_to,
    is_danger=True,
)
def withdraw_decision(candidate: Candidate, data: Data, who: Who) -> Candidate:
    return actions.withdraw_decision(candidate, **data, **who)


# --- Many at once -----------------------------------------------------------------------------------------------------


@require_POST
@access.policy("rating.decide")
@saves
def decide_many(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Decide for those ticked the level that was proposed last, where it fits the records; the others are named."""
    opened = OF_ROUND.find(request, "rating.decide", pk=pk)
    query = {name: str(value) for name, value in request.GET.items() if name != "one"}
    to = redirect(link(opened.get_absolute_url(), **query))
    form = DecideManyForm(request.POST)
    keys = _keys(request.POST.getlist("candidate"))
    if not form.is_valid() or not keys:
        messages.warning(request, _("Tick those whose proposals are decided, and say when."))
        return to
    rows = Candidate.objects.filter(round=opened, pk__in=keys, state=CandidateState.WAITING)  # unscoped: of the round
    waiting = [row for row in rows.select_related("round", "unit__place", "member__person") if row.proposed]
    of_year = regime(opened.year, opened.unit)
    known = besides.beside(opened, waiting) if waiting else {}
    fitting = [row for row in waiting if not known[row.pk].mismatches(of_year, row.proposed)]
    choices = [actions.Choice(row, row.proposed) for row in fitting]
    decided_on = form.cleaned_data["decided_on"]
    decided = run_on(form, lambda: actions.decide_many(opened, choices, decided_on=decided_on, **who(request)))
    if decided is None:
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return to
    if decided:
        done = ngettext("%(n)s level was decided.", "%(n)s levels were decided.", len(decided)) % {"n": len(decided)}
        messages.success(request, done)
    if left := [row.name for row in waiting if row not in fitting]:
        messages.warning(
            request, _("These do not fit the records and wait: %(names)s.") % {"names": "; ".join(left[:10])}
        )
    return to


def _keys(typed: list[str]) -> list[uuid.UUID]:
    keys = []
    for value in typed[:500]:
        try:
            keys.append(uuid.UUID(value))
        except ValueError:
            continue
    return keys


def open_url(unit_code: str, year: int, subject: str) -> str:
    """The form of a new round, filled in."""
    return link(reverse("rating:round_new"), unit=unit_code, year=year, subject=subject)
