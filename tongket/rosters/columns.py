"""What the step "Columns" shows of a batch: each column of each list, what it was taken for, and the choice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import numbers
from tongket.rosters.models import Batch, BatchState, Task
from tongket.rosters.queries.parts import Name, choices, part
from tongket.sheets.choices import CHOSEN, KINDS, PROPOSED, STACK, SURE, UNKNOWN, UNREAD

SEEN = "columns"  # the answer that says that the columns were looked at
SURENESS = {
    UNKNOWN: ("bad", gettext_lazy("not understood")),
    PROPOSED: ("warn", gettext_lazy("worth a look")),
    CHOSEN: ("info", gettext_lazy("chosen by you")),
    SURE: ("ok", gettext_lazy("sure")),
}
_ORDER = [UNKNOWN, PROPOSED, CHOSEN, SURE]


def are_open(batch: Batch) -> bool:
    """Whether columns are unread or unsure, and nobody has looked at them yet."""
    if batch.state != BatchState.CHECKED or batch.task != Task.NONE:
        return False
    tables = part(batch, Name.FINDINGS, {}).get("tables", ())
    is_unsure = any(
        column["sureness"] in {UNKNOWN, PROPOSED} and column["filled"]
        for table in tables
        for column in table["columns"]
    )
    return is_unsure and SEEN not in choices(batch).answers


def shown(batch: Batch) -> dict[str, Any]:
    """Everything that the template of the step needs."""
    findings: Mapping[str, Any] = part(batch, Name.FINDINGS, {})
    tables = [_table(table) for table in findings.get("tables", ()) if table["columns"]]
    return {
        "batch": batch,
        "title": _("What is each column?"),
        "subtitle": batch.file_name,
        "crumbs": [
            (_("Members"), reverse("members:list")),
            (_("Imported rosters"), reverse("rosters:list")),
            (batch.file_name, batch.get_absolute_url()),
        ],
        "tables": tables,
        "filled": _filled(findings.get("tables", ())),
        "key": uuid4().hex,
    }


def typed(findings: Mapping[str, Any], sent: QueryDict, before: Mapping[str, str]) -> dict[str, str]:
    """The answers so far with what was chosen for the columns; a column that is sure keeps no answer of its own."""
    answers = dict(before)
    for table in findings.get("tables", ()):
        for column in table["columns"]:
            key = column["key"]
            answer = sent.get(f"answer:{key}")
            if answer == "":
                answers.pop(key, None)
            elif answer == _value(column):
                if column["sureness"] == PROPOSED:
                    answers[key] = answer
            elif answer in KINDS or answer == UNREAD:
                answers[key] = str(answer)
    if SEEN in sent:
        answers[SEEN] = "1"
    return answers


def _value(column: Mapping[str, Any]) -> str:
    """What the choice of a column as it was taken is called in an answer."""
    if column["sureness"] == UNKNOWN:
        return ""
    if column["kind"] == STACK:
        return f"{STACK}:{','.join(column['parts'])}"
    return str(column["kind"])


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    columns = sorted(table["columns"], key=lambda column: _ORDER.index(column["sureness"]))
    first, last = table["head_rows"]
    return {
        "sheet": table["sheet"],
        "people": numbers.number(table["people"]),
        "head": _head(first, last),
        "cell_name": table["cell_name"],
        "columns": [_column(column) for column in columns],
    }


def _head(first: int, last: int) -> str:
    if not first:
        return _("No head")
    if first == last:
        return _("Head in row %(row)s") % {"row": first}
    return _("Head in rows %(first)s to %(last)s") % {"first": first, "last": last}


def _column(column: Mapping[str, Any]) -> dict[str, Any]:
    value = _value(column)
    state, words = SURENESS[column["sureness"]]
    options: list[tuple[str, str]] = []
    if column["sureness"] == UNKNOWN:
        options.append(("", _("Choose what it is")))
    elif column["sureness"] == CHOSEN:
        options.append(("", _("As the program reads it")))
    if column["kind"] == STACK:
        options.append((value, " / ".join(str(KINDS.get(kind, "–")) for kind in column["parts"])))
    likely = [kind for kind in column["alternatives"] if kind in KINDS]
    options += [(UNREAD, _("Leave this column out"))]
    options += [(kind, str(KINDS[kind])) for kind in dict.fromkeys([*likely, *KINDS])]
    return {
        **column,
        "name": f"answer:{column['key']}",
        "title": " – ".join(column["head"]) or _("(no head)"),
        "maybe": ", ".join(str(KINDS[kind]) for kind in likely[:2]) if column["sureness"] != SURE else "",
        "state": state,
        "words": words,
        "count": numbers.number(column["filled"]),
        "options": [{"value": key, "text": text, "is_chosen": key == value} for key, text in options],
    }


def _filled(tables: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """How many values of each kind will be read, over all lists."""
    counts: Counter[str] = Counter()
    for table in tables:
        for column in table["columns"]:
            for kind in column["parts"] if column["kind"] == STACK else [column["kind"]]:
                counts[kind] += column["filled"]
    return [
        {"label": str(label), "number": numbers.number(counts[kind])}
        for kind, label in KINDS.items()
        if counts[kind] and kind != "number"
    ]
