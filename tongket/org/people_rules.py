"""What is decided about persons on plain values: what a login name is made of."""

from collections.abc import Collection

from tongket.core import text

LONGEST_LOGIN = 60


def proposed_login(full_name: str, taken: Collection[str]) -> str:
    """The login name that is proposed for a name: "Phạm Văn Tra" gives "tra.pham", or "tra.pham2" where that is taken.

    taken: the login names that there are, in small letters.
    """
    words = ["".join(filter(str.isalnum, word)) for word in text.fold(full_name).split()]
    words = [word.encode("ascii", "ignore").decode() for word in words]
    words = [word for word in words if word] or ["nguoi", "dung"]
    base = ".".join(dict.fromkeys((words[-1], words[0])))[: LONGEST_LOGIN - 4]
    base = base if len(base) > 2 else f"{base}.dv"
    return next(login for login in _numbered(base, len(taken) + 1) if login not in taken)


def _numbered(base: str, count: int) -> list[str]:
    return [base, *(f"{base}{number}" for number in range(2, count + 2))]
