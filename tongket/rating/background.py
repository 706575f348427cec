"""What the rating does by itself."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from tongket.core import clock
from tongket.org import jobs
from tongket.rating import actions


@jobs.kind("rating.self_reviews.purge", _("Forget self-reviews older than three years"))
def purge(run: jobs.Run) -> None:
    with run.saving():
        actions.forget_old(clock.today())


jobs.every_day("rating.self_reviews.purge", time(1, 15))
