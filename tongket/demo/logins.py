"""One demonstration account for each role; shown and usable in demonstration mode only."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from tongket.demo.world import World
from tongket.org.models import Account, Person, Place, Unit

PASSWORD = "dien-thu-tong-ket-2021"  # no secret: printed wherever the demonstration is started


@dataclass(frozen=True)
class Login:
    username: str
    role: str
    unit: str
    domain: str  # "": a member without an office


LOGINS = (
    Login("bithu.khoi1", "bí thư", "KHOI1", "lead"),
    Login("vanphong.khoi1", "văn phòng", "KHOI1", "office"),
    Login("tochuc.khoi1", "tổ chức", "KHOI1", "org"),
    Login("kiemtra.khoi1", "kiểm tra", "KHOI1", "insp"),
    Login("quantri.khoi1", "quản trị hệ thống", "KHOI1", "sys"),
    Login("nhatky.khoi1", "giám sát nhật ký", "KHOI1", "audit"),
    Login("bithu.vhtt", "bí thư", "VHTT", "lead"),
    Login("vanphong.vhtt", "văn phòng", "VHTT", "office"),
    Login("bithu.khcn", "bí thư", "KHCN", "lead"),
    Login("vanphong.khcn", "văn phòng", "KHCN", "office"),
    Login("bithu.gddt", "bí thư", "GDDT", "lead"),
    Login("vanphong.gddt", "văn phòng", "GDDT", "office"),
    Login("bithu.gddt4", "bí thư chi bộ", "GDDT-4", "lead"),
    Login("dangvien.gddt4", "đảng viên", "GDDT-4", ""),
    Login("bithu.khoi2", "bí thư", "KHOI2", "lead"),
    Login("vanphong.khoi2", "văn phòng", "KHOI2", "office"),
    Login("tochuc.khoi2", "tổ chức", "KHOI2", "org"),
    Login("kiemtra.khoi2", "kiểm tra", "KHOI2", "insp"),
)


def usernames(domain: str) -> dict[str, str]:
    """For each unit the account that acts for it in a domain."""
    return {login.unit: login.username for login in LOGINS if login.domain == domain}


def create_accounts(world: World, *, on: date) -> None:
    """Give each role its account. The password is hashed once: hashing is slow on purpose."""
    hashed = make_password(PASSWORD)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[login.unit for login in LOGINS])}
    Account.objects.bulk_create(
        Account(
            username=login.username,
            password=hashed,
            person=_person(world, login, on),
            unit=units.get(login.unit),
            is_demo=True,
        )
        for login in LOGINS
    )


def _person(world: World, login: Login, on: date) -> Person:
    if login.domain:
        return Person.objects.get(pk=world.by(login.unit, login.domain, on).pk)
    return Person.objects.get(pk=world.plain_members(login.unit)[0].person_id)


def demo_logins() -> list[dict[str, str]]:
    """login, password, name, role and unit of each demonstration account that is in the database."""
    people = {
        account.username: account.person
        for account in Account.objects.filter(is_demo=True).select_related("person")
        if account.person is not None
    }
    names = dict(Place.objects.values_list("unit__code", "short_name"))
    return [
        {
            "login": login.username,
            "password": PASSWORD,
            "name": people[login.username].full_name,
            "role": login.role,
            "unit": names[login.unit],
        }
        for login in LOGINS
        if login.username in people
    ]
