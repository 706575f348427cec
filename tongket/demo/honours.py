"""Commendation at the end of a year: titles, certificates, five years in a row, subjects."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q

from tongket.commendation import actions as commendation
from tongket.commendation.models import Award, EmulationModel, ThematicTopic
from tongket.commendation.rules import Form, Ground
from tongket.demo.world import World
from tongket.meetings.models import Meeting
from tongket.members.models import Member
from tongket.rating.models import Rating
from tongket.rating.rules import Level, Subject


def title_the_best(world: World, bloc: str, year: int, *, on: date) -> None:
    """Give the title of the year to the grassroots organisations rated EXCELLENT."""

    def give(day: date) -> None:
        best = Rating.objects.filter(year=year, decided_by=world.units[bloc], level=Level.EXCELLENT, member=None)
        codes = sorted(rating.unit.code for rating in best.select_related("unit"))
        rows = [
            _certificate(
                world, code, bloc, Ground.YEAR_TITLE, "Trong sạch, vững mạnh tiêu biểu", "31-QĐKT/ĐUK", year, day
            )
            for code in codes
        ]
        commendation.award_many(rows, by=world.by(bloc, "org", day), on=day)

    world.at(on, give)


def commend_inside(world: World, organisation: str, year: int, *, cells: int, members: int, on: date) -> None:
    """Let a grassroots organisation give certificates to cells and members rated GOOD or better, the best first."""

    def give(day: date) -> None:
        lots = world.lots("certificates", organisation, year)
        unit = world.units[organisation]
        rated = Rating.objects.filter(year=year, decided_by=unit, level__in=[Level.EXCELLENT, Level.GOOD])
        order = {code: at for at, code in enumerate(world.cells[organisation])}
        of_cells = sorted(
            rated.filter(subject=Subject.ORGANISATION).select_related("unit"),
            key=lambda rating: (rating.level != Level.EXCELLENT, order[rating.unit.code]),
        )
        best = {rating.member_id for rating in rated.filter(subject=Subject.MEMBER, level=Level.EXCELLENT)}
        able = [member for member in world.members_of(organisation) if member.pk in best]
        chosen = lots.sample(able, min(members, len(able)))
        recipients: list[tuple[str, Member | None]] = [(rating.unit.code, None) for rating in of_cells[:cells]]
        title, number = "Có thành tích xuất sắc trong công tác xây dựng Đảng", "12-QĐKT/ĐU"
        rows = [
            _certificate(world, code, organisation, Ground.YEAR, title, number, year, day, member=member)
            for code, member in [*recipients, *((world.home[member.pk], member) for member in chosen)]
        ]
        commendation.award_many(rows, by=world.by(organisation, "org", day), on=day)

    world.at(on, give)


def commend_five_years(
    world: World, bloc: str, *, first: int, counted_in: int, province: str, flag_to: str, on: date
) -> None:
    """Give the flag to an organisation, and diplomas to the members, that were EXCELLENT five years in a row."""
    last = first + 4

    def give(day: date) -> None:
        levels: dict[Member, set[int]] = {}
        excellent = Rating.objects.filter(
            subject=Subject.MEMBER, level=Level.EXCELLENT, year__range=(first, last), member__in=list(world.staying)
        )
        for rating in excellent.select_related("member"):
            assert rating.member is not None
            levels.setdefault(rating.member, set()).add(rating.year)
        runs = {member for member, years in levels.items() if len(years) == 5}
        members = [member for cell in world.cells_of(bloc) for member in world.roster[cell] if member in runs]
        recipients: list[Member | None] = [None, *members]
        rows = [
            commendation.NewAward(
                unit=world.units[flag_to if member is None else world.home[member.pk]],
                form=Form.FLAG if member is None else Form.DIPLOMA,
                ground=Ground.STREAK,
                title="Trong sạch, vững mạnh tiêu biểu 5 năm liền"
                if member is None
                else "Hoàn thành xuất sắc nhiệm vụ 5 năm liền",
                giver=f"Ban Thường vụ Tỉnh ủy {province}",
                from_year=first,
                to_year=last,
                year=counted_in,
                decision_number="77-QĐKT/TU",
                decided_on=day,
                member=member,
            )
            for member in recipients
        ]
        commendation.award_many(rows, by=world.by(bloc, "org", day), on=day)

    world.at(on, give)


def commend_subjects(world: World, bloc: str, year: int, names: Sequence[str], *, on: date, model: str = "") -> None:
    """Open subjects of thematic commendation and commend two organisations on each. model: the subject that is a model,
    which is registered, recognised and commended too.
    """

    def give(day: date) -> None:
        lots = world.lots("subjects", bloc, year)
        officer = world.by(bloc, "org", day)
        committees = [code for code in world.organisations[bloc] if world.is_committee(code)]
        for order, name in enumerate(names, start=1):
            topic = commendation.open_topic(world.units[bloc], year=year, name=name, order=order, by=officer, on=day)
            title = f"Có thành tích xuất sắc về chuyên đề: {name}"[:200]
            rows = [
                _certificate(world, code, bloc, Ground.THEMATIC, title, "33-QĐKT/ĐUK", year, day, topic=topic)
                for code in lots.sample(committees, 2)
            ]
            if name == model:
                rows.append(replace(rows[0], model=_recognise(world, bloc, name, rows, day)))
            commendation.award_many(rows, by=officer, on=day)

    world.at(on, give)


def _recognise(world: World, bloc: str, name: str, rows: Sequence[commendation.NewAward], on: date) -> EmulationModel:
    """Register the model of the first who was commended, which the second follows, and recognise it."""
    officer, (author, follower) = world.by(bloc, "org", on), (row.unit for row in rows)
    registered_on = date(on.year - 1, 3, 2)
    model = commendation.register_model(
        author, name=name, author=f"Đảng uỷ {author.place.short_name}", content="Mỗi buổi sinh hoạt cùng học một điều.",
        movement=None, registered_on=registered_on, recognised_on=on, decision_number=rows[0].decision_number,
        by=officer, on=on,
    )  # fmt: skip
    commendation.spread(model, unit=follower, from_on=date(on.year - 1, 9, 1), by=officer, on=on)
    return model


def hand_over_at(world: World, unit: str, meeting: Meeting, *, on: date) -> None:
    """Hand over at a conference what the unit, or one above it that keeps no books here, gave for its year."""
    place = world.units[unit].place
    awards = Award.objects.filter(
        Q(giver_unit=world.units[unit]) | Q(giver_unit=None), unit__place__pos__range=(place.pos, place.last),
        year=meeting.year, decided_on__lte=on, meeting=None,
    )  # fmt: skip
    rows = list(awards.select_related("unit__place").order_by("decided_on", "pk"))
    if rows:
        commendation.hand_over_awards(rows, meeting=meeting, by=world.by(unit, "org", on), on=on)


def _certificate(
    world: World, unit: str, giver: str, ground: Ground, title: str, number: str, year: int, on: date,
    *, member: Member | None = None, topic: ThematicTopic | None = None,
) -> commendation.NewAward:  # fmt: skip
    """A certificate that a bloc or a grassroots organisation gives for a year."""
    body = "Đảng ủy" if giver in world.cells else "Ban Thường vụ Đảng ủy"
    return commendation.NewAward(
        unit=world.units[unit],
        form=Form.CERTIFICATE,
        ground=ground,
        title=title,
        giver=f"{body} {world.names[giver]}",
        giver_unit=world.units[giver],
        from_year=year,
        to_year=year,
        year=year,
        decision_number=number,
        decided_on=on,
        member=member,
        topic=topic,
    )
