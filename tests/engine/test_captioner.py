"""A true BLIP of some thousand chance weights: loaded from a folder, asked, refused where it is not whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import (
    BertTokenizerFast,
    BlipConfig,
    BlipForConditionalGeneration,
    BlipImageProcessor,
    BlipProcessor,
)

from artmaster_desktop.core.captioner_errors import CaptionerProblem, CaptionerUnusable
from artmaster_desktop.engine.captioning import captioner as module
from artmaster_desktop.engine.captioning.captioner import LocalCaptioner
from artmaster_desktop.engine.device import EngineOptions

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[DEC]", "[ENC]", "a", "lake", "pine", "moon", ",")
PICTURE = np.random.default_rng(0).integers(0, 255, (90, 120, 3), dtype=np.uint8)
OPTIONS = EngineOptions(device="cpu")


@pytest.fixture(scope="module")
def blip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("blip")
    (folder / "vocab.txt").write_text("\n".join(WORDS), "utf-8")
    sizes = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = BlipConfig(
        text_config={
            **sizes, "vocab_size": len(WORDS), "encoder_hidden_size": 16, "projection_dim": 8,
            "max_position_embeddings": 96, "bos_token_id": 5, "eos_token_id": 3, "sep_token_id": 3,
            "pad_token_id": 0,
        },
        vision_config={**sizes, "projection_dim": 8, "image_size": 32, "patch_size": 16},
        projection_dim=8,
    )  # fmt: skip
    torch.manual_seed(0)
    BlipForConditionalGeneration(config).save_pretrained(folder)
    tokenizer = BertTokenizerFast(vocab=str(folder / "vocab.txt"))
    BlipProcessor(BlipImageProcessor(size={"height": 32, "width": 32}), tokenizer).save_pretrained(folder)
    return folder


def refused(folder: Path) -> CaptionerUnusable:
    with pytest.raises(CaptionerUnusable) as told:
        LocalCaptioner(folder, OPTIONS).caption(PICTURE)
    assert told.value.path == folder
    return told.value


def copied(blip: Path, to: Path) -> Path:
    return Path(shutil.copytree(blip, to / "copy"))


def test_a_picture_is_told_in_words_the_same_each_time(blip: Path) -> None:
    captioner = LocalCaptioner(blip, OPTIONS)
    said = captioner.caption(PICTURE)
    assert said
    assert set(said.replace(",", " ").split()) <= set(WORDS)
    captioner.rest()
    assert captioner.caption(PICTURE) == said
    assert LocalCaptioner(blip, OPTIONS).caption(PICTURE) == said


def test_it_is_what_the_library_says_itself(blip: Path) -> None:
    model = BlipForConditionalGeneration.from_pretrained(blip)
    processor = BlipProcessor.from_pretrained(blip)
    given = processor(images=PICTURE, return_tensors="pt")
    tokens = model.generate(**given, max_new_tokens=module.MOST_TOKENS, do_sample=False, num_beams=1)
    assert LocalCaptioner(blip, OPTIONS).caption(PICTURE) == processor.decode(
        tokens[0], skip_special_tokens=True
    )


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path).problem is CaptionerProblem.MISSING


def test_weights_that_can_run_code_are_not_opened(blip: Path, tmp_path: Path) -> None:
    folder = copied(blip, tmp_path)
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    assert refused(folder).problem is CaptionerProblem.NO_SAFETENSORS


def test_a_model_for_something_else_is_refused(blip: Path, tmp_path: Path) -> None:
    folder = copied(blip, tmp_path)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps(config | {"model_type": "bert"}), "utf-8")
    assert refused(folder).problem is CaptionerProblem.OTHER_KIND


def test_code_in_the_folder_is_not_run(blip: Path, tmp_path: Path) -> None:
    folder, ran = copied(blip, tmp_path), tmp_path / "ran"
    (folder / "theirs.py").write_text(f"open({str(ran)!r}, 'w')\nclass Model: pass\n", "utf-8")
    config = json.loads((folder / "config.json").read_text("utf-8"))
    auto = {"auto_map": {"AutoModelForImageTextToText": "theirs.Model", "AutoConfig": "theirs.Model"}}
    strange = config | auto | {"model_type": "theirs"}
    (folder / "config.json").write_text(json.dumps(strange), "utf-8")
    refused(folder)
    assert not ran.exists()


def test_a_model_that_is_not_whole_is_refused_and_not_filled_with_chance(blip: Path, tmp_path: Path) -> None:
    folder = copied(blip, tmp_path)
    tensors = load_file(folder / "model.safetensors")
    lost = next(name for name in sorted(tensors) if "crossattention.self.query.weight" in name)
    save_file({n: t for n, t in tensors.items() if n != lost}, folder / "model.safetensors", {"format": "pt"})
    error = refused(folder)
    assert error.problem is CaptionerProblem.DAMAGED
    assert "crossattention" in error.detail
    (folder / "model.safetensors").write_bytes(b"\0" * 40)
    assert refused(folder).problem is CaptionerProblem.DAMAGED
