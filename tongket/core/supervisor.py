"""A process kept running beside this one."""

import subprocess
import sys
import threading
import time
from collections.abc import Sequence

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before a process that died is started again
STEADY_AFTER = 60.0  # seconds after which its next death counts as the first
PATIENCE = 15.0  # seconds in which it must end when told to


class Supervisor:
    """Runs a command until `stop`. Its death ends nothing else: it is said, and the command is started again."""

    def __init__(self, command: Sequence[str], *, name: str) -> None:
        self.command, self.name = command, name
        self.process: subprocess.Popen[bytes] | None = None
        self.is_stopped = threading.Event()
        self.thread = threading.Thread(target=self._keep_running, name=name, daemon=True)

    def start(self) -> None:
        self.process = self._run()
        self.thread.start()

    def stop(self) -> None:
        """End the process: it may finish what it is doing, for a while."""
        self.is_stopped.set()
        process = self.process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _run(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self.command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own program

    def _keep_running(self) -> None:
        pause = FIRST_PAUSE
        while self.process is not None:
            began = time.monotonic()
            code = self.process.wait()
            if self.is_stopped.is_set():
                return
            if time.monotonic() - began > STEADY_AFTER:
                pause = FIRST_PAUSE
            print(
                f"tongket: the {self.name} ended ({code}); it is started again in {pause:.0f} s",
                file=sys.stderr,
                flush=True,
            )
            if self.is_stopped.wait(pause):
                return
            pause = min(2 * pause, LONGEST_PAUSE)
            self.process = self._run()
