"""Jobs and reports to save: any at all, by hypothesis."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from artmaster_desktop.core import notice
from artmaster_desktop.core.event import PaintReport, Placement
from artmaster_desktop.core.gate import BLOCK_GROUPS, NOISE_BINS, GatePlan, GateRow, Profile
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import HiredPainter, NoiseStart, PaintJob, PictureStart

texts = st.text(max_size=12)
finite = st.floats(allow_nan=False, allow_infinity=False)
extents = st.builds(Extent, st.integers(1, 64), st.integers(1, 64))
paths = st.from_regex(r"[a-z一-龥]{1,5}(/[a-z .]{0,4}[a-z]){0,2}", fullmatch=True).map(Path)
sizes = st.integers(0, 10**6)
notices = st.one_of(
    st.builds(notice.RegionTooSmall, texts, sizes, sizes),
    st.builds(notice.RegionEmpty, texts),
    st.builds(notice.RegionIdle, texts),
    st.builds(notice.PainterAbsent, texts, texts),
    st.builds(notice.PainterReplaced, texts, texts, texts),
    st.builds(notice.SizeChanged, extents, extents),
    st.builds(notice.TextCut, texts, sizes, sizes),
    st.builds(notice.NotGated, texts, sizes, finite),
    st.builds(notice.GuidanceIgnored, texts, finite),
    st.builds(notice.PainterIdle, texts),
    st.builds(notice.PartsIgnored, texts, st.lists(texts, max_size=2).map(tuple)),
)
profiles = st.builds(Profile, st.tuples(*[st.tuples(*[st.floats(0, 1)] * NOISE_BINS)] * len(BLOCK_GROUPS)))


@st.composite
def plans(draw: st.DrawFn) -> GatePlan:
    areas, height, width = draw(st.integers(1, 3)), draw(st.integers(1, 5)), draw(st.integers(1, 5))
    coverage = np.random.default_rng(draw(sizes)).random((areas, height, width), np.float32) + np.float32(
        0.01
    )
    coverage /= coverage.sum(axis=0)
    rows = st.builds(
        GateRow,
        st.integers(0, 9),
        st.integers(0, areas - 1),
        finite,
        profiles,
        st.tuples(*[finite] * areas),
        finite,
    )
    return GatePlan(
        Extent(width, height), coverage.astype(np.float32), tuple(draw(st.lists(rows, max_size=2)))
    )


@st.composite
def picture_starts(draw: st.DrawFn) -> PictureStart:
    shape = (draw(st.integers(1, 6)), draw(st.integers(1, 6)), 3)
    pixels = np.random.default_rng(draw(sizes)).integers(0, 256, shape, np.uint8)
    return PictureStart(pixels, draw(st.floats(0, 1, exclude_min=True)))


jobs = st.builds(
    PaintJob,
    id=texts,
    document=texts,
    revision=sizes,
    model=paths,
    model_id=texts,
    extent=extents,
    output=extents,
    texts=st.lists(texts, max_size=3).map(tuple),
    gates=plans(),
    painters=st.lists(st.builds(HiredPainter, texts, texts, paths), max_size=2).map(tuple),
    start=st.builds(NoiseStart) | picture_starts(),
    seed=st.integers(0, 2**63 - 1),
    steps=st.integers(1, 200),
    guidance=finite,
    text_tokens=sizes,
    notices=st.lists(notices, max_size=3).map(tuple),
)
_pairs = st.lists(st.tuples(texts, texts), max_size=2).map(tuple)
reports = st.builds(
    PaintReport,
    placement=st.builds(Placement, texts, texts, texts, texts, texts),
    seconds=st.lists(st.tuples(texts, finite), max_size=2).map(tuple),
    steps=sizes,
    seed=sizes,
    sha256=texts,
    texts=st.lists(texts, max_size=2).map(tuple),
    text_lengths=st.lists(sizes, max_size=2).map(tuple),
    painters=_pairs,
    notices=st.lists(notices, max_size=2).map(tuple),
    versions=_pairs,
)
