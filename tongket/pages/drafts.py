"""Drafts of forms: what is typed is kept on the server while one types, and offered again on return.

A form switches it on where its page is made (`form_page(…, keeps_draft=True)`, `deed(…, keeps_draft=True)`); forms of
class D3 or D4 cannot. The page gets a token that names the form and the person; what is typed comes with it.
"""

from dataclasses import dataclass

from django import forms
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.org import access
from tongket.org.models import Person
from tongket.pages import actions
from tongket.pages.models import LONGEST_ADDRESS, Draft
from tongket.pages.request import Request

FIELD = "draft_of"  # the field of a form that names its page
CHOICE, USE = "draft", "use"  # in the address of a page whose draft is used
NOT_KEPT = {"csrfmiddlewaretoken", "idempotency_key", FIELD}
MAX_BYTES = 100_000  # of one draft
SIGNER = Signer(salt="tongket.pages.drafts")


@dataclass(frozen=True)
class Ticket:
    """The form that a token names: where its page is, and the verb of that page."""

    address: str
    verb: str

    def sealed(self, person: Person) -> str:
        return SIGNER.sign_object([self.address, self.verb, str(person.pk)])


def ticket_of(token: str, person: Person) -> Ticket | None:
    """What a token names, or None where it is none of ours or was given to somebody else."""
    try:
        address, verb, owner = SIGNER.unsign_object(token)
    except BadSignature:
        return None
    return Ticket(address, verb) if owner == str(person.pk) else None


@dataclass(frozen=True)
class Offer:
    """What the page of a form knows of its draft. state: "" (there is none), offered, used; saved_at: day and time."""

    token: str
    state: str = ""
    saved_at: str = ""
    use_url: str = ""


def offer(request: Request, form: forms.BaseForm) -> Offer:
    """Look up the draft of this page; where the person has asked to use it, put it into the form.

    Raises ValueError for a page of class D3 or D4: what is typed there is not kept before it is sent.
    """
    address = _address(request)
    verb = str(getattr(request.resolver_match and request.resolver_match.func, "policy", ""))
    if access.POLICIES[verb].data_class in {"D3", "D4"}:
        raise ValueError(f"{address}: a form of class {access.POLICIES[verb].data_class} keeps no draft")
    token = Ticket(address, verb).sealed(request.person)
    draft = None if form.is_bound else Draft.objects.fresh().filter(person=request.person, address=address).first()
    if draft is None:
        return Offer(token)
    state = "used" if request.GET.get(CHOICE) == USE else "offered"
    if state == "used":
        _put_into(form, QueryDict(draft.body))
    use_url = f"{address}{'&' if '?' in address else '?'}{CHOICE}={USE}"
    return Offer(token, state, dates.moment(draft.saved_at), use_url)


def _address(request: HttpRequest) -> str:
    """The address of the page without what only says that its draft is used."""
    query = request.GET.copy()
    query.pop(CHOICE, None)
    return f"{request.path}?{query.urlencode()}".rstrip("?")[:LONGEST_ADDRESS]


def _put_into(form: forms.BaseForm, typed: QueryDict) -> None:
    """Let the form start with what was typed, as its fields read it."""
    for name, field in form.fields.items():
        if not isinstance(field, forms.FileField):
            form.initial[name] = field.widget.value_from_datadict(typed, {}, form.add_prefix(name))


def body_of(post: QueryDict) -> str:
    """What a draft keeps of a form."""
    kept = post.copy()
    for name in NOT_KEPT:
        kept.pop(name, None)
    return kept.urlencode()


def drop_sent(request: Request) -> None:
    """Forget the draft of a form that was sent and saved."""
    ticket = ticket_of(request.POST.get(FIELD, ""), request.person)
    if ticket is not None:
        actions.drop_draft(request.person, ticket.address)


def answer(text: str, *, is_saved: bool = True, seen: int | None = None) -> HttpResponse:
    """The pieces that go into the page after what was typed was kept, or was not. seen: the version now looked at."""
    response = HttpResponse(render_to_string("web/_draft_saved.html", {"text": text, "seen": seen}))
    if is_saved:
        response["HX-Trigger"] = "draft-saved"
    return response


def saved_text() -> str:
    return _("Draft saved by itself at %(time)s.") % {"time": timezone.localtime().strftime("%H:%M")}
