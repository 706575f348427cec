"""Writing pages said once: find a row, show a form, run one action, say so, go back (docs/how-to-add.md)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce, update_wrapper
from typing import Any, Generic, TypedDict, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tongket.org import access
from tongket.org.finding import Finder
from tongket.org.models import Person
from tongket.org.saving import Conflict
from tongket.pages import once
from tongket.pages.buttons import Button
from tongket.pages.errors import in_words
from tongket.pages.forms import OfficeForm, form_page, posted, run_on
from tongket.pages.request import Request

M = TypeVar("M", bound=Model)
Data = dict[str, Any]
Crumbs = Sequence[tuple[Any, str]]


class Who(TypedDict):
    """Who acts, and on which day: every action takes them by these names."""

    by: Person
    on: date


def who(request: Request) -> Who:
    return {"by": request.person, "on": request.today}


def _unit_of(row: Any) -> str:
    unit = getattr(row, "unit", None)
    return str(unit.place.short_name) if unit is not None else ""


@dataclass(frozen=True)
class Rows(Generic[M]):
    """The rows that deeds are about, and where their pages stand.

    query: makes the queryset, each time the same, with what the pages read beside a row. crumbs: label and URL name of
    the pages above, or what makes labels and addresses of a row. name: what a row is called. lookup: field of the row
    by keyword of the address.
    """

    query: Callable[[], QuerySet[M]]
    crumbs: Crumbs | Callable[[M], Crumbs] = ()
    name: Callable[[M], str] = str
    subtitle: Callable[[M], str] = _unit_of
    lookup: Mapping[str, str] = field(default_factory=lambda: {"pk": "pk"})
    url: Callable[[M], str] | None = lambda row: row.get_absolute_url()  # type: ignore[attr-defined]

    def find(self, request: Request, verb: str, **address: Any) -> M:
        """The row of an address, or 404 where the person may not use the verb on it (S-10)."""
        fields = {self.lookup[keyword]: value for keyword, value in address.items()}
        by, key = fields.popitem()
        if fields:
            return access.find(self.query().filter(**fields), request.person, verb, key, by=by, on=request.today)
        return self._finder.find(request.person, verb, key, by=by, on=request.today)

    @cached_property
    def _finder(self) -> Finder[M]:
        return Finder(self.query)

    def address(self, row: M) -> dict[str, Any]:
        """The keywords of an address that is about this row."""
        return {keyword: reduce(getattr, path.split("__"), row) for keyword, path in self.lookup.items()}

    def above(self, row: M) -> list[tuple[Any, str]]:
        """The crumbs of the pages above that of a row."""
        if callable(self.crumbs):
            return list(self.crumbs(row))
        return [(label, reverse(url_name)) for label, url_name in self.crumbs]

    def around(self, row: M) -> list[tuple[Any, str]]:
        """The crumbs of a page that is about one row."""
        return [*self.above(row), *([(self.name(row), self.url(row))] if self.url else [])]


class Deed(Generic[M]):
    """A view that runs one action: with a form as a page and its POST, without one as a POST alone.

    The form is validated before the transaction begins, so that no file is read inside it; the action runs in one
    durable transaction, once for one idempotency key; what it refuses stands beside the fields.
    """

    def __init__(
        self,
        run: Callable[..., Any],
        name: str,
        *,
        verb: str,
        title: Any,
        done: Any,
        rows: Rows[M] | None,
        form: type[OfficeForm] | Callable[[Request, Any], OfficeForm] | None,
        label: Any,
        note: Any,
        initial: Callable[[Request, Any], Data] | None,
        warnings: Callable[[Any], Iterable[str]] | None,
        to: Callable[[Any], str] | None,
        crumbs: Crumbs,
        is_danger: bool,
        confirm: Any,
        keeps_draft: bool,
    ) -> None:
        update_wrapper(self, run)
        self.run, self.name, self.policy = run, name, verb
        self.title, self.done, self.rows, self.form, self.label, self.note = title, done, rows, form, label, note
        self.initial, self.warnings, self.to, self.crumbs = initial, warnings, to, crumbs
        self.is_danger, self.confirm, self.keeps_draft = is_danger, confirm, keeps_draft

    def __call__(self, request: Request, **address: Any) -> HttpResponse:
        methods = ["POST"] if self.form is None else ["GET", "POST"]
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        if request.method == "GET":
            row = self._find(request, address)
            return self._page(request, row, self._form(request, row))
        return _Posted(self, request, address).answer()

    def button(self, row: M, label: Any = None, **changes: Any) -> Button:
        """The button that leads to this deed on a row."""
        url = self.url(row)
        look: dict[str, Any] = {"is_danger": self.is_danger, "confirm": self.confirm}
        method = "post" if self.form is None else "get"
        return Button(label or _text(self.title, row), url, method=method, **(look | changes))

    def url(self, row: M) -> str:
        """The address of this deed on a row."""
        assert self.rows is not None, self.name
        return reverse(self.name, kwargs=self.rows.address(row))

    def _find(self, request: Request, address: Mapping[str, Any]) -> M | None:
        return None if self.rows is None else self.rows.find(request, self.policy, **address)

    def _form(self, request: Request, row: M | None) -> OfficeForm | None:
        if self.form is None:
            return None
        if not isinstance(self.form, type):
            return self.form(request, row)
        seen = {"seen": getattr(row, "version", None)}
        form: OfficeForm = self.form(*posted(request), initial=seen)
        if self.initial is not None:
            form.initial.update(self.initial(request, row))
        return form

    def _page(self, request: Request, row: M | None, form: OfficeForm | None) -> HttpResponse:
        assert form is not None
        if self.rows is not None and row is not None:
            crumbs, subtitle = self.rows.around(row), f"{self.rows.name(row)} · {self.rows.subtitle(row)}".rstrip(" ·")
        else:
            crumbs, subtitle = [(label, reverse(url_name)) for label, url_name in self.crumbs], ""
        title = _text(self.title, row)
        return form_page(
            request,
            form,
            title=title,
            subtitle=subtitle,
            submit_label=_text(self.label, row) or title,
            cancel_url=crumbs[-1][1],
            note=_text(self.note, row),
            crumbs=crumbs,
            is_danger=self.is_danger,
            keeps_draft=self.keeps_draft,
        )

    def _goes_to(self, row: M | None, result: Any) -> str:
        if self.to is not None:
            return self.to(result)
        if hasattr(result, "get_absolute_url"):
            return str(result.get_absolute_url())
        if self.rows is not None and row is not None:
            return self.rows.around(row)[-1][1]
        return reverse(self.crumbs[-1][1])


class _Posted(Generic[M]):
    """One POST of a deed."""

    def __init__(self, deed: Deed[M], request: Request, address: Mapping[str, Any]) -> None:
        self.deed, self.request, self.address = deed, request, address
        self.row: M | None = None
        self.form: OfficeForm | None = None

    def answer(self) -> HttpResponse:
        try:
            return once.take(self.request, self._save, prepare=self._validate)
        except Conflict as clash:
            if self.form is None or "seen" not in self.form.fields:
                raise
            return self._beside(clash)

    def _beside(self, clash: Conflict) -> HttpResponse:
        """The form with what this person typed, and beside each field what somebody else has saved there meanwhile.

        Sent once more, it goes on from what the other has saved: both have been seen.
        """
        typed = self.request.POST.copy()
        typed["seen"] = str(getattr(clash.row, "version", ""))
        self.request.POST = typed  # type: ignore[assignment]  # the same form once more, with the version of now
        self.row = self.deed._find(self.request, self.address)
        form = self.deed._form(self.request, self.row)
        assert form is not None
        form.full_clean()
        for name in clash.mine.keys() & form.fields.keys():
            theirs = in_words(clash.row, name)
            if theirs != in_words(clash.row, name, clash.mine[name]):
                form.add_error(name, _("Somebody else has saved here: %(value)s") % {"value": theirs})
        form.add_error(
            None, _("Somebody else has changed this in the meantime. What you typed is kept: look, then save.")
        )
        page = self.deed._page(self.request, self.row, form)
        page.status_code = 409
        return page

    def _validate(self) -> HttpResponse | None:
        self.row = self.deed._find(self.request, self.address)
        self.form = self.deed._form(self.request, self.row)
        if self.form is None or self.form.is_valid():
            return None
        return self.deed._page(self.request, self.row, self.form)

    def _save(self) -> HttpResponse:
        if self.form is None:
            result = self._run({})
        else:
            form = self.form
            result = run_on(form, lambda: self._run(form.values))
            if form.errors:
                return self.deed._page(self.request, self.row, form)
        done = _text(self.deed.done, result)
        if done:
            messages.success(self.request, done)
        for warning in self.deed.warnings(result) if self.deed.warnings else ():
            messages.warning(self.request, warning)
        return redirect(self.deed._goes_to(self.row, result))

    def _run(self, data: Data) -> Any:
        rows = () if self.deed.rows is None else (self.row,)
        return self.deed.run(*rows, data, who(self.request))


def deed(
    name: str,
    *,
    verb: str,
    title: Any,
    done: Any,
    row: Rows[M] | None = None,
    form: type[OfficeForm] | Callable[[Request, Any], OfficeForm] | None = None,
    label: Any = "",
    note: Any = "",
    initial: Callable[[Request, Any], Data] | None = None,
    warnings: Callable[[Any], Iterable[str]] | None = None,
    to: Callable[[Any], str] | None = None,
    crumbs: Crumbs = (),
    is_danger: bool = False,
    confirm: Any = "",
    keeps_draft: bool = False,
) -> Callable[[Callable[..., Any]], Deed[M]]:
    """Make a view of a function that runs one action.

    The function gets the row (where `row` says which rows), what the form holds, and who acts: `run(vote, data, who)`,
    `run(data, who)`. What it returns is what `done`, `warnings` and `to` speak of.

    name: of its URL. title, label (of the main button, else the title), note: a text, or what makes it of the row;
    done: a text, or what makes it of the result. form: a class, or what makes it of request and row. to: the address
    to go to, else that of the result or the row. crumbs: of a page without a row: label and URL name. keeps_draft: as
    form_page takes it.
    """
    return lambda run: Deed(
        run, name, verb=verb, title=title, done=done, rows=row, form=form, label=label, note=note, initial=initial,
        warnings=warnings, to=to, crumbs=crumbs, is_danger=is_danger, confirm=confirm, keeps_draft=keeps_draft,
    )  # fmt: skip


def _text(text: Any, about: Any) -> str:
    said = text(about) if callable(text) else text
    return said if isinstance(said, str) else str(said)  # what was made as HTML stays so
