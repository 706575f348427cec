"""What the page of a batch shows, and what was typed into it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.core import dates, numbers
from tongket.rosters.actions import parts
from tongket.rosters.models import Batch, BatchState, Task
from tongket.rosters.queries.matching import skip_key

PER_PAGE = 50
CHIPS = {
    BatchState.READING: "info",
    BatchState.CHECKED: "warn",
    BatchState.IMPORTED: "ok",
    BatchState.UNDONE: "mut",
    BatchState.DISCARDED: "mut",
    BatchState.REFUSED: "bad",
}
SAYS_A_ROW = frozenset({"duplicate_identity", "duplicate_card", "duplicate_person", "same_name"})  # its message does
MOST_TYPED = 200  # characters of a mend


def _done(batch: Batch, state: BatchState) -> str:
    """What became of a batch, in one sentence; empty while nothing has."""
    if state == BatchState.UNDONE and batch.undone_at is not None:
        return _("The import was taken back at %(at)s: the roll is as it was before.") % {
            "at": dates.moment(batch.undone_at)
        }
    if state != BatchState.IMPORTED:
        return ""
    return _("Imported: %(new)s new, %(changed)s changed.") % {
        "new": numbers.number(batch.new_count),
        "changed": numbers.number(batch.changed_count),
    }


def shown(batch: Batch, query: QueryDict) -> dict[str, Any]:
    """Everything that the template needs."""
    state = BatchState(batch.state)
    found: Mapping[str, Any] = parts.get(batch, parts.Name.FINDINGS, {}) if state == BatchState.CHECKED else {}
    mends, answers = parts.choices(batch) if found else ({}, {})
    problems = [_problem(one, mends) for one in found.get("problems", ())]
    errors = [one for one in problems if one["is_error"]]
    return {
        "batch": batch,
        "title": _("File %(file)s") % {"file": batch.file_name},
        "subtitle": batch.unit.place.name,
        "crumbs": [
            (_("Members"), reverse("members:list")),
            (_("Imported rosters"), reverse("rosters:list")),
        ],
        "entered": _("%(name)s, %(at)s") % {"name": batch.entered_by.full_name, "at": dates.moment(batch.entered_at)},
        "from_on": dates.dmy(batch.from_on),
        "is_waiting": bool(batch.task),
        "is_importing": batch.task == Task.IMPORT,
        "is_checked": state == BatchState.CHECKED and not batch.task,
        "is_ready": bool(found.get("is_ready")),
        "refusal": batch.report.get("refused", ""),
        "failure": batch.report.get("failed", ""),
        "done": _done(batch, state),
        "is_undone": state == BatchState.UNDONE,
        "state_label": str(state.label),
        "chip": CHIPS[state],
        "counts": _counts(batch),
        "asks": [_ask(one, answers) for one in found.get("asks", ())],
        "errors": _paged(errors, query, "page"),
        "remarks": _paged([one for one in problems if not one["is_error"]], query, "remarks"),
        "mended": [{"cell": cell, "text": text} for cell, text in sorted(mends.items())],
        "has_mends": any(one["mend"] for one in errors),
        "skipped": [_skipped(*one) for one in found.get("skipped", ())[:MOST_TYPED]],
        "changed": _paged(found.get("changed", ()), query, "changed"),
        "new": _paged(found.get("new", ()), query, "new"),
        "more_new": max(batch.new_count - len(found.get("new", ())), 0),
        "units": [
            {"name": name, "new": numbers.number(new), "changed": numbers.number(changed)}
            for name, new, changed in found.get("units", ())[:MOST_TYPED]
        ],
        "notes": found.get("notes", ()),
        "actions": _actions(batch, is_ready=bool(found.get("is_ready"))),
        "key": uuid4().hex,
    }


def typed(batch: Batch, sent: QueryDict) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """What the page sent: mends, answers, answers to forget. Names that the check did not ask for are ignored."""
    found: Mapping[str, Any] = parts.get(batch, parts.Name.FINDINGS, {})
    mends, answers = {}, {}
    for one in found.get("problems", ()):
        if one["cell"] and one["is_error"]:
            at = f"{one['sheet']}!{one['cell']}"
            text = sent.get(f"mend:{at}", "").strip()[:MOST_TYPED]
            if "use_all" in sent and one["mend"]:
                text = one["mend"]
            if text != one["value"] and (text or f"mend:{at}" in sent):
                mends[at] = text
        key = skip_key(one["sheet"], one["row"])
        if key in sent:
            answers[key] = "1"
    for one in found.get("asks", ()):
        chosen = sent.get(f"answer:{one['key']}", "")
        if chosen in {value for value, _text in one["choices"]}:
            answers[one["key"]] = chosen
    back = [skip_key(sheet, row) for sheet, row, _name in found.get("skipped", ())]
    return mends, answers, [key for key in back if f"back:{key}" in sent]


def _counts(batch: Batch) -> list[dict[str, Any]]:
    counted = (
        (_("Rows"), batch.row_count, ""),
        (_("New"), batch.new_count, "ok"),
        (_("Changed"), batch.changed_count, "info"),
        (_("Unchanged"), batch.same_count, "mut"),
        (_("With errors"), batch.refused_count, "bad" if batch.refused_count else "mut"),
        (_("Left out"), batch.skipped_count, "mut"),
    )
    return [{"label": label, "number": numbers.number(count), "state": state} for label, count, state in counted]


def _problem(one: Mapping[str, Any], mends: Mapping[str, str]) -> dict[str, Any]:
    at = f"{one['sheet']}!{one['cell']}" if one["cell"] else ""
    return {
        **one,
        "value": "" if one["code"] in SAYS_A_ROW else one["value"],
        "place": one["cell"] or _("row %(row)s") % {"row": one["row"]},
        "mend_name": f"mend:{at}" if at else "",
        "typed": mends.get(at, ""),
        "skip_name": skip_key(one["sheet"], one["row"]),
    }


def _ask(one: Mapping[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    chosen = answers.get(one["key"], "")
    return {
        **one,
        "name": f"answer:{one['key']}",
        "is_long": len(one["choices"]) > 6,
        "choices": [{"value": value, "text": text, "is_chosen": value == chosen} for value, text in one["choices"]],
    }


def _skipped(sheet: str, row: int, name: str) -> dict[str, Any]:
    return {"sheet": sheet, "row": row, "name": name, "back_name": f"back:{skip_key(sheet, row)}"}


def _paged(rows: Sequence[Any], query: QueryDict, key: str) -> dict[str, Any]:
    """One page of some rows, in the shape that `web/_pages.html` takes."""
    paginator = Paginator(rows, PER_PAGE)
    page = paginator.get_page(query.get(key, "1")[:6])

    def url(number: int) -> str:
        changed = query.copy()
        changed[key] = str(number)
        return f"?{changed.urlencode()}#{key}"

    return {
        "rows": list(page),
        "total": numbers.number(paginator.count),
        "is_any": bool(paginator.count),
        "pages": {
            "number": page.number,
            "count": paginator.num_pages,
            "previous_url": url(page.previous_page_number()) if page.has_previous() else None,
            "next_url": url(page.next_page_number()) if page.has_next() else None,
        },
    }


def _actions(batch: Batch, *, is_ready: bool) -> list[dict[str, Any]]:
    """The deeds of the page's head, with the version that they are about."""
    actions: list[dict[str, Any]] = []
    if batch.task == Task.NONE and batch.state == BatchState.CHECKED:
        actions.append(_deed("discard", _("Discard"), batch, confirm=_("The file and what you mended are forgotten.")))
        if is_ready:
            count = batch.new_count + batch.changed_count
            words = ngettext("Import %(count)s member", "Import %(count)s members", count)
            label = words % {"count": numbers.number(count)}
            actions.append(_deed("confirm", label, batch, is_primary=True))
    if batch.state == BatchState.IMPORTED:
        words = _("What this import entered disappears from the roll, what it changed is as before.")
        actions.append(_deed("undo", _("Take back the import"), batch, confirm=words, is_danger=True))
    return actions


def _deed(verb: str, label: str, batch: Batch, **more: Any) -> dict[str, Any]:
    return {
        "label": label,
        "url": reverse(f"rosters:{verb}", args=[batch.pk]),
        "method": "post",
        "seen": batch.version,
        "key": uuid4().hex,
        **more,
    }
