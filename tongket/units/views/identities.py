"""Which account of the identity provider signs in to an account here, as an administrator sees and sets it (S-47)."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates
from tongket.org import actions
from tongket.org.models import Account, Identity
from tongket.pages.buttons import Button
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.forms import OfficeForm, ReasonForm
from tongket.pages.record import Section, SmallTable
from tongket.sign_in import provider, queries
from tongket.units.views.accounts import ACCOUNTS


class SubjectForm(OfficeForm):
    """The code under which the provider knows somebody."""

    subject = forms.CharField(
        label=gettext_lazy("Code at the provider (sub)"),
        max_length=provider.LONGEST_SUBJECT,
        help_text=gettext_lazy(
            "As the provider shows it to its administrator, or as the holder reads it after an attempt to sign in. "
            "No e-mail address, unless the provider uses it as the code."
        ),
    )


def _person_url(identity: Identity) -> str:
    return reverse("units:person", args=[identity.account.person_id])


@deed(
    "units:link_identity",
    verb="account.write",
    row=ACCOUNTS,
    form=SubjectForm,
    title=gettext_lazy("Link with the provider"),
    label=gettext_lazy("Link"),
    note=gettext_lazy("Whoever signs in there under this code is let in here as the holder of this account."),
    done=gettext_lazy("The account is linked."),
    to=_person_url,
)
def link_identity(account: Account, data: Data, who: Who) -> Identity:
    return actions.link_identity(account, provider.issuer(), data["subject"], **who)


@deed(
    "units:unlink_identity",
    verb="account.write",
    row=ACCOUNTS,
    form=ReasonForm,
    title=gettext_lazy("Unlink from the provider"),
    label=gettext_lazy("Unlink"),
    note=gettext_lazy("Nobody signs in through the provider any more, and whoever is signed in is signed out now."),
    done=gettext_lazy("The account is unlinked."),
    to=_person_url,
    is_danger=True,
)
def unlink_identity(account: Account, data: Data, who: Who) -> Identity:
    return actions.unlink_identity(account, **data, **who)


def buttons(account: Account) -> list[Button]:
    """The deed that fits: one identity is linked at a time."""
    if queries.identities(account).filter(unlinked_at=None).exists():
        return [unlink_identity.button(account)]
    return [link_identity.button(account)] if provider.is_set() else []


def section(account: Account) -> list[Section]:
    """What the account is and was linked to; nothing where no provider was ever used."""
    rows = list(queries.identities(account))
    if not rows and not provider.is_set():
        return []
    heads = [(_("Code there"), "start"), (_("Linked"), "start"), (_("Unlinked"), "start")]
    table = SmallTable(heads, [[row.subject, *_ends(row)] for row in rows], empty_text=_("Not linked."))
    return [Section(_("Signing in with %(provider)s") % {"provider": provider.name()}, table=table)]


def _ends(row: Identity) -> tuple[str, str]:
    linked: Any = (dates.moment(row.linked_at), str(row.linked_by or ""))
    unlinked: Any = (
        (dates.moment(row.unlinked_at), str(row.unlinked_by or ""), row.unlinked_because) if row.unlinked_at else ()
    )
    return " · ".join(filter(None, linked)), " · ".join(filter(None, unlinked)) or "–"
