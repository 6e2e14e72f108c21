"""A model's folder is looked at without loading it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from artmaster_desktop.core.errors import ReadFailed
from artmaster_desktop.core.model_use import ModelUse
from artmaster_desktop.storage.model_folder import look_at_model
from tests.storage.model_files import tiny_model, weights


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return tiny_model(tmp_path / "model")


def broken(path: Path) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {p.name: (p.missing, p.damaged) for p in look_at_model(path).parts if not p.good}


def test_a_whole_model(model: Path) -> None:
    found = look_at_model(model)
    assert found.complete
    assert (found.numbers, found.largest) == (118, 100)
    assert found.size > 2 * 118
    assert (found.name, found.free > 0) == ("model", True)


def test_the_starter_is_whole(root: Path) -> None:
    folder = root / "models" / "starter"
    if not (folder / "model_index.json").is_file():
        pytest.fail("the starter ships with the program")
    assert look_at_model(folder).complete


def test_what_is_missing_is_named(model: Path) -> None:
    (model / "vae" / "config.json").unlink()
    (model / "text_encoder_2" / "model-2.safetensors").unlink()
    (model / "tokenizer" / "merges.txt").unlink()
    (model / "model_index.json").unlink()
    shutil.rmtree(model / "transformer")
    assert broken(model) == {
        "model_index.json": (("model_index.json",), ()),
        "vae": (("vae/config.json",), ()),
        "text_encoder_2": (("text_encoder_2/model-2.safetensors",), ()),
        "tokenizer": (("tokenizer/tokenizer.json",), ()),
        "transformer": (("transformer/config.json", "transformer/diffusion_pytorch_model.safetensors"), ()),
    }


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 a pickle", weights(100)[:-1], weights(9) + b"more"])
def test_what_is_cut_off_or_foreign_is_damaged(model: Path, data: bytes) -> None:
    name = "transformer/diffusion_pytorch_model.safetensors"
    (model / name).write_bytes(data)
    assert broken(model) == {"transformer": ((), (name,))}


@pytest.mark.parametrize(
    "text", ["", "[]", '{"weight_map": []}', '{"weight_map": {"a": "../x"}}', '{"a": 1}']
)
def test_an_index_that_makes_no_sense_is_damaged(model: Path, text: str) -> None:
    name = "text_encoder_2/model.safetensors.index.json"
    (model / name).write_text(text, encoding="utf-8")
    assert broken(model) == {"text_encoder_2": ((), (name,))}


def test_a_single_file_stands_for_the_transformer(model: Path) -> None:
    shutil.rmtree(model / "transformer")
    single = model / "flux-mine.safetensors"
    single.write_bytes(weights(50))
    found = look_at_model(single)
    assert found.complete
    assert (found.name, found.largest) == ("flux-mine", 50)


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("{}", ModelUse.PAINT),
        ('{"in_channels": 128, "out_channels": 64}', ModelUse.GUIDE),
        ('{"in_channels": 384, "out_channels": 64}', ModelUse.FILL),
        ('{"in_channels": 99, "out_channels": 64}', None),
        ('{"in_channels": "many"}', None),
        ("[]", None),
        ("no config", None),
    ],
)
def test_what_it_was_made_to_paint_is_told(model: Path, text: str, use: ModelUse | None) -> None:
    (model / "transformer" / "config.json").write_text(text, encoding="utf-8")
    assert look_at_model(model).use is use


@pytest.mark.parametrize(("inputs", "use"), [(64, ModelUse.PAINT), (384, ModelUse.FILL), (99, None)])
def test_a_single_file_says_it_by_its_tensors(model: Path, inputs: int, use: ModelUse | None) -> None:
    single = model / "flux-mine.safetensors"
    zeros = {"img_in.weight": (2, inputs), "final_layer.linear.weight": (64, 2)}
    save_file(
        {f"model.diffusion_model.{n}": np.zeros(shape, np.float16) for n, shape in zeros.items()}, single
    )
    assert look_at_model(single).use is use
    single.write_bytes(weights(50))
    assert look_at_model(single).use is None
    single.write_bytes(b"cut off")
    assert look_at_model(single).use is None


def test_the_card_names_the_model(model: Path) -> None:
    (model / "card.json").write_text('{"name": "My own"}', encoding="utf-8")
    assert look_at_model(model).name == "My own"


@pytest.mark.parametrize("name", ["not-there", "model_index.json"])
def test_what_is_no_model_is_refused(model: Path, name: str) -> None:
    with pytest.raises(ReadFailed):
        look_at_model(model / name)
