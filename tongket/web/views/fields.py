"""What fields of forms ask for while one types: choices, the keeping of a draft."""

import re

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tongket.org import access, saving
from tongket.pages import actions, drafts, limits, once, picker
from tongket.pages.request import Request

FIELD_NAME = re.compile("[a-z][a-z0-9_]{0,59}")


@require_GET
@access.policy("home.read")
def pick(request: Request, source: str, verb: str, name: str) -> HttpResponse:
    """The choices that the words typed into a picker give, as radio buttons for its form."""
    if not FIELD_NAME.fullmatch(name):
        raise Http404
    try:
        found = picker.source_for(source, verb)
    except LookupError as unknown:
        raise Http404 from unknown
    if not access.holds(request.person, verb, on=request.today):
        raise access.NotAllowed(verb)
    words = request.GET.get(name + picker.WORDS, "")
    try:
        limits.count(request, limits.SEARCHES, verb)
    except limits.TooOften as refusal:
        return HttpResponse(render_to_string("web/_choices.html", {"name": name, "refusal": str(refusal)}))
    choices, has_more = found.choices(picker.Scope(request.person, verb, request.today), words)
    context = {"name": name, "words": words.strip(), "choices": choices, "has_more": has_more}
    return HttpResponse(render_to_string("web/_choices.html", context))


@require_POST
@access.policy("home.read")
def save_draft(request: Request) -> HttpResponse:
    """Keep what was typed into a form so far; answers with a line for its page."""
    ticket = _ticket(request)
    body = drafts.body_of(request.POST)
    if len(body) > drafts.MAX_BYTES:
        return drafts.answer(_("This is too long to be saved by itself: please save it."), is_saved=False)
    if once.was_taken(request):  # it was sent in the meantime
        return drafts.answer("")
    with saving.durable():
        actions.keep_draft(request.person, ticket.address, body)
    return drafts.answer(drafts.saved_text())


@require_POST
@access.policy("home.read")
def drop_draft(request: Request) -> HttpResponse:
    """Forget the draft of a form and show the form anew."""
    ticket = _ticket(request)
    with saving.durable():
        actions.drop_draft(request.person, ticket.address)
    messages.info(request, _("The draft was thrown away."))
    return redirect(ticket.address)


def _ticket(request: Request) -> drafts.Ticket:
    ticket = drafts.ticket_of(request.POST.get(drafts.FIELD, ""), request.person)
    if ticket is None:
        raise BadRequest("no form was named for its draft")
    if not access.holds(request.person, ticket.verb, on=request.today):
        raise access.NotAllowed(ticket.verb)
    return ticket
