"""The app around a fake engine, closed after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.fakes import Studio, studio


@pytest.fixture
def app(qapp: object) -> Iterator[Studio]:
    with studio() as built:
        yield built
