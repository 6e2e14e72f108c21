"""The factor that a low-rank pair is trained with: alpha over rank, as tensors or peft's configuration say
it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from artmaster_desktop.core.errors import PainterFileError, PainterProblem
from artmaster_desktop.core.safetensors_header import MAX_METADATA, SafetensorsHeader

METADATA_KEY = "lora_adapter_metadata"
MAX_SCALE = 1e3


class Scaling:
    """peft's configuration of one model's adapter, where the file has one; without it alpha equals the rank.

    Keys as in ``peft.LoraConfig``: ``r``, ``lora_alpha``, ``rank_pattern``, ``alpha_pattern``,
    ``use_rslora``.
    """

    def __init__(self, config: Mapping[str, Any], path: Path) -> None:
        self._config = config
        self._path = path
        if config.get("use_dora"):
            raise PainterFileError(path, PainterProblem.UNSUPPORTED_KIND, "DoRA")

    def factor(self, module: str, rank: int, alpha: float | None) -> float:
        """alpha / rank (rsLoRA: its root) of ``module``; the file's own ``alpha`` outranks the configuration.

        Raises PainterFileError: BAD_RANK where the configuration names another rank than the tensors have,
        DAMAGED where it is no configuration, TOO_STRONG where the factor is absurd.
        """
        if alpha is None:
            said = self._number("r", "rank_pattern", module, rank)
            if said != rank:
                raise PainterFileError(
                    self._path, PainterProblem.BAD_RANK, f"{module}: {rank}, said to be {said:g}"
                )
            alpha = self._number("lora_alpha", "alpha_pattern", module, rank)
        factor = alpha / (math.sqrt(rank) if self._config.get("use_rslora") else rank)
        if not abs(factor) <= MAX_SCALE:
            raise PainterFileError(self._path, PainterProblem.TOO_STRONG, f"{module}: scale {factor:.3g}")
        return factor

    def _number(self, key: str, pattern_key: str, module: str, otherwise: float) -> float:
        value = self._config.get(key, otherwise)
        patterns = self._config.get(pattern_key) or {}
        if not isinstance(patterns, dict):
            raise PainterFileError(self._path, PainterProblem.DAMAGED, pattern_key)
        for pattern, number in patterns.items():
            if self._matches(pattern, module):
                value = number
                break
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise PainterFileError(self._path, PainterProblem.DAMAGED, key)
        return float(value)

    def _matches(self, pattern: str, module: str) -> bool:
        """peft's rule: the end of the name from a dot on, or with ``^`` all of it.

        peft takes any regular expression. A stranger's can keep ``re`` busy for hours: only names are read.
        """
        name = pattern.removeprefix("^").replace("\\.", ".")
        if not re.fullmatch(r"[\w.]+", name):
            raise PainterFileError(
                self._path, PainterProblem.UNSUPPORTED_KIND, f"rank pattern {pattern[:80]}"
            )
        return module == name or (not pattern.startswith("^") and module.endswith(f".{name}"))


def scalings(header: SafetensorsHeader, path: Path) -> Mapping[str, Scaling]:
    """The configuration of each model in the file, by diffusers' component name (``transformer``...)."""
    if METADATA_KEY in header.dropped:
        raise PainterFileError(path, PainterProblem.TOO_LARGE, METADATA_KEY)
    raw = header.metadata.get(METADATA_KEY)
    found = _parse(raw, path) if raw else _beside(header, path)
    parts: dict[str, dict[str, Any]] = {}
    for key, value in found.items():
        component, _, name = key.partition(".")
        parts.setdefault(component, {})[name] = value
    return {component: Scaling(config, path) for component, config in parts.items()}


def _beside(header: SafetensorsHeader, path: Path) -> Mapping[str, Any]:
    """peft itself writes the configuration to ``adapter_config.json`` beside the weights."""
    config = path.with_name("adapter_config.json")
    if not any(name.startswith("base_model.model.") for name in header.tensors) or not config.is_file():
        return {}
    if config.stat().st_size > MAX_METADATA:
        raise PainterFileError(path, PainterProblem.TOO_LARGE, config.name)
    return {f"transformer.{key}": value for key, value in _parse(config.read_text("utf-8"), path).items()}


def _parse(raw: str, path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as fault:
        raise PainterFileError(path, PainterProblem.DAMAGED, METADATA_KEY) from fault
    if not isinstance(found, dict):
        raise PainterFileError(path, PainterProblem.DAMAGED, METADATA_KEY)
    return found
