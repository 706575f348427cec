"""Codes that stand on paper: on slips and on lists of recovery codes. The database keeps keyed hashes of them alone."""

import secrets

from django.utils.crypto import salted_hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that reads like another: 0 O, 1 I L, U V
LENGTH, GROUP = 12, 4  # 59 bits


def new() -> str:
    """A code as it is printed: three groups of four characters."""
    letters = "".join(secrets.choice(ALPHABET) for _index in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def digest(typed: str, account: int) -> str:
    """What is kept of a code of an account; typed in any case, with or without the dashes.

    The key is the program's secret, so that a copy of the database does not let anybody try codes.
    """
    letters = "".join(letter for letter in typed.upper() if letter in ALPHABET)
    return salted_hmac("tongket.code", f"{account} {letters}", algorithm="sha256").hexdigest()
