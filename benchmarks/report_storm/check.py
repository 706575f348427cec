"""What the database says after a storm: of each report that was sent, and of each sum sheet over it.

python check.py [--sheets] < the sends that were acknowledged, as JSON [[report, number], …] ; prints JSON.
"""

import json
import sys
from collections import Counter
from typing import Any

from common import set_up

FORM = "thang-day-du"
FIELDS = 9  # numbers that a send gives


def main(answered: list[list[Any]], *, with_sheets: bool) -> dict[str, Any]:
    set_up()
    from django.db import connection, transaction

    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        found = kept(dict(answered))
        return found | (sheets(dict(answered)) if with_sheets else {})


def kept(answered: dict[str, int]) -> dict[str, Any]:
    """How many acknowledged sends are lost; reports that are half written, or taken twice; links of the log that do
    not hold.

    A send leaves its report one version further, one row in the log and one in the list of forms taken: all or none.
    Its history may hold what it was before that send, but no send.
    """
    from tongket.org import audit
    from tongket.org.models import AuditRow, HistoryRow, Submission
    from tongket.reports.models import Report

    logged = Counter(AuditRow.objects.filter(policy="report.send").values_list("object_id", flat=True))
    taken = Counter(url.split("/")[2] for url in Submission.objects.values_list("answer_url", flat=True))
    replaced = Counter(HistoryRow.objects.values_list("object_id", flat=True))
    lost = half = twice = sent = 0
    rows = Report.objects.filter(form__code=FORM).values_list("pk", "state", "version", "content")
    for key, state, version, content in rows.iterator():
        pk = str(key)
        times = (version - 1, logged[pk], taken[pk])
        is_whole = len(content.get("figures", {})) == FIELDS and bool(content.get("text") and content.get("texts"))
        sent += state == "SENT"
        half += len(set(times)) > 1 or (state == "SENT") != (times[0] > 0) or (state == "SENT") != is_whole
        twice += max(times) > 1 or replaced[pk] > 1
        lost += pk in answered and (state != "SENT" or content["figures"]["all"] != str(answered[pk]))
    return {"sent": sent, "lost": lost, "half": half, "twice": twice, "links": len(audit.broken_links())}


def sheets(answered: dict[str, int]) -> dict[str, Any]:
    """How many sum sheets there are, and how many do not show what the clients were told was taken.

    A sheet holds each send of a unit directly under it, and those of the lowest units however deep in one sum.
    """
    from tongket.reports import queries, sheet
    from tongket.reports.models import Report

    reports = list(Report.objects.filter(form__code=FORM).select_related("unit__place", "form"))
    periods = {report.period for report in reports if str(report.pk) in answered}
    place = {report.unit_id: report.unit.place for report in reports}
    said: dict[tuple[str, Any], int] = {  # period, unit → number
        (report.period, report.unit_id): answered[str(report.pk)] for report in reports if str(report.pk) in answered
    }
    number = wrong = 0
    for report in reports:
        here = report.unit.place
        if here.pos == here.last or report.period not in periods:
            continue
        number += 1
        children = queries.of_children(report.unit, report.form, report.period)
        line = next(line for line in sheet.lines(report, children) if line.field.code == "all")
        under = [
            (place[unit], given)
            for (period, unit), given in said.items()
            if period == report.period and here.pos < place[unit].pos <= here.last
        ]
        direct = sum(given for at, given in under if at.parent_id == report.unit_id)
        lowest = sum(given for at, given in under if at.pos == at.last)
        deep = sheet.below(report)
        wrong += (line.total, deep.sums.get("all", 0), deep.sent) != (direct, lowest, len(under))
    return {"sheets": number, "sheets_wrong": wrong}


if __name__ == "__main__":
    json.dump(main(json.load(sys.stdin), with_sheets="--sheets" in sys.argv), sys.stdout)
