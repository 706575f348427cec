"""Meetings: the list, one meeting with its pictures, recording and correcting."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.meetings import actions, rules
from tongket.meetings.forms import MeetingForm, PhotoForm
from tongket.meetings.models import Kind, Meeting, Photo
from tongket.org import access
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, text, unit, unit_name
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_year
from tongket.pages.forms import correction_form, unit_form
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About

MEETINGS: Listing[Meeting] = Listing(
    title=gettext_lazy("Meetings"),
    verb="meeting.read",
    columns=[
        text("title", gettext_lazy("Meeting"), order=(), phone="title"),
        unit(),
        choice("kind", gettext_lazy("Type")),
        Column(
            "held_on",
            gettext_lazy("Held on"),
            lambda row: _day(row),
            order=("held_on",),
            phone="figure",
        ),
        Column(
            "present",
            gettext_lazy("Present"),
            lambda row: f"{numbers.number(row.present)}/{numbers.number(row.summoned)}" if row.summoned else "",
            order=("present",),
            align="end",
        ),
    ],
    filters=[by_choice("kind", gettext_lazy("Type"), Kind.choices), by_year("year"), by_unit()],
    order=("-held_on", "unit__place__pos"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No meeting has been recorded yet. The unit that met, or its office, records it."),
)


def _day(row: Meeting) -> Cell:
    """The day; marked where it cannot be (R-DOC-07)."""
    return Cell(dates.dmy(row.held_on), state="" if row.is_day_plausible else "bad")


@require_GET
@access.policy("meeting.read")
def meeting_list(request: Request) -> HttpResponse:
    rows = access.scope(Meeting.objects.all(), request.person, "meeting.read", on=request.today)
    return MEETINGS.respond(
        request,
        rows.select_related("unit__place"),
        buttons=main_button(request, "meeting.write", _("Record a meeting"), "meetings:new"),
    )


@require_GET
@access.policy("meeting.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    meeting = ROWS.find(request, "meeting.read", pk=pk)
    part = f", {meeting.get_part_of_day_display()}" if meeting.part_of_day else ""
    facts = [
        Fact(_("Unit"), meeting.unit.place.name, meeting.unit.get_absolute_url()),
        Fact(_("Held on"), f"{dates.dmy(meeting.held_on)}{part}"),
        Fact(_("Year it is about"), str(meeting.year)),
        Fact(_("Body"), meeting.body),
        Fact(_("Place"), meeting.place),
        Fact(_("Chair"), meeting.chair),
    ]
    if meeting.term:
        facts.append(Fact(_("Term"), meeting.term))
    sections = [
        Section(_("In brief"), facts=facts, note=_doubt(meeting)),
        Section(_("Attendance"), facts=_attendance(meeting)),
        Section(
            _("Pictures"),
            table=SmallTable(
                heads=[(_("No."), "start"), (_("What it shows"), "start")],
                rows=[[str(photo.order), photo.caption] for photo in meeting.photos.all()],
                empty_text=_("No picture has been recorded."),
            ),
        ),
    ]
    if meeting.conclusions_text:
        sections.insert(2, Section("", facts=[Fact(_("Conclusions of the chair"), meeting.conclusions_text)]))
    chips = [(meeting.get_kind_display(), "mut")]
    if meeting.is_thematic:
        chips.append((_("on a theme"), "info"))
    if not meeting.is_day_plausible:
        chips.append((_("the day cannot be right"), "bad"))
    return Record(
        title=meeting.title,
        subtitle=unit_name(meeting),
        crumbs=ROWS.above(meeting),
        about=About(meeting, "meeting.read"),
        chips=chips,
        buttons=_buttons(request, meeting),
        sections=sections,
    ).respond(request)


def _attendance(meeting: Meeting) -> list[Fact]:
    share = ""
    if meeting.summoned:
        share = numbers.percent(numbers.ratio_percent(meeting.present, meeting.summoned))
    return [
        Fact(_("Summoned"), numbers.number(meeting.summoned)),
        Fact(_("Present"), numbers.number(meeting.present)),
        Fact(_("Share"), share),
    ]


def _doubt(meeting: Meeting) -> str:
    """What is wrong with the day of a review conference, and what was probably meant; empty where it fits."""
    if meeting.is_day_plausible:
        return ""
    first, last = rules.conference_window(meeting.year)
    said = _(
        "A conference that reviews %(year)s is held between %(first)s and %(last)s, this one is dated %(day)s."
    ) % {
        "year": meeting.year,
        "first": dates.dmy(first),
        "last": dates.dmy(last),
        "day": dates.dmy(meeting.held_on),
    }
    likely = rules.likely_day(meeting.year, meeting.held_on)
    return said + " " + _("Perhaps %(day)s is meant.") % {"day": dates.dmy(likely)} if likely else said


def _buttons(request: Request, meeting: Meeting) -> list[Button]:
    buttons = []
    if access.may(request.person, "post.write", meeting.unit, on=request.today):
        buttons.append(Button(_("Write a post about it"), link(reverse("news:new"), meeting=str(meeting.pk))))
    if access.may(request.person, "meeting.write", meeting, on=request.today):
        buttons += [photo.button(meeting), correct.button(meeting, _("Correct"), is_primary=True)]
    return buttons


# --- Deeds -----------------------------------------------------------------------------------------------------------

CRUMBS = [(gettext_lazy("Meetings"), "meetings:list")]
ROWS = Rows(query=lambda: Meeting.objects.select_related("unit__place"), crumbs=CRUMBS, name=lambda row: row.title)


def _doubts(meeting: Meeting) -> list[str]:
    return [doubt] if (doubt := _doubt(meeting)) else []


@deed(
    "meetings:new",
    verb="meeting.write",
    form=unit_form(
        MeetingForm,
        "meeting.write",
        lambda request: {"year": request.today.year, "held_on": request.today, "kind": Kind.CELL},
        also_ended=True,
    ),
    title=gettext_lazy("Record a meeting"),
    label=gettext_lazy("Record"),
    crumbs=CRUMBS,
    done=gettext_lazy("The meeting was recorded."),
    warnings=_doubts,
)
def new(data: Data, who: Who) -> Meeting:
    return actions.hold(**data, **who)


@deed(
    "meetings:correct",
    verb="meeting.write",
    row=ROWS,
    form=correction_form(MeetingForm, actions.FIELDS),
    title=gettext_lazy("Correct the meeting"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The meeting was corrected."),
    warnings=_doubts,
)
def correct(meeting: Meeting, data: Data, who: Who) -> Meeting:
    return actions.correct(meeting, **data, **who)


@deed(
    "meetings:photo",
    verb="meeting.write",
    row=ROWS,
    form=PhotoForm,
    title=gettext_lazy("Add a picture"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The picture was recorded."),
    to=lambda photo: photo.meeting.get_absolute_url(),
)
def photo(meeting: Meeting, data: Data, who: Who) -> Photo:
    return actions.add_photo(meeting, **data, **who)
