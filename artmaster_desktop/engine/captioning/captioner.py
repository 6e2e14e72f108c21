"""What is to be seen on a work, told by an image-to-text model in a folder of the artist's, through
``transformers``: BLIP (Li et al. 2022, arXiv 2201.12086), GIT, Florence-2 (Xiao et al. 2023, arXiv
2311.06242), and those that are asked in a chat. Nothing is fetched, and no code of a folder is run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForImageTextToText, AutoProcessor

from artmaster_desktop.core.captioner_errors import CaptionerProblem, CaptionerUnusable
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.device import EngineOptions, pick_device
from artmaster_desktop.engine.faults import first_line, is_out_of_memory, translated
from artmaster_desktop.engine.flux.weights import UNREADABLE
from artmaster_desktop.engine.works.surface import reduced

SIDE = 1024
"""Pixels of the longer side that are shown: more than any of these models looks at."""
MOST_TOKENS = 60
TASK = "<CAPTION>"
"""What Florence-2 is asked."""
QUESTION = "Name what is to be seen in this painting in one short phrase, without its style."
"""What a model is asked in a chat."""


class LocalCaptioner:
    """The model in ``folder``, loaded when it is first asked (``core.works_eye.Captioner``). Its answers do
    not depend on chance.
    """

    def __init__(self, folder: Path, options: EngineOptions | None = None) -> None:
        self._folder, self._options = folder, options or EngineOptions()
        self._loaded: tuple[Any, Any, torch.device] | None = None

    def caption(self, pixels: Pixels) -> str:
        model, processor, device = self._loaded = self._loaded or self._load()
        small = reduced(pixels, SIDE)
        try:
            given = _asked(processor, model, small).to(device, model.dtype)
            with torch.inference_mode():
                found = model.generate(**given, max_new_tokens=MOST_TOKENS, do_sample=False, num_beams=1)
        except (*UNREADABLE, ImportError) as fault:
            if is_out_of_memory(fault):
                self.rest()
                raise translated(fault, device, "captions", ()) from fault
            raise CaptionerUnusable(self._folder, CaptionerProblem.DAMAGED, first_line(fault)) from fault
        spoken = found[0]
        if _chats(processor):  # such models repeat the question
            spoken = spoken[given["input_ids"].shape[1] :]
        text: str = processor.batch_decode([spoken], skip_special_tokens=True)[0]
        return text

    def rest(self) -> None:
        self._loaded = None
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

    def _load(self) -> tuple[Any, Any, torch.device]:
        folder = self._folder
        if not (folder / "config.json").is_file():
            raise CaptionerUnusable(folder, CaptionerProblem.MISSING)
        if not any(folder.glob("*.safetensors")):
            raise CaptionerUnusable(folder, CaptionerProblem.NO_SAFETENSORS)
        device = pick_device(self._options.device)
        dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
        given: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        try:
            processor = AutoProcessor.from_pretrained(str(folder), **given)
            model, told = AutoModelForImageTextToText.from_pretrained(
                str(folder), use_safetensors=True, dtype=dtype, output_loading_info=True, **given
            )
            model.eval().to(device)
        except (*UNREADABLE, ImportError) as fault:
            if is_out_of_memory(fault):
                raise translated(fault, device, "loading", ()) from fault
            said = first_line(fault)
            strange = "Unrecognized" in said or "not recognize" in said
            problem = CaptionerProblem.OTHER_KIND if strange else CaptionerProblem.DAMAGED
            raise CaptionerUnusable(folder, problem, said) from fault
        if told["missing_keys"]:  # the library fills them with chance
            raise CaptionerUnusable(folder, CaptionerProblem.DAMAGED, min(told["missing_keys"]))
        return model, processor, device


def _chats(processor: Any) -> bool:
    return bool(getattr(processor, "chat_template", None))


def _asked(processor: Any, model: Any, pixels: Pixels) -> Any:
    """The picture, and the question where there is one, as the model takes them."""
    if _chats(processor):
        content = [{"type": "image", "image": pixels}, {"type": "text", "text": QUESTION}]
        return processor.apply_chat_template(
            [{"role": "user", "content": content}],
            add_generation_prompt=True, tokenize=True, return_dict=True, return_tensors="pt",
        )  # fmt: skip
    words = {"text": TASK} if model.config.model_type == "florence2" else {}
    return processor(images=pixels, return_tensors="pt", **words)
