"""Posts: the list with its search, one post, writing, publishing."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import dates
from tongket.core.text import fold
from tongket.meetings.models import Meeting
from tongket.news import actions, queries
from tongket.news.forms import PostForm
from tongket.news.models import Post
from tongket.news.rules import SectionOfNews, State
from tongket.org import access
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, day, text, unit
from tongket.pages.deeds import Data, Rows, Who, deed, who
from tongket.pages.filters import Filter, by_choice, by_unit
from tongket.pages.forms import UnitField, correction_form, form_page, run_if_posted
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request


def _with_words(rows: Any, typed: str) -> Any:
    for word in fold(typed).split()[:6]:
        rows = rows.filter(Q(title_fold__contains=word) | Q(body_fold__contains=word))
    return rows


def _day(typed: str) -> date | None:
    try:
        return dates.parse_day(typed)
    except ValueError:
        return None


def _since(rows: Any, typed: str) -> Any:
    day = _day(typed)
    return rows.filter(published_on__gte=day) if day else rows.none()


def _until(rows: Any, typed: str) -> Any:
    day = _day(typed)
    return rows.filter(published_on__lte=day) if day else rows.none()


def _state(row: Post) -> Cell | str:
    return Cell(_("draft"), state="warn") if row.state == State.DRAFT else ""


POSTS: Listing[Post] = Listing(
    title=gettext_lazy("News"),
    verb="post.read",
    columns=[
        text("title", gettext_lazy("Headline"), order=("title_fold",), phone="title"),
        choice("section", gettext_lazy("Section of the news")),
        unit(),
        day("published_on", gettext_lazy("Published on"), phone="figure"),
        Column("state", gettext_lazy("State"), _state, phone="state"),
    ],
    filters=[
        Filter("q", gettext_lazy("Words, with or without marks"), _with_words),
        by_choice("section", gettext_lazy("Section of the news"), SectionOfNews.choices),
        Filter("since", gettext_lazy("From day"), _since, is_day=True),
        Filter("until", gettext_lazy("Until day"), _until, is_day=True),
        by_unit(starts_here=False),
    ],
    order=("state", "-published_on"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("Nothing has been published yet."),
)


@require_GET
@access.policy("post.read")
def post_list(request: Request) -> HttpResponse:
    return POSTS.respond(
        request,
        queries.readable(request.person, on=request.today).select_related("unit__place"),
        buttons=main_button(request, "post.write", _("Write a post"), "news:new"),
    )


@require_GET
@access.policy("post.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    rows = queries.readable(request.person, on=request.today).select_related("unit__place", "meeting")
    post = get_object_or_404(rows, pk=pk)
    facts = [
        Fact(_("Section of the news"), post.get_section_display()),
        Fact(_("Unit"), post.unit.place.name, post.unit.get_absolute_url()),
        Fact(_("Published on"), dates.dmy_or_empty(post.published_on)),
    ]
    if post.meeting is not None and access.may(request.person, "meeting.read", post.meeting, on=request.today):
        facts.append(Fact(_("Meeting"), post.meeting.title, post.meeting.get_absolute_url()))
    return Record(
        title=post.title,
        subtitle=post.summary,
        crumbs=ROWS.above(post),
        chips=[(_("draft"), "warn")] if post.state == State.DRAFT else [],
        buttons=_buttons(request, post),
        sections=[Section("", facts=[Fact(_("Text"), post.body)]), Section(_("About this post"), facts=facts)],
    ).respond(request)


def _buttons(request: Request, post: Post) -> list[Button]:
    if not access.may(request.person, "post.write", post, on=request.today):
        return []
    if post.state == State.PUBLISHED:
        return [withdraw.button(post)]
    return [rewrite.button(post, _("Rewrite")), publish.button(post, is_primary=True)]


# --- Deeds -----------------------------------------------------------------------------------------------------------

CRUMBS = [(gettext_lazy("News"), "news:list")]
ROWS = Rows(
    query=lambda: Post.objects.select_related("unit__place", "meeting"), crumbs=CRUMBS, name=lambda post: post.title
)


@require_http_methods(["GET", "POST"])
@access.policy("post.write")
@saves
def new(request: Request) -> HttpResponse:
    """Write a draft; with ?meeting= about that meeting, as its unit: the one page here that two rows decide on."""
    meeting = _meeting(request)
    initial = {"unit": request.GET.get("unit"), "section": SectionOfNews.NEWS}
    if meeting is not None:
        initial |= {"unit": meeting.unit.code, "title": meeting.title, "body": meeting.conclusions_text}
    form = PostForm(request.POST or None, initial=initial)
    form.put_first(unit=UnitField(request.person, "post.write", on=request.today))
    post = run_if_posted(request, form, lambda: actions.write(**form.cleaned_data, meeting=meeting, **who(request)))
    if post is not None:
        messages.success(request, _("The draft was saved. Publish it when it is ready."))
        return redirect(post)
    return form_page(
        request,
        form,
        title=_("Write a post"),
        subtitle=meeting.title if meeting else "",
        submit_label=_("Save the draft"),
        cancel_url=reverse("news:list"),
        crumbs=[(_("News"), reverse("news:list"))],
        keeps_draft=True,
    )


def _meeting(request: Request) -> Meeting | None:
    try:
        pk = uuid.UUID(request.GET.get("meeting", ""))
    except ValueError:
        return None
    return access.find(Meeting.objects.select_related("unit"), request.person, "meeting.read", pk, on=request.today)


@deed(
    "news:rewrite",
    verb="post.write",
    row=ROWS,
    form=correction_form(PostForm, ("section", "title", "summary", "body")),
    title=gettext_lazy("Rewrite the post"),
    label=gettext_lazy("Save the draft"),
    done=gettext_lazy("The draft was saved."),
    keeps_draft=True,
)
def rewrite(post: Post, data: Data, who: Who) -> Post:
    return actions.rewrite(post, **data, **who)


@deed(
    "news:publish",
    verb="post.write",
    row=ROWS,
    title=gettext_lazy("Publish"),
    done=gettext_lazy("The post is published."),
)
def publish(post: Post, _data: Data, who: Who) -> Post:
    return actions.publish(post, **who)


@deed(
    "news:withdraw",
    verb="post.write",
    row=ROWS,
    title=gettext_lazy("Take the post down"),
    done=gettext_lazy("The post is a draft again."),
    is_danger=True,
)
def withdraw(post: Post, _data: Data, who: Who) -> Post:
    return actions.withdraw(post, **who)
