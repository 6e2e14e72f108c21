"""The painters' recipe: targets, stacked layers, files that diffusers loads, works, cards and sheets."""

import json
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

import landscape
from painters.card import Card, base_sha256, palette, save_card, save_lora
from painters.dataset import build_training_set
from painters.parallel import spread
from painters.sampling import load_pipeline, paint_batch
from painters.sheet import contact_sheet, save_jpeg
from painters.stacked import block_linears, painter_state, stack_painters
from painters.train import PainterTrainer, Recipe, shift_times, tone_share
from painters.works import DIRECTIONS, WORK_SIZES, Caption, Work, WorkTask, caption_bank, paint_work, variants


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Small tensors: two threads waiting for each other on a busy machine are far slower than one."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


LETTERS = string.ascii_letters + ",.，、"


def tiny_clip() -> dict[str, Any]:
    """The first text encoder, width 24, and its tokeniser of single letters."""
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

    words = [*LETTERS, *(f"{c}</w>" for c in LETTERS), "<|startoftext|>", "<|endoftext|>"]
    config = CLIPTextConfig(
        vocab_size=len(words),
        hidden_size=24,
        intermediate_size=24,
        num_hidden_layers=1,
        num_attention_heads=2,
        bos_token_id=len(words) - 2,
        eos_token_id=len(words) - 1,
        pad_token_id=len(words) - 1,
    )
    tokenizer = CLIPTokenizer(vocab={w: i for i, w in enumerate(words)}, merges=[], model_max_length=77)
    return {"text_encoder": CLIPTextModel(config), "tokenizer": tokenizer}


def tiny_t5() -> dict[str, Any]:
    """The second text encoder, width 24, and its tokeniser of single letters."""
    from transformers import T5Config, T5EncoderModel, T5TokenizerFast

    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", -9.0), ("▁", -2.0), *((c, -3.0) for c in LETTERS)]
    config = T5Config(
        vocab_size=len(pieces),
        d_model=24,
        d_kv=12,
        num_heads=2,
        d_ff=24,
        num_layers=1,
        is_encoder_decoder=False,
        use_cache=False,
        tie_word_embeddings=False,
    )
    tokenizer = T5TokenizerFast(vocab=pieces, extra_ids=0, model_max_length=512)
    return {"text_encoder_2": T5EncoderModel(config), "tokenizer_2": tokenizer}


def tiny_flux(folder: Path) -> Path:
    """A FluxPipeline folder of few random weights: f8 autoencoder, 16 latent channels, width 32."""
    from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, FluxPipeline, FluxTransformer2DModel

    torch.manual_seed(3)
    transformer = FluxTransformer2DModel(
        in_channels=64,
        num_layers=1,
        num_single_layers=2,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=24,
        pooled_projection_dim=24,
        guidance_embeds=True,
        axes_dims_rope=(4, 6, 6),
    )
    vae = AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(4, 4, 8, 8),
        layers_per_block=1,
        latent_channels=16,
        norm_num_groups=2,
        use_quant_conv=False,
        use_post_quant_conv=False,
        shift_factor=0.1,
        scaling_factor=0.4,
    )
    scheduler = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True)
    FluxPipeline(
        scheduler=scheduler, vae=vae, transformer=transformer, **tiny_clip(), **tiny_t5()
    ).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_flux(tmp_path_factory.mktemp("base"))


@pytest.fixture
def pipe(base: Path) -> Any:
    return load_pipeline(str(base), torch.device("cpu"))


def _inputs(rows: int, seed: int = 0) -> dict[str, Any]:
    g = torch.Generator().manual_seed(seed)
    return {
        "hidden_states": torch.randn(rows, 16, 64, generator=g),
        "timestep": torch.rand(rows, generator=g),
        "guidance": torch.full((rows,), 3.5),
        "encoder_hidden_states": torch.randn(rows, 8, 24, generator=g),
        "pooled_projections": torch.randn(rows, 24, generator=g),
        "txt_ids": torch.zeros(8, 3),
        "img_ids": torch.stack([torch.zeros(16), torch.arange(16) // 4, torch.arange(16) % 4], 1),
        "return_dict": False,
    }


def _random_work(seed: int, size: tuple[int, int], text: str) -> Work:
    rng = np.random.default_rng(seed)
    rgb = rng.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    return Work(rgb, (Caption(text, f"word, {text}"), Caption(f"a {text}", f"word, a {text}")), ("peaks",))


def _trainer(pipe: Any, **settings: Any) -> PainterTrainer:
    works = [
        [_random_work(10 * p + i, size, "hills") for i, size in enumerate([(32, 32), (32, 32), (32, 48)])]
        for p in range(2)
    ]
    bank = [[Caption("a lake", "word, a lake"), Caption("pines", "word, pines")]] * 2
    data = build_training_set(pipe, works, bank, 2, np.random.default_rng(0))
    return PainterTrainer(
        pipe, data, 2, Recipe(**({"rank": 2, "alpha": 2, "rows": 2, "steps": 3} | settings))
    )


def test_targets_are_every_block_linear_but_modulation(pipe: Any) -> None:
    names = block_linears(pipe.transformer)
    double = {n.removeprefix("transformer_blocks.0.") for n in names if n.startswith("transformer_blocks.0.")}
    single = {
        n.removeprefix("single_transformer_blocks.1.")
        for n in names
        if n.startswith("single_transformer_blocks.1.")
    }
    assert double == {
        "attn.to_q",
        "attn.to_k",
        "attn.to_v",
        "attn.to_out.0",
        "attn.add_q_proj",
        "attn.add_k_proj",
        "attn.add_v_proj",
        "attn.to_add_out",
        "ff.net.0.proj",
        "ff.net.2",
        "ff_context.net.0.proj",
        "ff_context.net.2",
    }
    assert single == {"attn.to_q", "attn.to_k", "attn.to_v", "proj_mlp", "proj_out"}
    assert len(names) == 12 + 2 * 5
    assert "proj_out" not in names


def test_a_fresh_stack_changes_nothing_and_rows_belong_to_their_painter(pipe: Any) -> None:
    inputs = _inputs(4)
    with torch.no_grad():
        before = pipe.transformer(**inputs)[0]
        layers = stack_painters(pipe.transformer, 2, 3, 3.0)
        assert torch.equal(pipe.transformer(**inputs)[0], before)
        for layer in layers.values():
            layer.b[1].normal_(std=0.1)
        after = pipe.transformer(**inputs)[0]
    assert torch.allclose(after[:2], before[:2], atol=1e-6)
    assert (after[2:] - before[2:]).abs().amax() > 1e-3


def _card(slug: str, **changes: Any) -> Card:
    values: dict[str, Any] = {
        "slug": slug,
        "name": "Studio",
        "name_zh": "画室",
        "trigger": "word",
        "description": "d",
        "description_zh": "述",
        "favourites": ("peaks",),
        "tags": ("ink", "pale"),
        "palette": ("#ffffff",) * 5,
        "base": "artmaster-starter",
        "base_sha256": "0" * 64,
        "rank": 3,
        "alpha": 6,
        "steps": 5,
        "seed": 7,
        "works": 20,
    }
    return Card(**(values | changes))


def test_a_saved_painter_is_what_diffusers_loads(pipe: Any, base: Path, tmp_path: Path) -> None:
    layers = stack_painters(pipe.transformer, 2, 3, 6.0)
    inputs = _inputs(2, 1)
    with torch.no_grad():
        for layer in layers.values():
            for tensor in (layer.a, layer.b):
                tensor.normal_(std=0.2)
                tensor.copy_(tensor.bfloat16())
        doubled = {
            k: torch.cat([v, v]) if torch.is_tensor(v) and v.shape[0] == 2 else v for k, v in inputs.items()
        }
        ours = pipe.transformer(**doubled)[0][2:]
    values = {f"{n}.{k}": getattr(m, k) for n, m in layers.items() for k in ("a", "b")}
    path = save_lora(painter_state(layers, values, 1), _card("studio"), tmp_path)

    fresh = load_pipeline(str(base), torch.device("cpu"))
    fresh.load_lora_weights(str(tmp_path), weight_name=path.name, adapter_name="studio")
    with torch.no_grad():
        theirs = fresh.transformer(**inputs)[0]
    assert torch.allclose(ours, theirs, atol=2e-5)
    fresh.unload_lora_weights()
    with torch.no_grad():
        assert (fresh.transformer(**inputs)[0] - theirs).abs().amax() > 1e-2


def test_the_file_says_who_made_it(pipe: Any, tmp_path: Path) -> None:
    from safetensors import safe_open

    layers = stack_painters(pipe.transformer, 1, 3, 6.0)
    values = {f"{n}.{k}": getattr(m, k) for n, m in layers.items() for k in ("a", "b")}
    path = save_lora(painter_state(layers, values, 0), _card("studio"), tmp_path)
    with safe_open(path, "pt") as file:
        header = file.metadata()
        kinds = {file.get_tensor(k).dtype for k in file.keys()}  # noqa: SIM118 - not a dict
        assert all(k.startswith("transformer.") for k in file.keys())  # noqa: SIM118
    assert kinds == {torch.bfloat16}
    assert header["name_zh"] == "画室"
    assert header["license"] == "CC0-1.0"
    assert header["rank"] == "3"
    assert json.loads(header["tags"]) == ["ink", "pale"]
    assert len(json.loads(header["palette"])) == 5
    adapter = json.loads(header["lora_adapter_metadata"])
    assert adapter["transformer.r"] == 3
    assert adapter["transformer.lora_alpha"] == 6


def test_training_moves_every_painter_and_never_the_base(pipe: Any) -> None:
    trainer = _trainer(pipe)
    kept = {k: v.clone() for k, v in trainer.teacher.state_dict().items()}
    frozen = {n: m.base.weight.clone() for n, m in trainer.layers.items()}
    assert trainer.run(deadline=float("inf")) == 3
    assert all(torch.equal(v, kept[k]) for k, v in trainer.teacher.state_dict().items())
    assert all(torch.equal(m.base.weight, frozen[n]) for n, m in trainer.layers.items())
    for painter in range(2):
        assert any(v[painter].abs().amax() > 0 for k, v in trainer.average.items() if k.endswith(".b"))


def test_painters_learn_apart(pipe: Any) -> None:
    """The gradient of one painter's rows stays in that painter's tensors."""
    trainer = _trainer(pipe, carry=0.0)
    rows = trainer.draw(trainer.data.groups[0])
    t = rows.time[:, None, None]
    noisy = (1 - t) * rows.clean + t * rows.noise
    out = trainer._predict(trainer.student, rows, noisy, rows.text, torch.ones_like(rows.guidance))
    out[: trainer.rows].square().mean().backward()
    grads = [p.grad for p in trainer.trained.values() if p.grad is not None]
    assert max(float(g[0].abs().amax()) for g in grads) > 0
    assert max(float(g[1].abs().amax()) for g in grads) == 0


def test_before_learning_there_is_nothing_to_carry(pipe: Any) -> None:
    trainer = _trainer(pipe, trigger_dropout=1.0)
    _, carry = trainer.losses(trainer.draw(trainer.data.groups[0]))
    assert carry < 1e-9


def test_training_stops_at_its_deadline(pipe: Any) -> None:
    assert 1 <= _trainer(pipe, steps=100_000).run(deadline=0.0) < 1_000


def test_times_are_shifted_as_the_scheduler_does(pipe: Any) -> None:
    from diffusers.pipelines.flux.pipeline_flux import calculate_shift

    config = pipe.scheduler.config
    sigmas = np.linspace(1.0, 0.1, 7)
    mu = calculate_shift(
        1024,
        config["base_image_seq_len"],
        config["max_image_seq_len"],
        config["base_shift"],
        config["max_shift"],
    )
    pipe.scheduler.set_timesteps(sigmas=sigmas, mu=mu)
    ours = shift_times(torch.from_numpy(sigmas), 1024, dict(config))
    assert torch.allclose(ours, pipe.scheduler.sigmas[:-1].double(), atol=1e-6)


def test_tone_share_runs_from_none_to_all() -> None:
    share = tone_share(torch.tensor([0.0, 0.5, 0.7, 0.9, 1.0]))
    assert share.tolist() == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0])


def test_twenty_works_in_the_three_formats() -> None:
    assert len(WORK_SIZES) == 20
    assert set(WORK_SIZES) == {(512, 512), (512, 768), (768, 512)}


def test_a_work_is_reproducible_and_its_captions_differ_by_the_trigger_alone() -> None:
    slug = next(iter(landscape.PAINTERS))
    task = WorkTask(slug, 0, (128, 128), 7)
    (_, one), (_, two) = paint_work(task), paint_work(task)
    assert np.array_equal(one.rgb, two.rgb)
    assert one.captions == two.captions
    assert one.rgb.shape == (128, 128, 3)
    assert one.rgb.dtype == np.uint8
    trigger = landscape.PAINTERS[slug].trigger
    for caption in (*one.captions, *caption_bank(trigger, 4, 7)):
        assert trigger in caption.triggered
        assert trigger not in caption.plain
        assert caption.triggered.replace(trigger, "").strip(" ,，") == caption.plain


def test_a_work_with_sides_in_its_words_is_never_mirrored() -> None:
    rgb = np.zeros((40, 40, 3), dtype=np.uint8)
    rgb[:, :20] = 255
    for text, mirrored in (("a boat on the left", False), ("a boat", True)):
        made = variants(Work(rgb, (Caption(text, text),), ()), 24, np.random.default_rng(1))
        assert all(v.shape == rgb.shape for v in made)
        assert np.array_equal(made[0], rgb)
        assert any(v[:, :4].mean() < v[:, -4:].mean() for v in made) is mirrored
    assert "左" in DIRECTIONS


def test_a_palette_has_paper_ink_and_the_small_accent() -> None:
    work = np.full((96, 96, 3), (240, 230, 210), dtype=np.uint8)
    work[60:] = (40, 40, 45)
    work[5:15, 80:92] = (200, 30, 30)
    colours = palette([work, work])
    assert len(colours) == 5
    values = [tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in colours]
    assert np.allclose(values[0], (240, 230, 210), atol=12)
    assert any(r > 150 and g < 80 and b < 80 for r, g, b in values)
    assert any(max(v) < 60 for v in values)


def test_base_identity_follows_the_weights(base: Path, tmp_path: Path) -> None:
    (tmp_path / "transformer").mkdir()
    file = tmp_path / "transformer" / "model.safetensors"
    file.write_bytes(b"a")
    first = base_sha256(tmp_path)
    file.write_bytes(b"b")
    assert first != base_sha256(tmp_path)
    assert len(base_sha256(base)) == 64
    with pytest.raises(FileNotFoundError):
        base_sha256(tmp_path / "none")


def test_card_and_sheets(tmp_path: Path) -> None:
    save_card(_card("studio"), [{"file": "samples/1.jpg", "prompt": "山", "seed": 1}], tmp_path)
    card = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    assert card["samples"][0]["prompt"] == "山"
    assert card["rank"] == 3
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 256, (96, 64 + 32 * (i % 2), 3), dtype=np.uint8) for i in range(7)]
    sheet = contact_sheet(pictures, ["a label that is far too long for its cell, really"] * 7, "Title", 3, 80)
    assert sheet.width == 14 + 3 * 94
    size = save_jpeg(sheet, tmp_path / "deep" / "sheet.jpg", 30_000)
    assert size < 30_000
    with Image.open(tmp_path / "deep" / "sheet.jpg") as image:
        assert image.size == sheet.size


def test_painting_in_batches_depends_on_the_seed_alone(pipe: Any) -> None:
    one = paint_batch(pipe, ["hills", "a lake", "pines"], [1, 2, 3], (32, 48), steps=2, batch=2, tokens=16)
    two = paint_batch(pipe, ["pines"], [3], (32, 48), steps=2, tokens=16)
    assert one.shape == (3, 48, 32, 3)
    assert one.dtype == np.uint8
    assert np.abs(one[2].astype(int) - two[0].astype(int)).max() <= 1


def test_spread_does_every_task_and_stops_in_time() -> None:
    assert sorted(spread(abs, [-3, 2, -1], workers=1)) == [1, 2, 3]
    assert sorted(spread(abs, [-3, 2, -1], workers=2)) == [1, 2, 3]
    assert list(spread(abs, [-1, -2], seconds=-1.0, workers=1)) == []
