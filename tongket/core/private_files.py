"""What is kept on this machine (database, keys, files) is for the user who runs the program alone."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def kept_here() -> list[Path]:
    """The files and folders of this installation that nobody else is to read."""
    paths = [settings.VAR / name for name in ("secret_key", "media", "charts", "demo")]
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        paths += [Path(f"{database['NAME']}{ending}") for ending in ("", "-wal", "-shm", "-journal")]
    return paths


def tighten(paths: Iterable[Path]) -> list[Path]:
    """Take every right of group and others from files, and from folders with all that lies in them.

    Returns those that were open, as an older version or another program has left them. What belongs to another user,
    and what a symbolic link leads to, is left alone.
    """
    changed = []
    for path in _all_under(paths):
        info = path.lstat()
        mode = stat.S_IMODE(info.st_mode)
        if stat.S_ISLNK(info.st_mode) or info.st_uid != os.getuid() or not mode & OTHERS:
            continue
        path.chmod(mode & ~OTHERS)
        changed.append(path)
    return changed


def _all_under(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.exists():
            yield path
        if path.is_dir() and not path.is_symlink():
            for folder, folders, files in os.walk(path):
                yield from (Path(folder, name) for name in (*folders, *files))
