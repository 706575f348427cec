"""The program refuses to start with a half-set identity provider, or one that is asked without TLS (S-47, S-48)."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from tongket.sign_in import provider


@register
def provider_is_set_whole(app_configs: Any, **kwargs: Any) -> list[Error]:
    address, client = settings.TONGKET_OIDC_ISSUER, settings.TONGKET_OIDC_CLIENT_ID
    if bool(address) != bool(client):
        return [
            Error("TONGKET_OIDC_ISSUER and TONGKET_OIDC_CLIENT_ID belong together: one is missing", id="tongket.E004")
        ]
    if address and not provider.is_safe(address):
        return [Error("TONGKET_OIDC_ISSUER must begin with https://", id="tongket.E005")]
    return []
