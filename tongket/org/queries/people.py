"""Who works here: persons with an office or an account, and what about each of them needs a look."""

from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value, When

from tongket.core import text
from tongket.core.dated import runs_on
from tongket.org import access, people_rules
from tongket.org.models import (
    Account,
    Domain,
    Grant,
    HistoryRow,
    Office,
    OfficeTerm,
    Person,
    Slip,
    Unit,
    WithdrawnAccount,
)
from tongket.org.queries.grants import running_on, with_people

TOLD_BEFORE = timedelta(days=7)  # an account with rights rests too long and is suspended (S-45)
NEEDS_FACTOR = (Domain.LEAD, Domain.ORG, Domain.INSP, Domain.SYS, Domain.AUDIT)  # S-43
WITHOUT_ACCOUNT = (Office.STANDING_MEMBER, Office.COMMITTEE_MEMBER)  # sit in a committee, and do nothing here by that
MOST_WORDS = 6
ATTENTION, IN_USE, CLOSED, WITHOUT = range(4)  # the groups of the list, in its order

REASONS = ("lacks_account", "is_locked", "has_left", "lacks_rights", "lacks_factor", "is_idle")
REASONS_OF_ACCOUNTS = frozenset({"is_locked", "lacks_factor", "is_idle"})  # for those who may read accounts


def listed(reader: access.Reader, *, on: date, with_everybody: bool = False) -> QuerySet[Any]:
    """The persons within reach who hold an office or have an account; with_everybody: the others too.

    Each has its `group`, the flags of REASONS and, for those who may read accounts alone, `has_factor` and the reasons
    that only concern accounts (S-05).
    """
    sees_accounts = access.holds(reader, "account.read", on=on)
    rows: QuerySet[Any] = access.scope(Person.objects.all(), reader, "person.read", on=on)
    rows = rows.annotate(**_facts(on))
    if not with_everybody:
        rows = rows.filter(Q(has_office=True) | Q(account__isnull=False))
    rows = rows.annotate(**_reasons(on, sees_accounts=sees_accounts))
    attention = Q(*((name, True) for name in REASONS), _connector=Q.OR)
    is_open, has_account = Q(account__is_active=True), Q(account__isnull=False)
    group = Case(
        When(attention, Value(ATTENTION)), When(is_open, Value(IN_USE)), When(has_account, Value(CLOSED)),
        default=Value(WITHOUT), output_field=IntegerField(),
    )  # fmt: skip
    rows = rows.annotate(group=group)
    return rows


def with_offices_and_rights(people: QuerySet[Person]) -> QuerySet[Person]:
    """The persons with their account, and as `all_terms` and `all_grants` their offices and rights, ended ones too."""
    terms = OfficeTerm.objects.select_related("unit__place").order_by("-from_on")
    grants = with_people().order_by("-valid_from")
    return people.select_related("account").prefetch_related(
        Prefetch("office_terms", terms, to_attr="all_terms"), Prefetch("grants", grants, to_attr="all_grants")
    )


def _facts(on: date) -> dict[str, Any]:
    terms = OfficeTerm.objects.filter(person=OuterRef("pk"))
    grants = Grant.objects.filter(running_on(on), person=OuterRef("pk"))
    factors = Authenticator.objects.filter(
        user=OuterRef("account__pk"), type__in=(Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    )
    return {
        "has_office": Exists(terms.filter(runs_on(on))),
        "has_ended_office": Exists(terms.filter(until_on__lte=on)),
        "needs_account": Exists(terms.filter(runs_on(on)).exclude(office__in=WITHOUT_ACCOUNT)),
        "has_rights": Exists(grants),
        "needs_factor": Exists(grants.filter(domain__in=NEEDS_FACTOR)),
        "has_factor": Exists(factors),
    }


def _reasons(on: date, *, sees_accounts: bool) -> dict[str, Any]:
    """The flags of REASONS over what `_facts` gives."""
    is_open = Q(account__is_active=True)
    idle_since = on - timedelta(days=settings.TONGKET_REST_DAYS) + TOLD_BEFORE
    last_seen = Q(account__last_login__date__lt=idle_since) | Q(
        account__last_login__isnull=True, account__opened_at__date__lt=idle_since
    )
    flags = {
        "lacks_account": Q(account__isnull=True, needs_account=True),
        "is_locked": Q(account__is_active=False, has_office=True),
        "has_left": is_open & Q(has_office=False, has_ended_office=True),
        "lacks_rights": is_open & Q(needs_account=True, has_rights=False),
        "lacks_factor": is_open & Q(needs_factor=True, has_factor=False),
        "is_idle": is_open & Q(has_rights=True) & last_seen,
    }
    if not sees_accounts:
        flags |= dict.fromkeys(REASONS_OF_ACCOUNTS, Q(pk__in=[]))
    return {name: Case(When(flag, Value(True)), default=Value(False)) for name, flag in flags.items()}


def needing_attention(reader: access.Reader, *, on: date) -> int:
    """How many persons of the list need a look."""
    return listed(reader, on=on).filter(group=ATTENTION).count()


def proposed_login(person: Person) -> str:
    """A login name that nobody has yet, made of the person's name."""
    return people_rules.proposed_login(person.full_name, taken_logins())


def taken_logins() -> set[str]:
    return {login.lower() for login in Account.objects.values_list("username", flat=True)}


def unit_code(person: Person, *, on: date) -> str:
    """The code of the unit in which the person holds their latest office, or nothing."""
    term = person.office_terms.filter(runs_on(on)).select_related("unit").order_by("-from_on").first()
    return term.unit.code if term else ""


def open_slip(account: Account) -> Slip | None:
    """The slip of an account whose code has neither been used nor replaced."""
    return Slip.objects.filter(account=account, used_at=None, withdrawn_at=None).first()


def by_name(rows: QuerySet[Person], typed: str) -> QuerySet[Person]:
    """The persons whose name holds all the words, with or without marks."""
    for word in text.fold(typed).split()[:MOST_WORDS]:
        rows = rows.filter(name_fold__contains=word)
    return rows


def offices_of(person: Person) -> str:
    """The offices that a person holds or has held, in words."""
    terms = person.office_terms.select_related("unit__place").order_by("-from_on")[:2]
    return "; ".join(f"{term.get_office_display()}, {term.unit.place.short_name}" for term in terms)


def without_password(accounts: QuerySet[Account]) -> list[Account]:
    """The open accounts whose holder has set no password yet, in the order of names."""
    rows = accounts.filter(is_active=True, person__isnull=False, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return list(rows.select_related("person", "unit__place").order_by("person__name_order", "pk"))


def holds_office(person: Person, unit: Unit, office: str, *, on: date) -> bool:
    """Whether a person holds an office of a unit on a day."""
    return OfficeTerm.objects.filter(runs_on(on), person=person, unit=unit, office=office).exists()


def names_before(person: Person) -> QuerySet[HistoryRow]:
    """The names that a person had before they were corrected, the latest first."""
    rows = HistoryRow.objects.filter(about=Person._meta.label_lower, object_id=str(person.pk)).select_related("by")
    return rows.order_by("-at", "-pk")


def withdrawn_accounts(person: Person) -> QuerySet[WithdrawnAccount]:
    """The accounts that were made for a person and taken back, the latest first."""
    rows = WithdrawnAccount.objects.filter(person=person).select_related("withdrawn_by")
    return rows.order_by("-withdrawn_at")
