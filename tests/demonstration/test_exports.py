"""Every address that answers with a file, asked for it: the log knows the hash of what left (S-34)."""

import hashlib
from typing import Any

import pytest
from django.http import HttpResponse

from tests.demonstration.extras import make_one_of_each
from tests.demonstration.test_matrix import CELL, CODE, ROLES, client_of, is_granted, targets
from tongket.org.models import Account, AuditRow

ASKED = {"export": "xlsx", "reason": "Kiểm tra hồ sơ"}
pytestmark = pytest.mark.django_db


def is_file(answer: HttpResponse) -> bool:
    return answer.headers.get("Content-Disposition", "").startswith("attachment")


def is_logged(answer: HttpResponse) -> bool:
    """Whether the newest row about a file holds the hash of this one."""
    row = AuditRow.objects.filter(policy__endswith=".export").order_by("-at", "-number").first()
    return row is not None and row.fields.get("sha256") == hashlib.sha256(answer.content).hexdigest()


def test_every_file_that_leaves_is_logged_with_its_hash(organisations: object, share: int) -> None:
    make_one_of_each(CELL, CODE, "tochuc.khoi1")
    accounts = list(Account.objects.filter(username__in=ROLES).select_related("person"))
    clients: dict[str, Any] = {account.username: client_of(account, fence=True) for account in accounts}
    files, unlogged = [], []
    for name, verb, url, unit, row in targets()[::share]:
        for account in accounts:
            if not is_granted(account, verb, unit, row):
                continue
            answer = clients[account.username].get(url, ASKED)
            if is_file(answer):
                files.append(name)
                unlogged += [] if is_logged(answer) else [name]
            if answer.status_code == 200:  # a page or a file, for one as for another
                break
    print(f"{len(files)} addresses answer with a file: {', '.join(sorted(files))}")

    assert unlogged == []
    assert len(files) >= (45 if share == 1 else 5)  # of a share some at least


def test_file_that_was_not_logged_is_seen() -> None:
    answer = HttpResponse(b"PK", headers={"Content-Disposition": "attachment"})

    assert is_file(answer)
    assert not is_logged(answer)
