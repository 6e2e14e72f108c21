"""Settings come back as they were; what cannot be read is set aside, said, and costs nothing else."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.storage.settings import (
    MAX_RECENT,
    EngineSettings,
    LiveSettings,
    Precision,
    SafetySettings,
    Settings,
    Theme,
    WindowSettings,
)
from artmaster_desktop.storage.settings_file import (
    SettingReset,
    SettingsDamaged,
    SettingsTooNew,
    default_path,
    load_settings,
    save_settings,
)
from tests.storage.jobs import paths, texts

PAIRS = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
ANY = st.builds(
    Settings,
    language=texts,
    theme=st.sampled_from(Theme),
    offline=st.booleans(),
    engine=st.builds(
        EngineSettings,
        model=texts,
        painters=st.lists(paths, max_size=3).map(tuple),
        device=st.sampled_from(["auto", "cpu", "cuda:1"]),
        precision=st.sampled_from(Precision),
        memory_limit=st.floats(0, 4096),
    ),
    live=st.builds(
        LiveSettings,
        grace=st.floats(0, 10),
        longest_wait=st.floats(10, 60),
        steps=st.integers(1, 200),
        strength=st.floats(0.01, 1),
    ),
    safety=st.builds(SafetySettings, backups=st.booleans(), undo_budget=st.integers(64, 9999), results=texts),
    window=st.builds(WindowSettings, geometry=texts, state=texts, tour_seen=st.booleans()),
    shortcuts=PAIRS,
    brushes=st.lists(st.tuples(texts, st.floats(0.1, 4096)), max_size=3).map(tuple),
    colours=st.lists(st.from_regex("#[0-9a-f]{6}", fullmatch=True), max_size=4).map(tuple),
    recent=st.lists(paths, max_size=4).map(tuple),
)


@given(ANY)
@hypothesis_settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_settings_come_back(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "new" / "settings.json"
    save_settings(settings, path)
    loaded = load_settings(path)
    assert loaded.settings == settings
    assert loaded.notices == ()


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    loaded = load_settings(tmp_path / "settings.json")
    assert (loaded.settings, loaded.notices) == (Settings(), ())
    assert loaded.settings.offline
    assert list(tmp_path.iterdir()) == []
    assert default_path().name == "settings.json"


def edit(path: Path, **changes: Any) -> None:
    data = json.loads(path.read_text()) if path.exists() else {"format": 1}
    for place, value in changes.items():
        owner = data
        *outer, last = place.split("__")
        for part in outer:
            owner = owner.setdefault(part, {})
        owner[last] = value
    path.write_text(json.dumps(data))


def test_what_a_newer_version_wrote_survives(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    edit(path, format=7, min_reader=1, colour={"a": [1]}, live__haste=3, theme="dark")
    path.write_text(path.read_text()[:-1] + ', "a/b~c": null}')
    loaded = load_settings(path)
    assert loaded.notices == ()
    assert loaded.settings.theme is Theme.DARK
    save_settings(replace(loaded.settings, language="zh_CN"), path)
    data = json.loads(path.read_text())
    assert (data["colour"], data["live"]["haste"], data["a/b~c"]) == ({"a": [1]}, 3, None)
    assert load_settings(path).settings == replace(loaded.settings, language="zh_CN")


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("theme", "purple"),
        ("offline", "yes"),
        ("live", []),
        ("live__steps", 0),
        ("live__grace", 1e400),
        ("live__longest_wait", 0.1),
        ("engine__painters", "folder"),
        ("engine__device", ""),
        ("safety__undo_budget", -5),
        ("shortcuts", [["undo"]]),
        ("brushes", [["ink", 0]]),
        ("recent", ["a"] * 99),
        ("colours", ["#000000"] * 17),
        ("colours", ["red"]),
    ],
)
def test_one_bad_value_costs_itself(tmp_path: Path, place: str, value: object) -> None:
    path = tmp_path / "settings.json"
    edit(path, language="zh_CN", **{place: value})
    before = path.read_text().replace("Infinity", "1e400")
    path.write_text(before)
    loaded = load_settings(path)
    (notice,) = loaded.notices
    assert isinstance(notice, SettingReset)
    assert notice.name == place.replace("__", "/")
    assert loaded.settings == Settings(language="zh_CN")
    assert notice.aside is not None
    assert notice.aside.read_text() == before


def test_values_that_go_only_together_are_read_together(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    edit(path, live__grace=8.0, live__longest_wait=9.0)
    assert load_settings(path).settings.live == LiveSettings(grace=8.0, longest_wait=9.0)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"format": true}', b"{}", b"[" * 99_999, b" " * (5 << 20)],
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    loaded = load_settings(path)
    (notice,) = loaded.notices
    assert isinstance(notice, SettingsDamaged)
    assert loaded.settings == Settings()
    assert notice.aside == tmp_path / "settings.json.damaged"
    assert notice.aside.read_bytes()[:1000] == content[:1000]
    save_settings(loaded.settings, path)
    assert load_settings(path).notices == ()


def test_a_file_of_a_newer_version_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    edit(path, format=9, min_reader=9)
    (notice,) = load_settings(path).notices
    assert isinstance(notice, SettingsTooNew)
    assert (notice.needed, notice.supported, notice.aside) == (9, 1, tmp_path / "settings.json.newer")


def test_a_folder_where_the_file_should_be(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.mkdir()
    (notice,) = load_settings(path).notices
    assert isinstance(notice, SettingsDamaged)
    assert notice.aside is None
    with pytest.raises(SaveFailed):
        save_settings(Settings(), path)
    with pytest.raises(SaveFailed):
        save_settings(Settings(), Path("/dev/null/settings.json"))


def test_tables() -> None:
    settings = Settings().with_shortcut("undo", "Ctrl+Z").with_shortcut("redo", "")
    assert (settings.shortcut("undo"), settings.shortcut("redo"), settings.shortcut("save")) == (
        "Ctrl+Z",
        "",
        None,
    )
    assert settings.with_shortcut("undo", None).shortcut("undo") is None
    settings = Settings().with_brush_size("ink", 3.5).with_brush_size("wash", 60).with_brush_size("ink", 4)
    assert (settings.brush_size("ink"), settings.brush_size("wash"), settings.brush_size("dot")) == (
        4,
        60,
        None,
    )
    for number in range(MAX_RECENT + 5):
        settings = settings.with_recent(Path(f"{number}.ora"))
    settings = settings.with_recent(Path("10.ora"))
    assert len(settings.recent) == MAX_RECENT
    assert settings.recent[:2] == (Path("10.ora"), Path(f"{MAX_RECENT + 4}.ora"))
    assert Path("10.ora") not in settings.without_recent(Path("10.ora")).recent


def test_random_damage_never_raises(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    save_settings(Settings(recent=(Path("a.ora"),), brushes=(("ink", 2.0),)).with_shortcut("a", "b"), path)
    whole = path.read_bytes()
    chance = random.Random(3)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        settings = load_settings(path).settings
        save_settings(settings, tmp_path / "again.json")
        assert load_settings(tmp_path / "again.json").settings == settings
