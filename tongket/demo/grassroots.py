"""What every grassroots organisation of a bloc sets out to do in a year."""

from collections.abc import Collection, Mapping
from datetime import date

from tongket.demo.work import Goal, Task, set_goals, take_on
from tongket.demo.world import World

TASKS = (
    ("Lãnh đạo hoàn thành nhiệm vụ chính trị được giao", "Ban Thường vụ"),
    ("Nâng cao chất lượng sinh hoạt chi bộ, đổi mới nội dung sinh hoạt chuyên đề", "Các chi ủy"),
    ("Rà soát, bổ sung quy chế làm việc của cấp ủy", "Văn phòng Đảng ủy"),
    ("Tạo nguồn phát triển đảng viên trẻ", "Ban Tổ chức"),
    ("Chuẩn bị nội dung, nhân sự đại hội", "Ban Chấp hành"),
    ("Xây dựng mô hình học tập và làm theo Bác", "Ban Tuyên giáo"),
)


def set_out(
    world: World,
    bloc: str,
    year: int,
    admitted: Mapping[str, int],
    *,
    but: Collection[str] = (),
    missing: Collection[str] = (),
    late: int,
) -> None:
    """Targets and two key tasks for each organisation.

    admitted: how many each will admit; missing: those whose target of admissions is higher than that; but: those that
    set their own; late: how many of the key tasks are done late.
    """
    lots = world.lots("set out", bloc, year)
    codes = [code for code in world.organisations_of(bloc) if code not in but]
    late_ones = set(lots.sample(range(2 * len(codes)), late))
    for number, code in enumerate(codes):
        target = admitted[code] + 1 if code in missing else max(1, admitted[code] - lots.choice((0, 0, 1)))
        if admitted[code] or code in missing:
            goals = [Goal("Kết nạp đảng viên mới", target, "đảng viên", "members_admitted", is_main=True)]
        else:
            goals = []
        goals.append(Goal("Đảng viên hoàn thành tốt nhiệm vụ trở lên", 90, "%", "members_rated_good_or_better_pct"))
        resolved_on = world.workday(date(year, 1, 14))
        set_goals(
            world, code, year, goals, on=world.workday(date(year, 1, 17)), number="01-NQ/ĐU", resolved_on=resolved_on
        )
        tasks = []
        for order, (title, carrier) in enumerate(lots.sample(TASKS, 2)):
            due_on = world.workday(date(year, lots.randint(6, 11), lots.randint(5, 26)))
            is_late = 2 * number + order in late_ones
            tasks.append(
                Task(
                    title,
                    carrier,
                    due_on,
                    lots.choice(("EXCELLENT", "GOOD", "GOOD", "GOOD", "FULFILLED")) if not is_late else "FULFILLED",
                    lots.randint(4, 20) if is_late else -lots.randint(4, 15),
                )
            )
        take_on(world, code, year, tasks)
