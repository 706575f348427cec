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
from django.views.decorators.http import require_GET, require_http_methods, require_POST

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
from tongket.pages.filters import Filter, by_choice, by_unit
from tongket.pages.forms import UnitField, form_page, run_if_posted, seen_field
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
        crumbs=[(_("News"), reverse("news:list"))],
        chips=[(_("draft"), "warn")] if post.state == State.DRAFT else [],
        buttons=_buttons(request, post),
        sections=[Section("", facts=[Fact(_("Text"), post.body)]), Section(_("About this post"), facts=facts)],
    ).respond(request)


def _buttons(request: Request, post: Post) -> list[Button]:
    if not access.may(request.person, "post.write", post, on=request.today):
        return []
    if post.state == State.PUBLISHED:
        return [Button(_("Withdraw"), reverse("news:withdraw", args=[post.pk]), method="post", is_danger=True)]
    return [
        Button(_("Rewrite"), reverse("news:rewrite", args=[post.pk])),
        Button(_("Publish"), reverse("news:publish", args=[post.pk]), method="post", is_primary=True),
    ]


@require_http_methods(["GET", "POST"])
@access.policy("post.write")
@saves
def new(request: Request) -> HttpResponse:
    """Write a draft; with ?meeting= about that meeting, as its unit."""
    meeting = _meeting(request)
    initial = {"unit": request.GET.get("unit"), "section": SectionOfNews.NEWS}
    if meeting is not None:
        initial |= {"unit": meeting.unit.code, "title": meeting.title, "body": meeting.conclusions_text}
    form = PostForm(request.POST or None, initial=initial)
    form.put_first(unit=UnitField(request.person, "post.write", on=request.today))
    made = run_if_posted(
        request, form, lambda: actions.write(**form.cleaned_data, meeting=meeting, by=request.person, on=request.today)
    )
    if made is not None:
        messages.success(request, _("The draft was saved. Publish it when it is ready."))
        return redirect(made)
    return form_page(
        request,
        form,
        title=_("Write a post"),
        subtitle=meeting.title if meeting else "",
        submit_label=_("Save the draft"),
        cancel_url=reverse("news:list"),
        crumbs=[(_("News"), reverse("news:list"))],
    )


def _meeting(request: Request) -> Meeting | None:
    asked = request.GET.get("meeting", "")
    if not asked:
        return None
    try:
        pk = uuid.UUID(asked)
    except ValueError:
        return None
    return access.find(Meeting.objects.select_related("unit"), request.person, "meeting.read", pk, on=request.today)


@require_http_methods(["GET", "POST"])
@access.policy("post.write")
@saves
def rewrite(request: Request, pk: uuid.UUID) -> HttpResponse:
    post = access.find(Post.objects.all(), request.person, "post.write", pk, on=request.today)
    initial = {name: getattr(post, name) for name in ("section", "title", "summary", "body")} | {"seen": post.version}
    form = PostForm(request.POST or None, initial=initial)
    form.fields["seen"] = seen_field()
    made = run_if_posted(
        request, form, lambda: actions.rewrite(post, **form.cleaned_data, by=request.person, on=request.today)
    )
    if made is not None:
        messages.success(request, _("The draft was saved."))
        return redirect(post)
    return form_page(
        request,
        form,
        title=_("Rewrite the post"),
        subtitle=post.title,
        submit_label=_("Save the draft"),
        cancel_url=post.get_absolute_url(),
        crumbs=[
            (_("News"), reverse("news:list")),
            (post.title, post.get_absolute_url()),
        ],
    )


@require_POST
@access.policy("post.write")
@saves
def publish(request: Request, pk: uuid.UUID) -> HttpResponse:
    post = access.find(Post.objects.all(), request.person, "post.write", pk, on=request.today)
    actions.publish(post, by=request.person, on=request.today)
    messages.success(request, _("The post is published."))
    return redirect(post)


@require_POST
@access.policy("post.write")
@saves
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    post = access.find(Post.objects.all(), request.person, "post.write", pk, on=request.today)
    actions.withdraw(post, by=request.person, on=request.today)
    messages.success(request, _("The post is a draft again."))
    return redirect(post)
