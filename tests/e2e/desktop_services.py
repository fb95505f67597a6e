"""A physician's computer in miniature: a screen, a tray, notifications, a sound server with a microphone, a home.

Real services, started for the tests and ended by their process ids. Nothing of the user's own session is touched:
each service has a socket, a folder or a display number of its own. Everything waits for a condition, not for a time.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from Xlib import X
from Xlib.display import Display

from e2e.processes import Running, ask, need, running, until

BIN = Path(os.environ.get("PLAINSPOKEN_PROGRAMS") or Path(sys.executable).parent)
"""Where the programs are that are tested: this environment's; or installed ones, see `./dev try-package`."""

SPEAK = Path(__file__).with_name("speak.py")

SCREEN_PROGRAMS = [
    "Xvfb",
    "dbus-daemon",
    "dbus-send",
    "openbox",
    "trayer",
    "dunst",
    "dunstctl",
    "xdotool",
    "xclip",
    "xprop",
]

_TRAYER = ["trayer", "--edge", "top", "--align", "right", "--height", "24"]

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""A bus that starts no services by itself: only what a fixture starts is there."""

_PULSE = """load-module module-native-protocol-unix socket={socket}
load-module module-pipe-source source_name=microphone file={fifo} format=s16le rate=16000 channels=1
set-default-source microphone
"""

_ALSA = """pcm.pulse { type pulse hint { show on description "PulseAudio" } }
ctl.pulse { type pulse }
pcm.!default { type pulse hint { show on description "Default" } }
ctl.!default { type pulse }
"""
"""PortAudio sees the sound server and nothing else, whatever cards this computer has."""


@dataclass(frozen=True, slots=True)
class Home:
    """Folders of a user who exists for a test only."""

    folder: Path
    runtime: Path
    """For sockets: in a folder with a short name, for a socket's path may have 107 characters."""

    @property
    def env(self) -> dict[str, str]:
        """The variables of a session without a screen or sound; nothing is taken over but the search path."""
        return {
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder / "tmp"),
            "XDG_CONFIG_HOME": str(self.folder / ".config"),
            "XDG_DATA_HOME": str(self.folder / ".local/share"),
            "XDG_STATE_HOME": str(self.folder / ".local/state"),
            "XDG_CACHE_HOME": str(self.folder / ".cache"),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "ALSA_CONFIG_PATH": str(self.folder / "asound.conf"),
            "PULSE_SERVER": f"unix:{self.runtime / 'no-sound-server'}",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.runtime / 'no-bus'}",
            "PYTHONUTF8": "1",
        }

    @property
    def settings_folder(self) -> Path:
        """Where Plainspoken keeps settings and templates."""
        return self.folder / ".config" / "plainspoken"

    def files(self) -> list[Path]:
        """Every ordinary file in it."""
        roots = (self.folder, self.runtime)
        return [
            path for root in roots for path in root.rglob("*") if path.is_file() and not path.is_symlink()
        ]


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound server with a microphone that speaks what is written into its pipe."""

    env: Mapping[str, str]
    fifo: Path
    pid: int

    name: str = "microphone"

    def unplug(self) -> None:
        """Take the microphone away."""
        ask(["pactl", "unload-module", self._module()], self.env)
        until(lambda: not self.has_microphone(), "the microphone goes away")

    def plug_in(self, name: str) -> "Sound":
        """One more microphone; the same sound server with that one in a person's hands."""
        fifo = self.fifo.with_name(name)
        options = [f"source_name={name}", f"file={fifo}", "format=s16le", "rate=16000", "channels=1"]
        ask(["pactl", "load-module", "module-pipe-source", *options], self.env)
        one = replace(self, fifo=fifo, name=name)
        until(one.has_microphone, "there is one more microphone")
        return one

    def _module(self) -> str:
        modules = ask(["pactl", "list", "short", "modules"], self.env).splitlines()
        return next(line.split()[0] for line in modules if f"source_name={self.name} " in line)

    def is_recorded(self) -> bool:
        """Whether a program records from it."""
        return ask(["pactl", "list", "short", "source-outputs"], self.env) != ""

    def has_microphone(self) -> bool:
        """Whether it is plugged in."""
        return f"\t{self.name}\t" in ask(["pactl", "list", "short", "sources"], self.env)


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen with a window manager, a tray and notifications."""

    env: Mapping[str, str]
    """What a program needs to find it."""

    def press(self, keys: str) -> None:
        """Press and release keys, as in `ctrl+alt+d`."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", keys], env=dict(self.env), check=True)

    def copy(self, text: str) -> None:
        """Another program puts something on the clipboard."""
        # No pipe for its output: xclip leaves a process behind that holds it open while it owns the clipboard.
        command = ["xclip", "-i", "-selection", "clipboard"]
        subprocess.run(
            command, input=text.encode(), env=dict(self.env), check=True, stdout=subprocess.DEVNULL
        )
        until(lambda: self.clipboard() == text, "the clipboard holds what was copied")

    def windows(self, title: str) -> list[str]:
        """Ids of the visible windows whose title has these words."""
        return ask(["xdotool", "search", "--onlyvisible", "--name", title], self.env).split()

    def notifications(self) -> str:
        """All notifications so far, as dunst remembers and shows them."""
        return ask(["dunstctl", "history"], self.env)

    def clipboard(self, target: str = "UTF8_STRING") -> str:
        """What another program gets that asks for the clipboard; nothing where nobody owns it."""
        return ask(["xclip", "-o", "-selection", "clipboard", "-target", target], self.env)

    def clipboard_targets(self) -> list[str]:
        """The formats on offer."""
        return self.clipboard("TARGETS").split()


@contextmanager
def a_home(folder: Path) -> Iterator[Home]:
    """A home without anything in it, and a short-named folder for sockets that is removed afterwards."""
    for name in ("tmp", ".config", ".local/share", ".local/state", ".cache"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "asound.conf").write_text(_ALSA)
    runtime = Path(tempfile.mkdtemp(prefix="plainspoken-"))
    try:
        yield Home(folder, runtime)
    finally:
        shutil.rmtree(runtime, ignore_errors=True)


@contextmanager
def a_screen(home: Home, logs: Path) -> Iterator[Screen]:
    """Xvfb, D-Bus, openbox, trayer and dunst, in this order, each as soon as the one before is ready."""
    need(*SCREEN_PROGRAMS)
    with ExitStack() as services:
        env = {**home.env, "DISPLAY": services.enter_context(_display(home, logs))}
        env["DBUS_SESSION_BUS_ADDRESS"] = services.enter_context(_bus(home, logs))
        services.enter_context(running(["openbox"], env, logs))
        supports = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
        until(lambda: "window id" in ask(supports, env), "openbox manages windows")
        services.enter_context(running(_TRAYER, env, logs))
        until(lambda: _has_tray(env["DISPLAY"]), "trayer is the tray")
        services.enter_context(running(["dunst", "-config", os.devnull], env, logs))
        until(lambda: _has_owner("org.freedesktop.Notifications", env), "dunst takes notifications")
        yield Screen(env)


@contextmanager
def a_sound_server(home: Home, logs: Path) -> Iterator[Sound]:
    """PulseAudio with one microphone: a pipe."""
    need("pulseaudio", "pactl")
    socket, fifo = home.runtime / "pulse-native", home.runtime / "microphone"
    script = home.runtime / "pulse.pa"
    script.write_text(_PULSE.format(socket=socket, fifo=fifo))
    env = {**home.env, "PULSE_SERVER": f"unix:{socket}"}
    command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "-F", script]
    with running(command, env, logs) as server:
        sound = Sound(env, fifo, server.pid)
        until(sound.has_microphone, "PulseAudio has a microphone")
        yield sound


@contextmanager
def _display(home: Home, logs: Path) -> Iterator[str]:
    """Xvfb picks a free display number itself and tells it once it is ready."""
    told, tell = os.pipe()
    # Without -noreset it starts anew when its last client leaves: a look at it could end what is starting.
    command = ["Xvfb", "-displayfd", str(tell), "-noreset", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    try:
        with running(command, home.env, logs, pass_fds=[tell]) as xvfb:
            os.close(tell)
            number = _line_from(told, xvfb)
            yield f":{number}"
    finally:
        os.close(told)


def _line_from(pipe: int, writer: Running) -> str:
    line = b""
    while not line.endswith(b"\n"):
        read = os.read(pipe, 64)
        if not read:
            raise RuntimeError(f"Xvfb did not start: {writer.complaints()}")
        line += read
    return line.decode().strip()


@contextmanager
def _bus(home: Home, logs: Path) -> Iterator[str]:
    socket, config = home.runtime / "bus", home.runtime / "bus.conf"
    config.write_text(BUS.format(socket=socket))
    env = {**home.env, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={socket}"}
    with running(["dbus-daemon", f"--config-file={config}", "--nofork"], env, logs):
        until(lambda: _has_owner("org.freedesktop.DBus", env), "the bus answers")
        yield env["DBUS_SESSION_BUS_ADDRESS"]


def _has_tray(display: str) -> bool:
    """Whether a program has taken the part of the tray, as the System Tray Protocol has it."""
    with closing(Display(display)) as connection:
        owner = connection.get_selection_owner(connection.intern_atom("_NET_SYSTEM_TRAY_S0"))
        return bool(owner != X.NONE)


def _has_owner(name: str, env: Mapping[str, str]) -> bool:
    bus = "org.freedesktop.DBus"
    question = [f"--dest={bus}", "/", f"{bus}.NameHasOwner", f"string:{name}"]
    return "boolean true" in ask(["dbus-send", "--session", "--print-reply", *question], env)
