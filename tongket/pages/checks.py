"""The program refuses to start with a view that names no policy, or a table that names no class (S-12)."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from tongket.org import access
from tongket.pages import gate


def views(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the URL conf with its full name."""
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLResolver):
            inner = ":".join(part for part in (namespace, item.namespace or "") if part)
            yield from views(item, inner)
        else:
            yield ":".join(part for part in (namespace, item.name or "") if part), item


@register
def every_view_names_a_policy(app_configs: Any, **kwargs: Any) -> list[Error]:
    errors = []
    for name, pattern in views():
        verb = gate.policy_of(pattern.callback, name)
        if verb is None and not name.startswith(("account_", "mfa_")):
            errors.append(Error(f"the view {name or pattern.pattern} names no policy", id="tongket.E001"))
        elif verb is not None and verb not in {access.ANYONE, access.SIGNED_IN, *access.POLICIES}:
            errors.append(Error(f"the view {name} names an unknown policy: {verb}", id="tongket.E002"))
    return errors


@register
def every_table_names_its_class(app_configs: Any, **kwargs: Any) -> list[Error]:
    errors = []
    for model in apps.get_models():
        if model.__module__.startswith("tongket."):
            declared = {getattr(model, "data_class", None), *getattr(model, "class_of", {}).values()}
            if not declared <= {"D0", "D1", "D2", "D3", "D4"}:
                errors.append(Error(f"{model.__name__} does not say the class of its data", id="tongket.E003"))
    return errors
