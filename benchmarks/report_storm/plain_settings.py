"""The settings of the house, with the pages that a send is compared with beside its own."""

from tongket.settings import *  # noqa: F403

ROOT_URLCONF = "plain_urls"
