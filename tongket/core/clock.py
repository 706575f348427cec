"""What day it is: the one place that asks. Rules and actions get the day handed in."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

DAY = timedelta(days=1)
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The day in Vietnam, or the setting TONGKET_TODAY when it holds one."""
    fixed: date | None = getattr(settings, "TONGKET_TODAY", None)
    return fixed or now().astimezone(VIETNAM).date()


def here() -> datetime:
    """The day of `today` with the time of day in Vietnam: for what recurs at an hour."""
    return datetime.combine(today(), now().astimezone(VIETNAM).timetz())
