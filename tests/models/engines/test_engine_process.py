"""A child process is started, asked, watched and ended; whatever it does, its host goes on."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from plainspoken_models.engines.child import child_command
from plainspoken_models.engines.engine_process import EngineProcess
from plainspoken_models.errors import EngineDied, EngineError, EngineFailed, EngineHung, PlainspokenError
from plainspoken_models.own_process import own_process

CHILD = Path(__file__).with_name("echo_engine.py")
LIMIT_S = 30.0
MARKER = "xylophonitis"


def engine(model: str = "good") -> EngineProcess:
    """The echo engine with a model of that name."""
    return EngineProcess([sys.executable, str(CHILD), model], "echo engine")


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for `condition`, at most `LIMIT_S`."""
    deadline = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < deadline, "It did not happen in time."
        threading.Event().wait(0.01)


def ended(pid: int) -> bool:
    """Whether the process is gone, or only waits to be counted."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.fixture
def echo() -> Iterator[EngineProcess]:
    """An echo engine that is closed afterwards."""
    with closing(engine()) as process:
        yield process


def test_a_processor_that_is_too_old_is_named(echo: EngineProcess) -> None:
    """Not "it ended by itself": starting it again would not help."""
    with pytest.raises(EngineDied, match="newer processor"):
        echo.call("old processor", {}, b"", LIMIT_S)


def test_an_engines_threads_sleep_while_they_wait_for_each_other(
    echo: EngineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threads that spin bring each other to a halt as soon as another program works; whoever wants that can have it."""
    told = echo.call("waiting", {}, b"", LIMIT_S).fields
    assert (told["policy"], told["spins"]) == ("passive", "1000")
    monkeypatch.setenv("OMP_WAIT_POLICY", "active")
    with closing(engine()) as other:
        told = other.call("waiting", {}, b"", LIMIT_S).fields
        assert (told["policy"], told["spins"]) == ("active", "")


def test_bytes_go_there_and_back(echo: EngineProcess) -> None:
    """A payload of the longest sound passes through the pipe unchanged, again and again in one child."""
    payload = os.urandom(1_920_000)
    pids = set()
    for _ in range(3):
        answer = echo.call("echo", {}, payload, LIMIT_S)
        assert answer.payload == payload
        pids.add(answer.fields["pid"])
    assert pids == {echo.pid}


def test_nothing_runs_before_it_is_needed(echo: EngineProcess) -> None:
    """An engine that was never asked and never warmed has no process."""
    assert echo.pid is None
    echo.warm()
    assert echo.pid is not None


def test_a_child_that_dies_in_a_call_is_replaced(echo: EngineProcess) -> None:
    """A crash raises EngineDied, and the next call is answered by another child."""
    first = echo.ensure()
    with pytest.raises(EngineDied) as caught:
        echo.call("die", {}, b"", LIMIT_S)
    assert caught.value.remedy
    assert echo.call("echo", {}, b"again", LIMIT_S).payload == b"again"
    assert echo.ensure() != first


def test_a_child_lost_between_calls_is_replaced_unseen(echo: EngineProcess) -> None:
    """A child that was killed while nobody waited costs nothing but the new start."""
    first = echo.ensure()
    pid = echo.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: ended(pid))
    assert echo.call("echo", {}, b"again", LIMIT_S).payload == b"again"
    assert echo.ensure() != first


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGSTOP there")
@pytest.mark.parametrize("size", [1, 1_000_000], ids=["does not answer", "does not read"])
def test_a_hung_child_is_ended(echo: EngineProcess, size: int) -> None:
    """A child that stands still raises EngineHung in its time, and the next call is answered by another one."""
    echo.ensure()
    pid = echo.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(EngineHung):
        echo.call("echo", {}, bytes(size), 0.3)
    assert ended(pid)
    assert echo.call("echo", {}, b"again", LIMIT_S).payload == b"again"


def test_close_ends_a_call_in_flight(echo: EngineProcess, tmp_path: Path) -> None:
    """Closing from another thread ends the child at once; the call raises EngineDied, and so do later ones."""
    sign = tmp_path / "hangs"
    raised: list[EngineError] = []

    def ask() -> None:
        try:
            echo.call("hang", {"sign": str(sign)}, b"", LIMIT_S)
        except EngineError as error:
            raised.append(error)

    caller = threading.Thread(target=ask)
    caller.start()
    wait_until(sign.exists)
    echo.close()
    caller.join(LIMIT_S)
    assert [type(error) for error in raised] == [EngineDied]
    assert echo.pid is None
    with pytest.raises(EngineDied):
        echo.call("echo", {}, b"", LIMIT_S)


def test_close_asks_first() -> None:
    """A child that is idle ends by itself when its input ends; closing again does nothing."""
    process = engine()
    process.ensure()
    pid = process.pid
    assert pid is not None
    began = time.monotonic()
    process.close()
    process.close()
    assert time.monotonic() - began < 2.0
    assert ended(pid)


def test_a_model_that_cannot_be_loaded_says_why() -> None:
    """Our own error in the child arrives with its sentences, at the first call and at each later one."""
    with closing(engine("bad")) as process:
        process.warm()
        for _ in range(2):
            with pytest.raises(EngineFailed, match=r"This model is bad\. Take another\."):
                process.call("echo", {}, b"", LIMIT_S)


def test_a_foreign_error_is_told_by_its_class_alone(echo: EngineProcess) -> None:
    """What an error of a library says stays in the child: it may quote the dictation."""
    with pytest.raises(EngineFailed) as caught:
        echo.call("fail", {}, MARKER.encode(), LIMIT_S)
    assert "RuntimeError" in caught.value.what
    assert MARKER not in repr(caught.value) + str(caught.value)
    with pytest.raises(ValueError, match="refused") as refused:
        echo.call("refuse", {}, MARKER.encode(), LIMIT_S)
    assert MARKER not in str(refused.value)
    with closing(engine("broken")) as process, pytest.raises(EngineFailed) as loading:
        process.ensure()
    assert "secret" not in str(loading.value)


def test_a_child_goes_on_after_a_failure(echo: EngineProcess) -> None:
    """An answer that it could not is an answer: the same child takes the next call."""
    first = echo.ensure()
    with pytest.raises(EngineFailed):
        echo.call("no such thing", {}, b"", LIMIT_S)
    assert echo.call("echo", {}, b"x", LIMIT_S).payload == b"x"
    assert echo.ensure() == first


def test_prints_of_native_code_do_not_reach_the_pipe(echo: EngineProcess) -> None:
    """Standard output of the child is not the pipe: what a library prints there is lost, the answer is not."""
    assert echo.call("print", {}, b"", LIMIT_S).fields == {}
    assert echo.call("echo", {}, b"x", LIMIT_S).payload == b"x"


def test_a_child_has_no_network(echo: EngineProcess) -> None:
    """Inside a child, internet sockets and name look-ups are refused to Python code."""
    assert set(echo.call("network", {}, b"", LIMIT_S).fields.values()) == {"refused"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a lock of Linux")
def test_native_code_in_a_child_has_no_sockets(echo: EngineProcess) -> None:
    """The kernel refuses them to a C library, too; local ones as well, for an engine needs none."""
    assert echo.call("native", {}, b"", LIMIT_S).fields == {
        "inet": "refused",
        "inet6": "refused",
        "unix": "refused",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="signals to a process group")
def test_ctrl_c_does_not_end_a_child(echo: EngineProcess) -> None:
    """Ctrl+C in a terminal reaches the child too, and it goes on: the last words are still to be transcribed."""
    first = echo.ensure()
    pid = echo.pid
    assert pid is not None
    os.kill(pid, signal.SIGINT)
    assert echo.call("echo", {}, b"x", LIMIT_S).payload == b"x"
    assert echo.ensure() == first


@pytest.mark.parametrize(
    "program",
    ["", "print('hello')", "print('{}')", "print('{\"payload_bytes\":9}')", "raise SystemExit(1)"],
    ids=["silent", "text", "no length", "cut off", "fails"],
)
def test_a_program_that_is_no_engine_died(program: str) -> None:
    """Whatever a broken child writes, its host raises EngineDied."""
    with closing(EngineProcess([sys.executable, "-c", program], "echo engine")) as process:
        with pytest.raises(EngineDied):
            process.ensure()
        assert process.pid is None


def test_a_program_that_is_not_there_died() -> None:
    """A child that cannot be started raises one of our errors, with a remedy."""
    with closing(EngineProcess(["/no/such/program"], "echo engine")) as process:
        with pytest.raises(PlainspokenError) as caught:
            process.warm()
        assert isinstance(caught.value, EngineDied)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_child_does_not_outlive_its_host() -> None:
    """When the program that started it is killed, the child ends by itself."""
    host = (
        "import sys; from plainspoken_models.engines.engine_process import EngineProcess\n"
        f"engine = EngineProcess([sys.executable, {str(CHILD)!r}, 'good'], 'echo engine')\n"
        "engine.ensure(); print(engine.pid, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", host]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert not ended(pid)
        parent.kill()
    wait_until(lambda: ended(pid))


def test_the_command_line_carries_engine_model_and_options_alone() -> None:
    """No text: what was dictated goes through the pipe."""
    command = child_command("llama_cpp", Path("weights.gguf"), {"threads": 1})
    own = own_process("plainspoken_models.engines.child")
    assert command == [*own, "llama_cpp", "weights.gguf", '{"threads": 1}']
