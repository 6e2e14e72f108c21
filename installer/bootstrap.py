#!/usr/bin/env python3
"""From a source tree and a bare Python to a running program: sets up what is missing, then works.

    python3 installer/bootstrap.py paint          paint the example document with the starter model
    python3 installer/bootstrap.py test           check style, types, fences, and run the tests
    python3 installer/bootstrap.py run ...        artmaster-desktop with the arguments that follow
    python3 installer/bootstrap.py doctor         say what was found and what is missing

Only the standard library is used, in a syntax that a Python too old for us still reads to say so. All lands
in `.venv` and `.venv-tools`, pinned by `requirements/`. A second call finds its stamp and starts at once.
`ARTMASTER_TORCH_INDEX` asks for another build of PyTorch: `cpu`, `cu130` and the like (names that uv's
`--torch-backend` knows), or the address of a package index. Such builds are not covered by our hashes.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".venv-tools"
STAMP = VENV / "artmaster-stamp.json"
REQUIREMENTS = ROOT / "requirements"
EXAMPLE = ROOT / "resources" / "examples" / "two-painters.ora"
PAINTED = ROOT / "out"

OLDEST, NEWEST, OLDEST_UV = (3, 11), (3, 14), (0, 7)
OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK")
# Without bytecode every start compiles PyTorch anew, which takes ten seconds.
SETTINGS = {**dict.fromkeys([*OFFLINE, "PYTHONUTF8"], "1"), "PYTHONDONTWRITEBYTECODE": ""}

# What Qt opens with dlopen or links to, and the Debian package that has it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
QT_WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
LIBRARIES = {"test": QT_LIBRARIES, "run": {**QT_LIBRARIES, **QT_WINDOW_LIBRARIES}}
TORCH_FAMILY = re.compile(r"(torch|torchvision|triton|nvidia-.*|cuda-.*)$")


class SetupError(Exception):
    """Something a person has to do; the text says what, with the exact command where there is one."""


@dataclass(frozen=True)
class Machine:
    """What decides how things are installed here."""

    system: str  # as platform.system(): "Linux", "Windows", "Darwin"
    root: bool
    sudo: bool  # sudo works without a password
    apt: bool

    @property
    def may_install(self) -> bool:
        """Whether system packages can be installed without asking anybody."""
        return self.apt and (self.root or self.sudo)


def say(text: str) -> None:
    """One line on what happens now; on stderr, so that stdout belongs to the program."""
    print("artmaster: " + text, file=sys.stderr, flush=True)


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
    """Run a step of the set-up; SetupError names the command when it fails."""
    try:
        subprocess.run(command, check=True, env=env, cwd=str(ROOT), stdin=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupError("this did not work: {}\n({})".format(" ".join(command), error)) from error


def works(command: Sequence[str]) -> bool:
    """Whether the command exists and exits with 0; its output is dropped."""
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0


def python_fault(major: int, minor: int) -> str | None:
    """Why a Python of this version cannot be used, or None."""
    if (major, minor) < OLDEST:
        call = "python3.11 installer/bootstrap.py"
        return f"Python {major}.{minor} is too old. Install 3.11 or newer and use it: {call}"
    if (major, minor) > NEWEST:
        return f"Python {major}.{minor} is too new for PyTorch. Python 3.11 to 3.14 will do."
    return None


def look_round() -> Machine:
    """The machine this runs on."""
    system = platform.system()
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    apt = system == "Linux" and shutil.which("apt-get") is not None
    sudo = apt and not root and works(["sudo", "-n", "true"])
    return Machine(system=system, root=root, sudo=sudo, apt=apt)


def apt_command(machine: Machine, packages: Sequence[str]) -> list[str]:
    """The command line that installs Debian packages, as a person would type it."""
    prefix = [] if machine.root else ["sudo"]
    return [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *packages]


def apt_install(machine: Machine, packages: Sequence[str]) -> None:
    """Install Debian packages without a question; only where `machine.may_install`."""
    prefix = [] if machine.root else ["sudo", "-n"]
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    run([*prefix, *quiet, "update"])
    run([*prefix, *quiet, "install", "-y", "--no-install-recommends", *packages])


def loads(library: str) -> bool:
    """Whether the dynamic linker finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def provide_libraries(machine: Machine, wanted: Mapping[str, str]) -> None:
    """Install the system libraries of `wanted` (file name to Debian package) that are missing.

    Where that is not for us to do, say the exact command and go on: the program says no worse itself.
    """
    missing = [name for name in wanted if machine.system == "Linux" and not loads(name)]
    packages = [wanted[name] for name in missing]
    if not missing:
        return
    if machine.may_install:
        say("installing the system libraries that Qt needs: " + " ".join(packages))
        apt_install(machine, packages)
    elif machine.apt:
        say("Qt needs system libraries. Please type:\n  " + " ".join(apt_command(machine, packages)))
    else:
        say("Qt needs the system packages that hold: " + " ".join(missing))


def uv_version(text: str) -> tuple[int, ...]:
    """The version in the output of `uv --version`; () when there is none."""
    found = re.match(r"uv (\d+)\.(\d+)\.(\d+)", text)
    return tuple(int(part) for part in found.groups()) if found else ()


def usable_uv(path: str) -> bool:
    """Whether the uv at `path` runs and is new enough."""
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return told.returncode == 0 and uv_version(told.stdout) >= OLDEST_UV


def own_uv() -> str | None:
    """The uv that an earlier call put into `.venv-tools`."""
    for name in ("bin/uv", "bin/uv.exe", "Scripts/uv.exe"):
        if (TOOLS / name).is_file():
            return str(TOOLS / name)
    return None


def find_pip(machine: Machine) -> list[str]:
    """A command line that is pip: this Python's own, or one in a small environment made for it.

    Debian's Python comes without pip and without what makes one (ensurepip), until python3-venv is there.
    """
    if works([sys.executable, "-m", "pip", "--version"]):
        return [sys.executable, "-m", "pip"]
    home = TOOLS / "pip"
    make = [sys.executable, "-m", "venv", "--clear", str(home)]
    if not works(make):
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not machine.may_install:
            typed = " ".join(apt_command(machine, [package]))
            raise SetupError("this Python has no pip. Please type this or its like, then again:\n  " + typed)
        say("installing " + package)
        apt_install(machine, [package])
        run(make)
    return [str(python_of(home)), "-m", "pip"]


def get_uv(machine: Machine) -> str:
    """Path of a usable uv, fetched with pip when there is none."""
    for path in (shutil.which("uv"), own_uv()):
        if path is not None and usable_uv(path):
            return path
    say("fetching uv, the installer of Python packages")
    flags = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--upgrade"]
    source = ["--require-hashes", "--requirement", str(REQUIREMENTS / "tools.txt")]
    run([*find_pip(machine), "install", *flags, "--target", str(TOOLS), *source])
    path = own_uv()
    if path is None or not usable_uv(path):
        raise SetupError("uv was fetched but does not run here; please install uv yourself and try again")
    return path


def python_of(environment: Path) -> Path:
    """The interpreter of a virtual environment."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def digest(path: Path) -> str:
    """SHA-256 of a text file, whatever its line ends."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def wanted_stamp(dev: bool, torch_index: str) -> dict[str, object]:
    """What a finished set-up writes down, and a later call compares."""
    return {
        "python": platform.python_version(),
        "root": str(ROOT),
        "torch": torch_index,
        "requirements": [digest(REQUIREMENTS / name) for name in ("lock.txt", "dev.txt")],
        "project": digest(ROOT / "pyproject.toml"),
        "dev": dev,
    }


def is_ready(stamp: str, wanted: dict[str, object]) -> bool:
    """Whether the stamp of an earlier set-up serves; one with the tools for tests serves for painting too."""
    with suppress(ValueError):
        return json.loads(stamp) in (wanted, {**wanted, "dev": True})
    return False


def split_torch(lock: str) -> tuple[str, list[str]]:
    """The lock without PyTorch and its CUDA libraries, and the pins `torch==...`, `torchvision==...`.

    An entry of the lock is a line that starts a name, and the indented hashes that follow it.
    """
    kept, pins, dropping = [], [], False
    for line in lock.splitlines(keepends=True):
        if not line.startswith((" ", "#")):
            name = re.split(r"[=\s;\[]", line, maxsplit=1)[0]
            dropping = TORCH_FAMILY.match(name) is not None
            pins += [line.split()[0]] if name in ("torch", "torchvision") else []
        if not dropping:
            kept.append(line)
    return "".join(kept), pins


def torch_source(torch_index: str) -> list[str]:
    """uv's arguments for another build of PyTorch: a backend by its name, or an index by its address."""
    return ["--torch-backend" if torch_index.replace(".", "").isalnum() else "--index", torch_index]


def install(uv: str, dev: bool, torch_index: str) -> None:
    """Make `.venv` hold exactly what the lock says, and the project itself, editable."""
    env = {"UV_PYTHON_DOWNLOADS": "never", "UV_HTTP_TIMEOUT": "300", **os.environ}
    lock = REQUIREMENTS / ("dev.txt" if dev else "lock.txt")
    here = ["--python", str(python_of(VENV))]
    other: list[str] = []
    project = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(VENV)], env)
    if torch_index:
        rest, pins = split_torch(lock.read_text(encoding="utf-8"))
        lock = VENV / "lock-without-torch.txt"
        lock.write_text(rest, encoding="utf-8")
        other = [*torch_source(torch_index), *pins]
    run([uv, "pip", "sync", *here, "--require-hashes", str(lock)], env)
    if other:
        run([uv, "pip", "install", *here, *other], env)
    run([uv, "pip", "install", "--quiet", *here, *project], env)


def set_up(machine: Machine, dev: bool) -> Path:
    """The interpreter of a ready environment; makes or mends it when the stamp is not the wanted one."""
    torch_index = os.environ.get("ARTMASTER_TORCH_INDEX", "").strip()
    wanted = wanted_stamp(dev, torch_index)
    python = python_of(VENV)
    if STAMP.is_file() and python.exists() and is_ready(STAMP.read_text(encoding="utf-8"), wanted):
        return python
    STAMP.unlink(missing_ok=True)
    uv = get_uv(machine)
    say(f"installing into {VENV}; the first time this fetches up to 3 GB")
    if machine.system == "Windows" and not torch_index:
        say("PyTorch will use the processor. For an NVIDIA card: set ARTMASTER_TORCH_INDEX=cu130, then again")
    install(uv, dev, torch_index)
    STAMP.write_text(json.dumps(wanted, indent=1) + "\n", encoding="utf-8")
    return python


def program(python: Path, arguments: Sequence[str]) -> int:
    """artmaster-desktop with these arguments; its exit code. It hears Ctrl-C itself, and stops in order."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # a handler, unlike "ignore", is not inherited
    try:
        return subprocess.call([python, "-m", "artmaster_desktop", *arguments], env=os.environ | SETTINGS)
    finally:
        signal.signal(signal.SIGINT, before)


def opener(system: str, env: Mapping[str, str]) -> list[str] | None:
    """The command that shows a picture to the person at this machine; None when nobody is there."""
    if env.get("CI"):
        return None
    if system in ("Windows", "Darwin"):
        return ["open"] if system == "Darwin" else ["cmd", "/c", "start", ""]
    return ["xdg-open"] if env.get("DISPLAY") or env.get("WAYLAND_DISPLAY") else None


def paint(machine: Machine, python: Path, arguments: Sequence[str]) -> int:
    """Paint a document (an example when the first argument names none), say where it is, and show it."""
    named = bool(arguments) and not arguments[0].startswith("-")
    document = Path(arguments[0]) if named else EXAMPLE
    if any(argument.split("=")[0] == "--out" for argument in arguments):
        return program(python, ["paint", str(document), *arguments[named:]])
    picture = PAINTED / (document.stem + ".png")
    PAINTED.mkdir(exist_ok=True)
    code = program(python, ["paint", str(document), "--out", str(picture), *arguments[named:]])
    if code:
        return code
    print(f"picture: {picture}", flush=True)
    command = opener(machine.system, os.environ)
    if command and sys.stdout.isatty():
        works([*command, str(picture)])
    return 0


def checks(python: Path, arguments: Sequence[str]) -> list[list[str]]:
    """What `test` runs, in this order; the whole suite comes last, so that its summary closes the output."""
    module = [str(python), "-m"]
    core = ["tests/core", "-q", "--cov=artmaster_desktop.core", "--cov-branch", "--cov-fail-under=100"]
    return [
        [*module, "ruff", "check", "--output-format", "concise", "."],
        [*module, "ruff", "format", "--check", "."],
        [*module, "mypy"],
        [str(python.parent / "lint-imports")],
        [*module, "pytest", *core],
        [*module, "pytest", "-n", "2", "--dist", "loadscope", *arguments],
    ]


def test(python: Path, arguments: Sequence[str]) -> int:
    """Run every check, also after one has failed; 0 when all passed."""
    env = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **SETTINGS}
    failed = []
    for command in checks(python, arguments):
        shown = " ".join([Path(command[0]).name, *command[1:]])
        say(shown)
        if subprocess.run(command, cwd=str(ROOT), env=env, check=False).returncode:
            failed.append(shown)
    for shown in failed:
        say("FAILED: " + shown)
    return 1 if failed else 0


def main(arguments: Sequence[str]) -> int:
    """Parse, set up, work; the exit code."""
    parser = argparse.ArgumentParser(prog="bootstrap.py", description=(__doc__ or "").split("\n\n", 1)[0])
    parser.add_argument("command", choices=["paint", "test", "run", "doctor"])
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="arguments for the command")
    chosen = parser.parse_args(arguments)
    fault = python_fault(*sys.version_info[:2])
    if fault:
        say(fault)
        return 2
    machine = look_round()
    try:
        provide_libraries(machine, LIBRARIES.get(chosen.command, {}))
        python = set_up(machine, dev=chosen.command == "test")
        if chosen.command == "test":
            return test(python, chosen.rest)
        if chosen.command == "paint":
            return paint(machine, python, chosen.rest)
        return program(python, ["doctor", *chosen.rest] if chosen.command == "doctor" else chosen.rest)
    except (SetupError, KeyboardInterrupt) as error:
        say(str(error) or "stopped")
        return 1 if str(error) else 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
