"""The landscape painter: same arguments, same bytes; what is listed is there; captions say it."""

from dataclasses import fields

import numpy as np
import pytest

import landscape
from landscape.painters import CLEARANCE
from landscape.style import distance

CLASS_OF = {
    "peaks": "mountain",
    "hills": "mountain",
    "cliffs": "mountain",
    "rocks": "mountain",
    "waterfall": "water",
    "stream": "water",
    "lake": "water",
    "pine": "trees",
    "trees": "trees",
    "bamboo": "trees",
    "willow": "trees",
    "plum": "trees",
    "reeds": "trees",
    "bridge": "buildings",
    "pavilion": "buildings",
    "village": "buildings",
    "pagoda": "buildings",
    "boat": "figures",
    "sail": "figures",
    "figures": "figures",
    "ox": "figures",
    "birds": "figures",
    "cranes": "figures",
}
WEATHER = ("mist", "rain", "snow", "autumn", "night")
PLAIN = next(iter(landscape.PAINTERS.values())).style


def scene_of(*subjects: str, layout: int = 11, width: int = 256, height: int = 256) -> landscape.Scene:
    return landscape.Scene(subjects, "deep", layout, width, height)


def test_same_arguments_give_the_same_bytes() -> None:
    scene = scene_of("peaks", "lake", "pine", "boat", "mist")
    first, again = landscape.paint(scene, PLAIN, 3), landscape.paint(scene, PLAIN, 3)
    for name in ("rgb", "labels", "line", "depth"):
        np.testing.assert_array_equal(getattr(first, name), getattr(again, name))
    assert first.scene == again.scene
    assert (landscape.paint(scene, PLAIN, 4).rgb != first.rgb).any()


def test_global_random_state_is_left_alone() -> None:
    np.random.seed(5)
    before = np.random.random(4)
    np.random.seed(5)
    landscape.paint(scene_of("hills", "willow"), PLAIN, 1)
    np.testing.assert_array_equal(np.random.random(4), before)


@pytest.mark.parametrize(
    "size", [(256, 256), (256, 384), (384, 256), (512, 512), (512, 768), (768, 512), (320, 768)]
)
def test_every_plane_has_the_size_asked(size: tuple[int, int]) -> None:
    width, height = size
    picture = landscape.paint(scene_of("peaks", "boat", "trees", width=width, height=height), PLAIN, 2)
    assert picture.rgb.shape == (height, width, 3)
    assert picture.rgb.dtype == np.uint8
    for plane in (picture.labels, picture.line, picture.depth):
        assert plane.shape == (height, width)
        assert plane.dtype == np.uint8
    assert picture.labels.max() < len(landscape.CLASSES)
    assert set(picture.scene.subjects) == {"peaks", "boat", "trees"}


def test_there_are_at_least_twenty_five_subjects_with_words() -> None:
    assert len(landscape.SUBJECTS) >= 25
    assert set(landscape.SUBJECTS) == set(landscape.SUBJECT_WORDS)
    assert set(CLASS_OF) | set(WEATHER) | {"sun", "moon"} == set(landscape.SUBJECTS)


@pytest.mark.parametrize("subject", landscape.SUBJECTS)
@pytest.mark.parametrize("painter", ["azure-gilt", "mist-reed"])
def test_a_subject_asked_for_is_seen(subject: str, painter: str) -> None:
    style = landscape.PAINTERS[painter].style
    for layout in (1, 2):
        picture = landscape.paint(scene_of(subject, layout=layout), style, 9)
        without = landscape.paint(scene_of(layout=layout), style, 9)
        assert picture.scene.subjects == (subject,)
        changed = np.abs(picture.rgb.astype(int) - without.rgb.astype(int)).max(2) > 12
        assert changed.mean() > landscape.least_share(subject)
        if subject in CLASS_OF:
            share = (picture.labels == landscape.CLASSES.index(CLASS_OF[subject])).mean()
            assert share >= landscape.least_share(subject)


def test_truth_agrees_with_itself() -> None:
    picture = landscape.paint(
        scene_of("peaks", "lake", "pavilion", "pine", "figures", width=512, height=512), PLAIN, 4
    )
    drawn = picture.labels != 0
    assert (picture.depth[drawn] > 0).all()
    assert 0.005 < (picture.line > 128).mean() < 0.3
    near_bank = picture.depth[-30:][picture.labels[-30:] == 1]
    far_peaks = picture.depth[:200][picture.labels[:200] == 1]
    assert near_bank.mean() > far_peaks.mean() + 40


def test_random_scenes_list_what_is_visible() -> None:
    kept = asked = 0
    for i in range(16):
        rng = np.random.default_rng(i)
        scene = landscape.random_scene(rng, 256, 256)
        assert 2 <= len(scene.subjects) <= 6
        picture = landscape.paint(scene, landscape.random_style(rng), i)
        assert set(picture.scene.subjects) <= set(scene.subjects)
        kept, asked = kept + len(picture.scene.subjects), asked + len(scene.subjects)
    assert kept / asked > 0.95


def test_unknown_subjects_are_refused() -> None:
    with pytest.raises(ValueError, match="dragon"):
        landscape.random_scene(np.random.default_rng(0), 256, 256, ["dragon"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_captions_name_every_subject(language: str) -> None:
    seen = set()
    for i in range(150):
        rng = np.random.default_rng(i)
        scene = landscape.random_scene(rng, 256, 256)
        text = landscape.captions(
            scene, landscape.random_style(rng), rng, language, trigger="dantai" if i % 2 else ""
        )
        for subject in scene.subjects:
            assert any(word in text for word in landscape.SUBJECT_WORDS[subject][language]), (subject, text)
        assert not {"left", "right", "左", "右"} & set(text.replace(",", "").split() + list(text))
        words = len(text.split()) if language == "en" else len(text) / 1.6
        assert 8 <= words <= 45, text
        assert ("dantai" in text) == bool(i % 2)
        seen.add(text)
    assert len(seen) > 140


def test_captions_speak_no_person_and_style_can_be_left_out() -> None:
    rng = np.random.default_rng(0)
    words = landscape.style_words(PLAIN, "en")
    text = landscape.captions(scene_of("peaks"), PLAIN, rng, "en", with_style=False)
    assert not any(word in text for word in words)
    vocabulary = " ".join(w for s in landscape.SUBJECTS for w in landscape.SUBJECT_WORDS[s]["en"])
    assert vocabulary == vocabulary.lower()  # names of people would be capitalised
    for language in ("en", "zh"):
        assert landscape.style_words(PLAIN, language)
    with pytest.raises(ValueError, match="fr"):
        landscape.style_words(PLAIN, "fr")


def test_style_vector_round_trip() -> None:
    style = landscape.random_style(np.random.default_rng(1))
    vector = style.vector()
    assert vector.dtype == np.float32
    assert vector.shape == (len(fields(landscape.Style)),)
    again = landscape.Style.from_vector(vector)
    assert landscape.Style.from_vector(again.vector()) == again
    np.testing.assert_allclose(again.vector(), vector, atol=1e-6)
    with pytest.raises(ValueError, match="parameters"):
        landscape.Style.from_vector(vector[:-1])


def test_painters_stand_apart() -> None:
    painters = list(landscape.PAINTERS.values())
    assert len(painters) >= 6
    assert len({p.trigger for p in painters}) == len(painters)
    for i, a in enumerate(painters):
        assert set(a.favourites) <= set(landscape.SUBJECTS)
        assert all(distance(a.style, b.style) > 0.2 for b in painters[i + 1 :])
    rng = np.random.default_rng(2)
    for _ in range(200):
        style = landscape.random_style(rng)
        assert all(distance(style, p.style) >= CLEARANCE for p in painters)
        assert ((style.vector() >= 0) & (style.vector() <= 1)).all()
    for p in painters:
        assert distance(p.work(rng), p.style) < CLEARANCE / 4
