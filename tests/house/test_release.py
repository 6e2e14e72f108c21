"""What is locked, written and shipped agrees with itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import artmaster_desktop
from tests.house.files import ROOT, relative, tracked_files

LOCKS = ("lock.txt", "dev.txt", "tools.txt")
TEXT = {".py", ".toml", ".txt", ".md", ".json", ".yaml", ".yml", ".spec", ".cfg", ".in", ".sh", ""}
# Spelled in pieces, so that this file does not name what it looks for.
REGISTRIES = re.compile(
    r"\b(?:" + "|".join(
        [r"pypi\." + "org", r"files\.python" + "hosted", r"deb\." + "debian", r"registry\." + "npmjs",
         r"archive\." + "ubuntu", r"download\.py" + "torch"]
    ) + r")\b|--(?:extra-)?index-" + r"url|--find-" + "links"
)  # fmt: skip
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:root|home|opt|work|Users)/")


def pins(lock: str) -> dict[str, Version]:
    """Name to version of every entry of a lock."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    found = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, flags=re.MULTILINE)
    return {canonicalize_name(name): Version(version) for name, version in found}


def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def group(name: str) -> list[Requirement]:
    """The requirements of a dependency group, included groups too."""
    groups = project()["dependency-groups"]
    assert isinstance(groups, dict)
    found: list[Requirement] = []
    for entry in groups[name]:
        found += [Requirement(entry)] if isinstance(entry, str) else group(entry["include-group"])
    return found


def unmet(requirements: list[Requirement], lock: str) -> list[str]:
    """The requirements that the lock does not satisfy."""
    pinned = pins(lock)
    return [
        str(wish)
        for wish in requirements
        if (version := pinned.get(canonicalize_name(wish.name))) is None or version not in wish.specifier
    ]


def dependencies() -> list[Requirement]:
    table = project()["project"]
    assert isinstance(table, dict)
    return [Requirement(text) for text in table["dependencies"]]


def test_the_locks_match_the_project() -> None:
    assert unmet(dependencies() + group("install"), "lock.txt") == []
    assert unmet(dependencies() + group("install") + group("dev"), "dev.txt") == []


def test_a_stale_lock_is_noticed() -> None:
    assert unmet([Requirement("torch>=99"), Requirement("no-such-package")], "lock.txt") == [
        "torch>=99", "no-such-package",
    ]  # fmt: skip


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    assert pins("lock.txt").items() <= pins("dev.txt").items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)] == []


def test_torch_and_torchvision_are_a_pair() -> None:
    torch, vision = pins("lock.txt")["torch"], pins("lock.txt")["torchvision"]
    assert (torch.major, torch.minor + 15) == (2, vision.minor)


@pytest.mark.parametrize("path", [p for p in tracked_files() if p.suffix in TEXT], ids=relative)
def test_no_text_names_a_registry_or_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert REGISTRIES.findall(text) == []
    assert MACHINE_PATHS.findall(text) == []


def test_a_planted_address_is_noticed() -> None:
    assert REGISTRIES.search("see https://py" + "pi.org/simple")
    assert MACHINE_PATHS.search("in /ro" + "ot/x")
    assert not MACHINE_PATHS.search("resources/home/x")


def test_the_changelog_begins_with_this_version_or_what_is_to_come() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[([^\]]+)\]", text, flags=re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert re.fullmatch(r"\d+\.\d+\.\d+", artmaster_desktop.__version__)
    assert all(Version(heading) <= Version(artmaster_desktop.__version__) for heading in headings[1:])
