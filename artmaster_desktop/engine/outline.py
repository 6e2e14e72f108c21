"""A model without its weights: what its small files alone tell, so that a job can be looked at before it
runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, cast

from diffusers.schedulers.scheduling_flow_match_euler_discrete import FlowMatchEulerDiscreteScheduler
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from artmaster_desktop.core.errors import ModelUnreadable
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.engine.faults import first_line
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.residency import layer_shapes


class ModelOutline:
    """The model of ``caps``: ``shapes`` are those of its transformer's linear layers, ``texts`` those of each
    text encoder's. Raises ModelMissing, ModelUnreadable.
    """

    def __init__(self, caps: ModelCaps) -> None:
        self.caps = caps
        self.shapes, self.texts = layer_shapes(caps.path)

    @cached_property
    def config(self) -> Mapping[str, Any]:
        """The transformer's. Raises ModelUnreadable."""
        return weights.transformer_config(self.caps.path)[1]

    @property
    def head(self) -> int:
        """Channels of one of its attention heads. Raises ModelUnreadable."""
        return int(self.config.get("attention_head_dim", 128))

    @cached_property
    def scheduler(self) -> FlowMatchEulerDiscreteScheduler:
        """Gives the noise levels of a run. Raises ModelUnreadable."""
        folder, _ = weights.transformer_config(self.caps.path)
        try:
            found = FlowMatchEulerDiscreteScheduler.from_pretrained(
                str(folder), subfolder="scheduler", local_files_only=True
            )
        except weights.UNREADABLE as error:
            raise ModelUnreadable(self.caps.path, "scheduler", first_line(error)) from error
        return cast(FlowMatchEulerDiscreteScheduler, found)

    @cached_property
    def tokenizer(self) -> PreTrainedTokenizerBase:
        """T5's, whose tokens a text may have only so many of: read at first need, for it takes a moment.

        Raises ModelUnreadable.
        """
        folder, _ = weights.transformer_config(self.caps.path)
        try:
            found = AutoTokenizer.from_pretrained(str(folder / "tokenizer_2"), local_files_only=True)
        except weights.UNREADABLE as error:
            raise ModelUnreadable(self.caps.path, "tokenizer_2", first_line(error)) from error
        return cast(PreTrainedTokenizerBase, found)


class Outlines:
    """Keeps the outline of the model that was looked at last."""

    def __init__(self) -> None:
        self._known: ModelOutline | None = None

    def of(self, caps: ModelCaps) -> ModelOutline:
        """The outline of the model of ``caps``. Raises ModelMissing, ModelUnreadable."""
        if self._known is None or self._known.caps != caps:
            self._known = None
            self._known = ModelOutline(caps)
        return self._known
