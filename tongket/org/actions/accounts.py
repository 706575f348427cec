"""Accounts, as the operator sets them on the command line."""

from datetime import date

from django.db import transaction

from tongket.org import audit
from tongket.org.models import Account


@transaction.atomic
def save_account(account: Account, *, on: date) -> Account:
    """Keep an account with its new password, person or state. Nobody is signed in on the command line."""
    account.save()
    audit.record(None, "account.write", account, on=on, fields=["password", "is_active"])
    return account
