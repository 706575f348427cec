"""Files that others may read are closed to them when the program starts (S-50)."""

from pathlib import Path

from tongket.core.private_files import tighten


def test_what_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    var, database, elsewhere = tmp_path / "var", tmp_path / "books.sqlite3", tmp_path / "elsewhere"
    (var / "media").mkdir(parents=True)
    for path, mode in {
        var / "secret_key": 0o644, var / "media" / "scan.pdf": 0o664, var / "log": 0o600, database: 0o644,
        elsewhere: 0o644,
    }.items():  # fmt: skip
        path.write_text("x")
        path.chmod(mode)
    (var / "media").chmod(0o755)
    var.chmod(0o700)
    (var / "link").symlink_to(elsewhere)

    changed = tighten([var, database, tmp_path / "missing"])

    assert {path.relative_to(tmp_path).as_posix(): oct(path.stat().st_mode & 0o777) for path in changed} == {
        "var/secret_key": "0o600",
        "var/media": "0o700",
        "var/media/scan.pdf": "0o600",
        "books.sqlite3": "0o600",
    }
    assert elsewhere.stat().st_mode & 0o777 == 0o644
    assert tighten([var, database]) == []
