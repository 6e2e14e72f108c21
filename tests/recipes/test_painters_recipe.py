"""The painters' recipe: targets, stacked layers, files that diffusers loads, works, cards and sheets."""

import copy
import json
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from judge.judge import Judge
from judge.network import JudgeNet
from painters.card import Card, base_sha256, save_card, save_lora
from painters.dataset import build_training_set
from painters.recognise import PICTURES, Watch
from painters.sampling import load_pipeline, paint_batch
from painters.stacked import block_linears, painter_state, set_gates, stack_painters
from painters.train import PainterTrainer, Recipe, shift_times, tone_share
from painters.works import Caption, Work


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
    out = trainer._predict(trainer.student, rows, noisy, rows.time, rows.text, torch.ones_like(rows.guidance))
    trainer.bundle.learn(out[: trainer.rows].square().mean())
    assert float(trainer.bundle.gradients[0].abs().amax()) > 0
    assert float(trainer.bundle.gradients[1].abs().amax()) == 0


def test_both_halves_of_a_step_equal_two_passes(pipe: Any) -> None:
    trainer = _trainer(pipe, carry=1.0)
    with torch.no_grad():
        trainer.bundle.values.normal_(std=0.2)
    for rows in (trainer.draw(trainer.data.groups[0]), trainer.placed(trainer.draw(trainer.data.groups[0]))):
        flow, carry = trainer.losses(rows)
        t = rows.time[:, None, None]
        noisy, one = (1 - t) * rows.clean + t * rows.noise, torch.ones_like(rows.guidance)
        with torch.no_grad():
            if rows.place is not None:
                root = rows.text.tokens.shape[1] - rows.text.heard.shape[1]
                set_gates(trainer.layers, rows.place.gates(rows.text.heard, root))
            given = (rows, noisy, rows.time)
            painted = trainer._predict(trainer.student, *given, rows.text, one)
            carried = trainer._predict(trainer.student, *given, rows.carried_text, rows.guidance)
            base = trainer._predict(trainer.teacher, *given, rows.base_text, one)
            base_carried = trainer._predict(trainer.teacher, *given, rows.carried_base_text, rows.guidance)
        wanted, change = rows.noise - rows.clean, painted - base
        if rows.place is not None:
            wanted = torch.where(rows.place.inside.unsqueeze(2) > 0.5, wanted, base)
        tone = (tone_share(rows.time) * rows.foreign)[:, None, None]
        change = torch.lerp(change, change.mean(1, keepdim=True).expand_as(change), tone)
        assert float(flow) == pytest.approx(float((painted - wanted).square().mean()), rel=1e-4)
        assert float(carry) == pytest.approx(
            float((carried - base_carried - change).square().mean()), rel=1e-3
        )


def test_another_base_of_the_same_anatomy_is_taken_over(pipe: Any) -> None:
    trainer, other = _trainer(pipe), copy.deepcopy(pipe)
    with torch.no_grad():
        for weight in other.transformer.parameters():
            weight.add_(0.01)
    trainer.take_base(other, trainer.data)
    inputs = _inputs(2)
    with torch.no_grad():
        wanted = other.transformer(**inputs)[0]
        assert torch.allclose(trainer.teacher(**inputs)[0], wanted, atol=1e-5)
        assert torch.allclose(trainer.student(**inputs)[0], wanted, atol=1e-5)


def test_a_watch_asks_the_judge_once_there_is_one(pipe: Any, tmp_path: Path) -> None:
    trainer, slugs = _trainer(pipe), ["mist-reed", "dry-ridge"]
    watch = Watch(pipe, trainer, slugs, tmp_path / "judge", goal=0.0)
    watch._due = 0.0
    assert not watch()
    styles = [*slugs, "other"]
    card = {"subjects": ["peaks"], "styles": styles, "widths": [8, 8, 8, 8, 8], "thresholds": [0.5]}
    Judge(JudgeNet(1, 3, (8, 8, 8, 8, 8)), card).save(tmp_path / "judge")
    assert watch()
    assert set(watch.shares) == set(slugs)
    assert not watch()
    rgb = watch.paint()
    assert rgb.shape == (2 * PICTURES, 32, 32, 3)
    assert np.array_equal(rgb, watch.paint())


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


def test_a_card_keeps_its_samples(tmp_path: Path) -> None:
    save_card(_card("studio"), [{"file": "samples/1.jpg", "prompt": "山", "seed": 1}], tmp_path)
    card = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    assert card["samples"][0]["prompt"] == "山"
    assert card["rank"] == 3


def test_painting_in_batches_depends_on_the_seed_alone(pipe: Any) -> None:
    one = paint_batch(pipe, ["hills", "a lake", "pines"], [1, 2, 3], (32, 48), steps=2, batch=2, tokens=16)
    two = paint_batch(pipe, ["pines"], [3], (32, 48), steps=2, tokens=16)
    assert one.shape == (3, 48, 32, 3)
    assert one.dtype == np.uint8
    assert np.abs(one[2].astype(int) - two[0].astype(int)).max() <= 1
