"""`ehcp up` with small real processes: what is started is watched, and nothing outlives it."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from ehcp_workflow.cli.up.addresses import Ports, addresses
from ehcp_workflow.cli.up.children import build_children
from ehcp_workflow.cli.up.patience import Crashes, Patience
from ehcp_workflow.cli.up.ports import Port, PortTaken, check_ports
from ehcp_workflow.cli.up.process import marked
from ehcp_workflow.cli.up.running import AlreadyRunning, running_in
from ehcp_workflow.settings import load_settings

NEVER = 60.0

# What the supervisor's own process runs: a few programs for its children, then the body of the test.
DRIVER = """
import dataclasses, os, sys
from pathlib import Path
from rich.console import Console
from ehcp_workflow.cli.up import Child, Patience, Port, PortTaken, run_all

SLEEPER = "import time; time.sleep(600)"
BROKEN = "raise SystemExit(7)"
ENDS_ONCE = '''
import pathlib, sys, time
lives = pathlib.Path(sys.argv[1]) / "lives"
first = not lives.exists()
lives.write_text("one" if first else "two")
sys.exit(3) if first else time.sleep(600)
'''
# A child with a grandchild in a session of its own, and neither cares for SIGTERM.
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
STUBBORN = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {DEAF!r}], start_new_session=True); {DEAF}"

folder = Path(sys.argv[1])
quick = Patience(tick=0.02, between_checks=0.05, first_restart=0.05, longest_restart=0.1, to_stop=2.0,
                 to_answer_again=0.5)
patient = dataclasses.replace(quick, to_stop=600.0)

def child(name, program, needs=(), healthy=lambda started: True, port=None):
    command = (sys.executable, "-c", program, str(folder))
    return Child(name, name, command, folder / f"{name}.log", healthy, dict(os.environ), port=port, needs=needs)

def run(*children, patience=quick):
    sys.exit(run_all(children, Console(), on_ready=(folder / "ready").touch, patience=patience))
"""


class Run:
    """A supervisor in a process of its own, and the folder its children write to."""

    def __init__(self, folder: Path, body: str) -> None:
        self.folder = folder
        script = folder / "driver.py"
        script.write_text(DRIVER + textwrap.dedent(body))
        # The mark of the test itself, so that grandchildren are found whatever happens to the supervisor.
        self.token = f"EHCP_TEST_TOKEN={folder}"
        self.process = subprocess.Popen(
            [sys.executable, script, folder],
            env={**os.environ, "EHCP_TEST_TOKEN": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_for(self, name: str) -> None:
        """Wait until a child or the supervisor has made a file."""
        wait_until(lambda: (self.folder / name).exists() or self.process.poll() is not None)
        assert (self.folder / name).exists(), self.process.communicate()[0]

    def end(self, number: signal.Signals | None = signal.SIGTERM) -> tuple[int, str]:
        """Signal the supervisor and return its exit code and its words."""
        if number:
            self.process.send_signal(number)
        words, _ = self.process.communicate(timeout=NEVER)
        return self.process.returncode, words

    def read_until(self, words: str) -> None:
        """Read what the supervisor says up to a line with these words."""
        assert any(words in line for line in self.process.stdout)

    def alive(self) -> list[int]:
        """Every living process that was started from this run, in whichever group."""
        return [pid for pid in pids_with(self.token) if pid != self.process.pid]


def pids_with(entry: str) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if entry.encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def wait_until(condition) -> None:
    deadline = time.monotonic() + NEVER
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def start(tmp_path):
    runs: list[Run] = []

    def begin(body: str) -> Run:
        runs.append(Run(tmp_path, body))
        return runs[-1]

    yield begin
    for run in runs:
        run.process.kill()
        run.process.wait()
        for pid in run.alive():
            os.kill(pid, signal.SIGKILL)
        run.process.stdout.close()


def test_sigterm_ends_every_child_and_exits_with_0(start):
    run = start("run(child('one', SLEEPER), child('two', SLEEPER, needs=('one',)))")
    run.wait_for("ready")
    assert len(run.alive()) == 2

    code, words = run.end(signal.SIGTERM)

    assert code == 0
    assert "one answers." in words
    assert run.alive() == []


def test_ctrl_c_ends_even_a_grandchild_that_left_its_group_and_ignores_sigterm(start):
    run = start("run(child('stubborn', STUBBORN))")
    run.wait_for("ready")
    wait_until(lambda: len(run.alive()) == 2)

    code, _ = run.end(signal.SIGINT)

    assert code == 0
    assert run.alive() == []


def test_a_second_ctrl_c_does_not_wait(start):
    run = start("run(child('stubborn', STUBBORN), patience=patient)")
    run.wait_for("ready")
    wait_until(lambda: len(run.alive()) == 2)

    run.process.send_signal(signal.SIGINT)
    run.read_until("Stopping.")
    code, _ = run.end(signal.SIGINT)

    assert code == 0
    assert run.alive() == []


def test_a_crashed_child_is_started_again_and_the_others_are_left_alone(start):
    run = start("""
        second_life = lambda started: (folder / "lives").exists() and (folder / "lives").read_text() == "two"
        run(child("frail", ENDS_ONCE, healthy=second_life), child("calm", SLEEPER))
    """)
    run.wait_for("ready")

    code, words = run.end()

    assert code == 0
    assert "frail ended by itself: started again" in words
    assert words.count("calm answers.") == 1
    assert run.alive() == []


def test_a_child_killed_with_9_is_started_again(start):
    run = start("run(child('one', SLEEPER))")
    run.wait_for("ready")
    (first,) = run.alive()

    os.kill(first, signal.SIGKILL)
    wait_until(lambda: run.alive() and first not in run.alive())

    assert run.end()[0] == 0


def test_a_child_that_lives_and_no_longer_answers_is_started_again(start):
    run = start("run(child('mute', SLEEPER, healthy=lambda started: not (folder / 'mute').exists()))")
    run.wait_for("ready")
    (first,) = run.alive()

    (run.folder / "mute").touch()
    wait_until(lambda: run.alive() and first not in run.alive())
    (run.folder / "mute").unlink()

    code, words = run.end()
    assert code == 0
    assert "mute no longer answers" in words


def test_a_child_that_keeps_ending_stops_everything_with_a_reason_and_exit_code_1(start):
    run = start("run(child('broken', BROKEN, healthy=lambda started: False), child('calm', SLEEPER))")

    code, words = run.end(None)

    assert code == 1
    assert "broken ended 5 times in a row" in words
    assert "broken.log" in words
    assert run.alive() == []


def test_kill_9_of_the_supervisor_leaves_no_child(start):
    run = start("run(child('one', SLEEPER), child('two', SLEEPER))")
    run.wait_for("ready")
    assert len(run.alive()) == 2

    run.end(signal.SIGKILL)

    wait_until(lambda: run.alive() == [])


def test_a_taken_port_is_named_with_who_wants_it_and_the_option_that_changes_it():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]

        with pytest.raises(
            PortTaken, match=f"Port {number} is taken .* needed for the web pages.* --web-port"
        ) as refused:
            check_ports([Port(number, "the web pages", "--web-port")])

    assert refused.value.exit_code == 1


def test_two_of_ours_on_one_port_are_refused():
    with pytest.raises(PortTaken, match="both want port 4200: change --web-port"):
        check_ports([Port(4200, "Prefect", "--prefect-port"), Port(4200, "the web pages", "--web-port")])


def test_a_number_that_is_no_port_is_refused():
    with pytest.raises(PortTaken, match="70000 is not a port"):
        check_ports([Port(70000, "Prefect", "--prefect-port")])


def test_nothing_is_started_when_a_port_is_taken(start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        run = start(f"""
            touch = "import sys, pathlib; (pathlib.Path(sys.argv[1]) / 'started').touch()"
            try:
                run(child("one", touch, port=Port({number}, "one", "--one-port")))
            except PortTaken as taken:
                print(taken)
        """)
        _, words = run.end(None)

    assert f"Port {number} is taken" in words
    assert not (run.folder / "started").exists()


def test_the_wait_doubles_with_each_crash_up_to_the_longest():
    crashes = Crashes(Patience())
    waits = []
    for number in range(7):
        crashes.count(now=number * 100.0, lived=60.0)
        waits.append(crashes.wait)

    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert not crashes.too_many


def test_a_calm_life_forgives_earlier_crashes():
    crashes = Crashes(Patience())
    for number in range(4):
        crashes.count(now=float(number), lived=0.5)
    crashes.count(now=1000.0, lived=900.0)

    assert crashes.wait == 1
    assert not crashes.too_many


def test_five_crashes_in_two_minutes_are_too_many():
    crashes = Crashes(Patience())
    for number in range(5):
        crashes.count(now=number * 20.0, lived=10.0)

    assert crashes.too_many


def test_the_demo_has_a_mailbox_and_a_real_installation_has_none(tmp_path):
    ports = Ports(prefect=4200, web=8000, mail=8025)

    demo = build_children(tmp_path, ports, demo=True, env={})
    real = build_children(tmp_path, ports, demo=False, env={})

    assert [child.name for child in demo] == ["web", "prefect", "flows", "mail"]
    assert [child.name for child in real] == ["web", "prefect", "flows"]


def test_everything_listens_on_this_machine_only_and_tells_nobody(tmp_path):
    children = build_children(tmp_path, Ports(prefect=4200, web=8000, mail=8025), demo=True, env={})

    commands = " ".join(word for child in children for word in child.command)
    assert "0.0.0.0" not in commands  # noqa: S104
    assert commands.count("--host 127.0.0.1") == 2
    assert all(child.env["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false" for child in children)
    assert all(child.env["DO_NOT_TRACK"] == "1" for child in children)
    assert all(child.env["PREFECT_HOME"] == str(tmp_path / "prefect") for child in children)


def test_no_living_process_carries_an_unknown_mark():
    assert marked("nobody has this mark") == []


def test_what_runs_is_written_where_a_command_typed_beside_it_looks_and_taken_away_after(tmp_path, monkeypatch):
    monkeypatch.setenv("EHCP_HOME", str(tmp_path))

    with running_in(tmp_path, addresses(Ports(prefect=4201, web=8001, mail=8026), demo=True)):
        during = load_settings()
    after = load_settings()

    assert (during.web_url, during.smtp_port, during.demo) == ("http://127.0.0.1:8001", 8026, True)
    assert during.prefect_api_url == "http://127.0.0.1:4201/api"
    assert (after.smtp_host, after.demo) == (None, False)


def test_two_supervisors_in_one_data_folder_are_refused(tmp_path):
    with running_in(tmp_path, {}), pytest.raises(AlreadyRunning, match="already runs in"), running_in(tmp_path, {}):
        pass
