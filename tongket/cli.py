"""The command `tongket`: one verb a task. `tongket --help` lists them, `tongket VERB --help` explains one."""

import argparse
import getpass
import json
import os
import socket
import sys
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from tongket import __version__

if TYPE_CHECKING:
    from tongket.core.supervisor import Supervisor
    from tongket.org.access import Reader
    from tongket.org.models import Unit

FORMATS = ("text", "json", "docx")


class Unknown(Exception):
    """The command names something that is not there: one line that says what is known, exit code 2."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb. Returns the exit code: 0 done, 1 found something wrong, 2 not understood."""
    arguments = parser().parse_args(argv)
    os.umask(0o077)  # what is kept (database, files, keys) is for the user who runs it alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongket.settings")
    if arguments.verb == "demo":
        os.environ.setdefault("TONGKET_DEMO", "1")
    if arguments.verb != "serve":
        _set_up()
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except Unknown as unknown:
        print(f"tongket: {unknown}", file=sys.stderr)
        return 2


def _set_up() -> None:
    import django

    django.setup()


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="tongket", description="The working year of a Party organisation, and the year-end review counted from it."
    )
    whole.add_argument("--version", action="version", version=f"tongket {__version__}")
    verbs = whole.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    serve = verb("serve", _serve, "Serve the pages until stopped.")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1: this machine alone)")
    serve.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    serve.add_argument("--workers", type=int, default=1, help="processes that answer (1 is enough for SQLite)")
    serve.add_argument("--no-worker", action="store_true", help="leave the jobs of the queue to `tongket work`")

    verb("migrate", _migrate, "Bring the database to the tables of this version; safe to run again.")

    start = verb("start", _start, "Open an office's own books: print the one-time address of the first run.")
    start.add_argument("--host", default="127.0.0.1", help="the name under which the server is reached (127.0.0.1)")
    start.add_argument("--port", type=int, default=8000, help="the port that it listens on (8000)")

    demo = verb(
        "demo",
        _demo,
        "Load the five invented organisations, write their reviews to var/demo, print stated beside counted.",
    )
    demo.add_argument("--load-if-empty", action="store_true", help="only load, and only into an empty database")

    review = verb("review", _review, "Print the year-end review of a unit.")
    _with_place(review)
    review.add_argument("--format", default="text", metavar="FORMAT", help=f"one of {', '.join(FORMATS)} (text)")
    review.add_argument("--output", type=Path, help="the file to write instead of printing")

    figures = verb("figures", _figures, "Print the figures of a unit and year.")
    _with_place(figures)
    figures.add_argument("--json", action="store_true", help="as JSON")

    verb(
        "verify",
        _verify,
        "Walk the audit chains, the trees and the stock of members; exit code 1 if anything is wrong.",
    )

    user = verb(
        "user", _user, "Make or change an account: its password is asked for, never taken from the command line."
    )
    user.add_argument("login")
    user.add_argument("--person", metavar="ID", help="the person that the account belongs to (its id)")
    user.add_argument("--deactivate", action="store_true", help="close the account")

    roster = verb("import", _import, "Check a roster of members (.xlsx, .xls, .csv, .docx); with --yes import it too.")
    roster.add_argument("file", type=Path)
    roster.add_argument("--unit", required=True, metavar="CODE", help="the unit that the file is about")
    roster.add_argument("--as", dest="login", metavar="LOGIN", required=True, help="with the rights of this account")
    roster.add_argument("--yes", action="store_true", help="import it if nothing stands in the way")

    work = verb("work", _work, "Do the jobs of the queue and what falls due by itself, until stopped.")
    work.add_argument("--once", action="store_true", help="do what waits or has fallen due, and end")
    work.add_argument("--parent", type=int, metavar="PID", help="end when this process, which started it, has ended")
    return whole


def _with_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="the unit's code")
    parser.add_argument("year", help="the year reviewed")
    parser.add_argument("--as", dest="login", metavar="LOGIN", help="read with the rights of this account")


# --- Verbs -----------------------------------------------------------------------------------------------------------


def _serve(arguments: argparse.Namespace) -> int:
    _check_free(arguments.host, arguments.port)
    is_loopback = _is_loopback(arguments.host)
    if is_loopback and "TONGKET_DEMO" not in os.environ and _holds_demonstration():
        os.environ["TONGKET_DEMO"] = "1"
    _set_up()
    from django.conf import settings

    from tongket.pages import demonstration

    if settings.TONGKET_DEMO and not is_loopback:
        raise Unknown("the demonstration is served on 127.0.0.1 only")
    _tighten()
    try:
        demonstration.check()
    except demonstration.Mismatch as mismatch:
        raise Unknown(str(mismatch)) from mismatch
    where = f"http://{arguments.host}:{arguments.port}"
    print(f"Tổng Kết: {where}  (Ctrl+C ends it)", flush=True)
    if settings.TONGKET_DEMO:
        _print_logins()
    worker = None if arguments.no_worker else _supervised_worker()
    try:
        _granian(arguments)
    finally:
        if worker is not None:
            worker.stop()
    return 0


def _supervised_worker() -> "Supervisor":
    """The process that does jobs beside the server, started again whenever it dies; its log goes where ours goes."""
    from tongket.core.supervisor import Supervisor

    worker = Supervisor([sys.executable, "-m", "tongket.cli", "work", "--parent", str(os.getpid())], name="worker")
    worker.start()
    return worker


def _granian(arguments: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    Granian(
        "tongket.asgi:application",
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        websockets=False,
        workers=arguments.workers,
        workers_kill_timeout=30,  # seconds in which those who are being answered get their answer
        log_access=False,
        log_enabled=False,
    ).serve()


def _tighten() -> None:
    """Close to others what an older version, or another program, has left open to them."""
    from tongket.core import private_files

    changed = private_files.tighten(private_files.kept_here())
    if changed:
        print(f"tongket: others could read {len(changed)} files and folders that are kept here; no longer", flush=True)


def _check_free(host: str, port: int) -> None:
    """Raise Unknown, which names another port, where this one cannot be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as refusal:
            why = getattr(refusal, "strerror", "") or str(refusal)
            raise Unknown(
                f"cannot serve on {host}:{port} ({why}): choose another with --port, or make run PORT=8080"
            ) from refusal


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _holds_demonstration() -> bool:
    """Whether the database was filled by `demo`: asked in a process of its own, since settings are read once."""
    import subprocess

    code = "import django; django.setup(); from tongket.pages import demonstration; print(demonstration.is_marked())"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    return asked.stdout.strip() == "True"


def _print_logins() -> None:
    from django.db import connections

    from tongket.demo.logins import demo_logins

    for login in demo_logins():
        print(f"  {login['login']:<22} {login['password']:<22} {login['role']} · {login['unit']}", flush=True)
    connections.close_all()  # the processes that answer open their own


def _migrate(arguments: argparse.Namespace) -> int:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    return 0


def _start(arguments: argparse.Namespace) -> int:
    """An empty database gets an address; books that are open go on as they are; anything else is refused."""
    from django.conf import settings

    from tongket.core import clock
    from tongket.org import saving
    from tongket.org.actions import founding
    from tongket.pages import demonstration

    if settings.TONGKET_DEMO or demonstration.is_marked():
        raise Unknown(
            "the demonstration never becomes an office's own: name another database, leave TONGKET_DEMO unset"
        )
    _tighten()
    _migrate(arguments)
    try:
        with saving.durable():
            token = founding.invite(on=clock.today())
    except founding.NotEmpty as refusal:
        if founding.is_founded():
            return 0
        raise Unknown("this database holds records already: the books are opened in an empty one only") from refusal
    print("Mở địa chỉ này để đặt tên tổ chức, dùng được một lần. Open it to name your organisation; it works once:")
    print(f"  http://{arguments.host}:{arguments.port}/start/{token}/", flush=True)
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    from tongket.demo.load import load
    from tongket.demo.output import write_reviews
    from tongket.demo.table import lines, stated_table
    from tongket.pages import demonstration

    _migrate(arguments)
    if not demonstration.holds_rows():
        load(echo=print)
    elif arguments.load_if_empty:
        return 0
    elif not demonstration.is_marked():
        raise Unknown("this database holds an office's own records: the demonstration is loaded into an empty one only")
    if arguments.load_if_empty:
        return 0
    for path in write_reviews():
        print(path)
    table = stated_table()
    print("\n".join(lines(table)))
    return 0 if all(row.is_equal for row in table) else 1


def _review(arguments: argparse.Namespace) -> int:
    from tongket.core import clock
    from tongket.review import exports
    from tongket.review.reading import read

    if arguments.format not in FORMATS:
        raise Unknown(f"unknown format {arguments.format}: known are {', '.join(FORMATS)}")
    unit, year = _unit(arguments.code), _year(arguments.year)
    reader = _reader(arguments.login, unit, "review.read")
    try:
        reading = read(unit, year, reader=reader, on=clock.today())
    except LookupError as unknown:
        raise Unknown(_known_years(unit, year)) from unknown
    _log(reader, "review.read", unit, arguments.format)
    if arguments.format == "docx":
        body = exports.as_word(reading.report, reading.review, on=clock.today())
        target = arguments.output or Path(exports.file_name(reading.report, "docx"))
        target.write_bytes(body)
        print(target)
        return 0
    if arguments.format == "json":
        text = exports.json_text(reading.report, state=reading.state)
    else:
        parts = [
            line
            for section in reading.report.sections
            for line in (section.heading, *(p.text for p in section.paragraphs))
        ]
        text = "\n".join(parts)
    _out(text, arguments.output)
    return 0


def _figures(arguments: argparse.Namespace) -> int:
    from tongket.core import clock
    from tongket.review import exports
    from tongket.review.reading import read

    unit, year = _unit(arguments.code), _year(arguments.year)
    reader = _reader(arguments.login, unit, "figure.read")
    try:
        report = read(unit, year, reader=reader, on=clock.today()).report
    except LookupError as unknown:
        raise Unknown(_known_years(unit, year)) from unknown
    _log(reader, "figure.read", unit, "figures")
    if arguments.json:
        print(json.dumps(exports.figures_as_json(report), ensure_ascii=False, indent=1))
        return 0
    for line in report.figures.values():
        phrase = line.comparison["phrase"] if line.comparison else ""
        print(f"{line.key:<44} {line.text:>10}  {line.label}{' · ' + phrase if phrase else ''}")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from tongket.verify import faults

    found = list(faults(echo=print))
    for fault in found:
        print(f"WRONG {fault}")
    print("everything holds" if not found else f"{len(found)} things do not hold")
    return 1 if found else 0


def _user(arguments: argparse.Namespace) -> int:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from tongket.core import clock
    from tongket.org import saving
    from tongket.org.actions import save_account
    from tongket.org.models import Account, Person

    account = Account.objects.filter(username=arguments.login).first() or Account(username=arguments.login)
    if arguments.person:
        try:
            account.person = Person.objects.filter(pk=arguments.person).first()
        except ValidationError as wrong:
            raise Unknown(f"{arguments.person} is no id of a person") from wrong
        if account.person is None:
            raise Unknown(f"no person has the id {arguments.person}")
    account.is_active = not arguments.deactivate
    if account.is_active:
        password = getpass.getpass(f"Password for {arguments.login}: ")
        try:
            validate_password(password, account)
        except ValidationError as weak:
            raise Unknown(" ".join(weak.messages)) from weak
        account.set_password(password)
    with saving.durable():
        save_account(account, on=clock.today())
    print(f"{arguments.login}: {'ready' if account.is_active else 'closed'}")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from django.core.exceptions import ValidationError
    from django.utils import translation

    from tongket.core import clock
    from tongket.org import jobs, saving
    from tongket.org.models import Person
    from tongket.rosters import actions
    from tongket.rosters.models import Batch
    from tongket.rosters.queries.parts import Name, part
    from tongket.sheets import child
    from tongket.sheets.files import Refused

    unit = _unit(arguments.unit)
    by = _reader(arguments.login, unit, actions.VERB)
    assert isinstance(by, Person)
    if not arguments.file.is_file():
        raise Unknown(f"no file {arguments.file}")
    today = clock.today()
    with translation.override("vi"):
        try:
            file = child.check(arguments.file.read_bytes(), arguments.file.name)
            with saving.durable():
                started = actions.start(file, unit=unit, from_on=today, by=by, on=today, is_read_here=True)
                job = jobs.latest(started.pk)
            assert job is not None
            jobs.perform(job.pk)
            batch = Batch.objects.get(pk=started.pk)  # unscoped: the one just started
            findings = part(batch, Name.FINDINGS, {})
            for problem in findings.get("problems", ()):
                mark = "WRONG" if problem["is_error"] else "note "
                print(f"{mark} {problem['sheet']}!{problem['cell'] or problem['row']}  {problem['message']}")
            for question in findings.get("questions", ()):
                print(f"ASKED {question['text']} ({', '.join(question['examples'])})")
            if arguments.yes and findings.get("is_ready"):
                with saving.durable():
                    actions.confirm(batch, seen=batch.version, by=by, on=today)
        except ValidationError as refusal:
            raise Unknown(" ".join(refusal.messages)) from refusal
        except Refused as refusal:
            raise Unknown(str(refusal)) from refusal
    batch.refresh_from_db()
    print(f"{batch.get_state_display()}: {batch.row_count} rows, {batch.new_count} new, {batch.changed_count} changed")
    print(batch.report.get("refused", "") or batch.get_absolute_url())
    return 0 if findings.get("is_ready") or batch.same_count == batch.row_count > 0 else 1


def _work(arguments: argparse.Namespace) -> int:
    from tongket.org import working

    if arguments.once:
        working.run_once()
    else:
        working.Working(parent=arguments.parent).run()
    return 0


# --- What the verbs share -------------------------------------------------------------------------------------------


def _unit(code: str) -> "Unit":
    from tongket.org.models import Unit

    unit = Unit.objects.select_related("place").filter(code=code, place__isnull=False).first()
    if unit is None:
        known = Unit.objects.filter(place__level=1).order_by("code").values_list("code", flat=True)[:12]
        some = ", ".join(known) or "none: load the demonstration or open the books first"
        raise Unknown(f"unknown unit {code}: known at the top are {some}; `units/` lists all")
    return unit


def _year(year: str) -> int:
    from tongket.core import periods

    known = periods.year_of(year)
    if known is None:
        raise Unknown(f"unknown year {year}: a year is a number such as 2020")
    return known


def _known_years(unit: "Unit", year: int) -> str:
    from tongket.org.models import YearPlace

    years = sorted(YearPlace.objects.filter(unit=unit).values_list("year", flat=True))
    span = f"{years[0]} to {years[-1]}" if years else "none"
    return f"{unit.code} is not known in {year}: known years are {span}"


def _reader(login: str | None, unit: "Unit", verb: str) -> "Reader":
    from tongket.core import clock
    from tongket.org import access
    from tongket.org.models import Account

    if login is None:
        return access.Command(unit)
    account = Account.objects.select_related("person").filter(username=login, is_active=True).first()
    if account is None or account.person is None:
        raise Unknown(f"unknown login {login}")
    if not access.may(account.person, verb, unit, on=clock.today()):
        raise Unknown(f"{login} may not read {unit.code}")
    return account.person


def _log(reader: "Reader", verb: str, unit: "Unit", what: str) -> None:
    from tongket.core import clock
    from tongket.org import audit, saving

    with saving.durable():
        audit.record(reader, verb, on=clock.today(), unit=unit, fields={"command": what})


def _out(text: str, path: Path | None) -> None:
    if path is None:
        print(text)
    else:
        path.write_text(text + "\n", encoding="utf-8")
        print(path)


if __name__ == "__main__":
    sys.exit(main())
