"""Fields that find one thing among many by typing: a unit, a member, a document, a figure.

A package adds in its `policy.py` what can be found (`add`); a form names it (`PickerField`). What is typed goes to a
search page as one types; without script it goes along with the form, whose button “Find” shows the choices in place.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.org import access

T = TypeVar("T")
M = TypeVar("M", bound=Model)
MOST_SHOWN = 8  # choices
LONGEST = 120  # characters typed
MISSING = _("Nothing is called so. Type other words and choose from what is found.")
SEVERAL = _("Several fit. Choose one of them.")
CHOOSE = _("Choose from the list")
WORDS, FIND = "_words", "_find"  # after the name of a field: what was typed, the button without script


class Scope(NamedTuple):
    """For whom, by which verb and on which day something is looked for."""

    person: access.Reader
    verb: str
    on: date


class Choice(NamedTuple):
    """What a person chooses: its key, its name, and what tells it from others of that name."""

    key: str
    label: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Source(Generic[T]):
    """What a field can find. All functions that look give only what lies in the scope.

    find: what typed words find, the best first; get: what a key names; exact: what the words name beyond doubt, as a
    code or a full name does. verbs: those that may be searched by; None: any, where whoever holds a verb over a thing
    may know its name. first: the first so many of all.
    """

    name: str
    label: Any
    hint: Any
    find: Callable[[Scope, str], Iterable[T]]
    get: Callable[[Scope, str], T | None]
    choice: Callable[[T], Choice]
    exact: Callable[[Scope, str], Iterable[T]] = lambda scope, words: ()
    first: Callable[[Scope, int], Iterable[T]] = lambda scope, most: ()
    option: Callable[[T], str] | None = None  # how it stands in a list of few; else its label
    verbs: Collection[str] | None = None
    missing: Any = MISSING
    several: Any = SEVERAL

    def choices(self, scope: Scope, words: str) -> tuple[list[Choice], bool]:
        """The choices that typed words give, and whether there are more."""
        words = words.strip()[:LONGEST]
        found = list(islice(self.find(scope, words), MOST_SHOWN + 1)) if words else []
        return [self.choice(thing) for thing in found[:MOST_SHOWN]], len(found) > MOST_SHOWN


def row_source(
    rows: Callable[[Scope], QuerySet[M]],
    *,
    find: Callable[[QuerySet[M], str], Iterable[M]],
    choice: Callable[[M], Choice],
    exact: Callable[[QuerySet[M], str], QuerySet[M]] = lambda rows, words: rows.none(),
    key: str = "pk",
    **options: Any,
) -> Source[M]:
    """A source of rows. rows: those of a scope, in their order, with what the choices read; key: the field of a
    choice's key.
    """

    def get(scope: Scope, value: str) -> M | None:
        try:
            return rows(scope).filter(**{key: value}).first()
        except (ValidationError, ValueError):  # a text that is no id
            return None

    return Source(
        find=lambda scope, words: find(rows(scope), words),
        get=get,
        exact=lambda scope, words: exact(rows(scope), words)[:2],
        first=lambda scope, most: rows(scope)[:most],
        choice=choice,
        **options,
    )


SOURCES: dict[str, Source[Any]] = {}


def add(source: Source[Any]) -> None:
    """Let forms find by this source. Raises ValueError on a double."""
    if source.name in SOURCES:
        raise ValueError(f"{source.name} is added twice")
    SOURCES[source.name] = source


def source_for(name: str, verb: str) -> Source[Any]:
    """The source of a name, to be searched by a verb. Raises LookupError where it may not be, or is not there."""
    source = SOURCES[name]
    if verb not in access.POLICIES or (source.verbs is not None and verb not in source.verbs):
        raise LookupError(f"{name} is not searched by {verb}")
    return source


class Picker(forms.Widget):
    """A text field with the choices below it; what is chosen is a radio button, what is typed a text beside it."""

    template_name = "web/picker.html"
    use_fieldset = True

    def __init__(self, source: Source[Any], scope: Scope) -> None:
        super().__init__()
        self.source, self.scope, self.words = source, scope, ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """The key that was chosen; the words where none was, or where the button asks for other choices."""
        chosen, words = data.get(name) or "", data.get(name + WORDS) or ""
        return words if name + FIND in data or not chosen else chosen

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and name + WORDS not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        said = str(value or "")[:LONGEST]
        thing = self.source.get(self.scope, said) if said else None
        if thing is not None:
            words, choices, has_more = "", [self.source.choice(thing)], False
        else:
            words = said
            choices, has_more = self.source.choices(self.scope, words)
        context["widget"] |= {
            "hint": self.source.hint,
            "url": reverse("web:pick", args=[self.source.name, self.scope.verb, name]),
            "words": words,
            "choices": choices,
            "has_more": has_more,
            "chosen": choices[0].key if thing is not None else None,
            "is_wrong": "aria-invalid" in context["widget"]["attrs"],
        }
        return context


class PickerField(forms.Field):
    """One thing of a source, by its key, or by words that name it beyond doubt.

    few: up to how many things of the scope a plain list is offered instead, `empty_label` at its head.
    """

    default_error_messages = {"invalid_choice": _("Please choose from the list.")}

    def __init__(
        self,
        source: str,
        person: access.Reader,
        verb: str,
        *,
        on: date,
        few: int = 0,
        empty_label: Any = CHOOSE,
        **kwargs: Any,
    ) -> None:
        self.source, self.scope = source_for(source, verb), Scope(person, verb, on)
        self.offered: dict[str, Any] | None = None
        widget: forms.Widget = Picker(self.source, self.scope)
        if few:
            first = list(self.source.first(self.scope, few + 1))
            if len(first) <= few:
                self.offered = {self.source.choice(thing).key: thing for thing in first}
                option = self.source.option or (lambda thing: self.source.choice(thing).label)
                choices = [(key, option(thing)) for key, thing in self.offered.items()]
                widget = forms.Select(choices=[("", empty_label), *choices])
        kwargs.setdefault("label", self.source.label)
        super().__init__(widget=widget, **kwargs)

    def get(self, key: str) -> Any:
        """What a key names within the scope, or None."""
        return self.source.get(self.scope, key) if self.offered is None else self.offered.get(key)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else self.source.choice(value).key

    def to_python(self, value: Any) -> Any:
        said = str(value or "").strip()
        if not said:
            return None
        thing = self.get(said)
        if thing is not None:
            return thing
        if self.offered is not None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        named = list(islice(self.source.exact(self.scope, said[:LONGEST]), 2))
        if len(named) == 1:
            return named[0]
        few = named or self.source.choices(self.scope, said)[0]
        raise ValidationError(self.source.several if few else self.source.missing, code="invalid_choice")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")


def is_search_step(form: forms.BaseForm) -> bool:
    """Whether a form was sent to see choices, not to be saved."""
    return form.is_bound and any(
        isinstance(field, PickerField) and form.add_prefix(name) + FIND in form.data
        for name, field in form.fields.items()
    )
