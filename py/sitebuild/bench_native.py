"""The core alone; then the native server, aiosmtpd and smtp-sink, all fed by smtp-source.

Each server is a process of its own on 127.0.0.1. They are measured in turn, round after
round, so that a busy moment of the machine meets them all.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from subprocess import DEVNULL

from sitebuild.errors import BuildError
from sitebuild.mail_programs import make_sure_of_postfix, postfix_environment, postfix_program
from sitebuild.process import run
from sitebuild.project import Project

ROUNDS = 5
SCALE = 1.0  # of what the core is fed
MESSAGES, MESSAGE_SIZE = 2000, 4096
CONTENTS, CONTENT_SIZE = 5, 20_000_000
SESSIONS = 5
PATIENCE = 30  # seconds until a server counts as broken
WARM_UP = 50
PEER = "aiosmtpd"
SERVERS = Path(__file__).with_name("bench_servers")


def bench_native(project: Project) -> None:
    """Print the core's rows, then messages and octets per second as ratios to the peer's."""
    make_sure_of_postfix(project)
    core = run("measure the core", [sys.executable, "-m", "sitebuild.bench_core", str(SCALE)])
    print(core, end="", flush=True)
    print(f"\nnative server, {SESSIONS} sessions at a time, a connection a message")
    with ExitStack() as stack:
        ports = {
            name: stack.enter_context(_server(project, command))
            for name, command in _commands(project).items()
        }
        for port in ports.values():
            _seconds(project, port, WARM_UP, MESSAGE_SIZE)
        _print_row("messages", _rates(project, ports, MESSAGES, MESSAGE_SIZE, MESSAGES), "/s")
        megabytes = CONTENTS * CONTENT_SIZE / 1e6
        _print_row("octets", _rates(project, ports, CONTENTS, CONTENT_SIZE, megabytes), "MB/s")


def _commands(project: Project) -> Mapping[str, Sequence[str]]:
    """Return each server's name and command, but for the port."""
    python = [sys.executable]
    # As silent as the others are.
    ours = ["-m", "smtp_playground", "serve", "--quiet", "--persona", str(SERVERS / "ours.toml")]
    # Postfix's program wants to know whom to become when root starts it.
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    return {
        "ours": [*python, *ours, "--port"],
        PEER: [*python, str(SERVERS / "peer.py")],
        "smtp-sink": [postfix_program(project, "smtp-sink"), *user],
    }


@contextmanager
def _server(project: Project, command: Sequence[str]) -> Iterator[int]:
    """Run a server on a free port; end it, however the bench ends."""
    port = _free_port()
    place = [f"127.0.0.1:{port}", "100"] if "smtp-sink" in command[0] else [str(port)]
    environment = postfix_environment(project) | {"PYTHONPATH": str(project.python)}
    process = subprocess.Popen(
        [*command, *place], env=environment, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), PATIENCE).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise BuildError(f"process {process.pid} does not listen on port {port}")


def _rates(
    project: Project, ports: Mapping[str, int], count: int, size: int, amount: float
) -> Mapping[str, list[float]]:
    """Return how much of the amount a second each server took, round by round."""
    rates: dict[str, list[float]] = {name: [] for name in ports}
    for _ in range(ROUNDS):
        for name, port in ports.items():
            rates[name].append(amount / _seconds(project, port, count, size))
    return rates


def _seconds(project: Project, port: int, count: int, size: int) -> float:
    """Return how long it takes to deliver so many messages of that size."""
    source = [postfix_program(project, "smtp-source"), f"-s{SESSIONS}", f"-m{count}", f"-l{size}"]
    names = ["-Mclient.example", "-fsender@client.example", "-talice@example.com"]
    begin = time.monotonic()
    run(
        "measure with smtp-source",
        [*source, *names, f"127.0.0.1:{port}"],
        environment=postfix_environment(project),
    )
    return time.monotonic() - begin


def _print_row(row: str, rates: Mapping[str, list[float]], unit: str) -> None:
    """Print each server's median, and the median of its ratios to the peer in the same round."""
    cells = []
    for name, own in rates.items():
        ratio = median(rate / other for rate, other in zip(own, rates[PEER], strict=True))
        cells.append(f"{name} {median(own):8.0f} {unit}  ratio {ratio:5.2f}")
    print(f"  {row:<9} " + "   ".join(cells), flush=True)
