"""The starter model's recipe: conventions against diffusers, the pool, the tokenisers, and that it learns."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import FlowMatchEulerDiscreteScheduler, FluxPipeline
from diffusers.pipelines.flux.pipeline_flux import calculate_shift

sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "recipes"))

from starter import autoencoder, base, data, export, flow, preview, tokenisers
from starter.clock import Clock
from starter.latents import Latents, fit_length
from starter.plan import Plan
from starter.runtime import Average, step_if_finite

PLAN = dataclasses.replace(Plan.smoke(), tokeniser_texts=1500, warmup=5, tokens_per_step=600)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with tokenisers, five shards and an untrained autoencoder."""
    folder = tmp_path_factory.mktemp("starter")
    tokens = tokenisers.build(PLAN, folder / "tokenisers", seed=1)
    for number in range(5):
        data.paint_shard(PLAN, folder / "data", tokens, generation=0, worker=0, number=number, seed=1)
    torch.manual_seed(0)
    weights = autoencoder.build(PLAN).state_dict()
    torch.save({"vae": weights, "shift_factor": 0.1, "scaling_factor": 0.7, "told": {}}, folder / "vae.pt")
    return folder


def test_pool_reads_what_was_painted_and_keeps_the_first_shard_apart(state: Path) -> None:
    pool = data.Pool(state / "data")
    assert len(pool) == 5 * PLAN.shard
    assert [s.path.name[-4:] for s in pool.shards(held_out=True)] == ["0000"]
    assert len(list(pool.pictures())) == 4 * PLAN.shard
    portrait = pool.shards("portrait")[0]
    assert portrait.rgb.shape == (PLAN.shard, 128, 96, 3)
    assert portrait.labels.shape == portrait.rgb.shape[:3]
    meta = portrait.meta()
    tokens = tokenisers.Tokens(state / "tokenisers")
    assert np.array_equal(tokens.t5(meta["captions"][0], data.T5_LENGTH), portrait.t5[0])
    assert np.array_equal(tokens.clip(meta["captions"][0]), portrait.clip[0])
    assert pool.refresh() == []


def test_painting_a_shard_is_reproducible(state: Path, tmp_path: Path) -> None:
    tokens = tokenisers.Tokens(state / "tokenisers")
    again = data.open_shard(data.paint_shard(PLAN, tmp_path, tokens, 0, 0, 1, seed=1))
    first = data.Pool(state / "data").shards("portrait")[0]
    assert np.array_equal(again.rgb, first.rgb)
    assert again.meta() == first.meta()
    other = data.open_shard(data.paint_shard(PLAN, tmp_path, tokens, 0, 1, 1, seed=1))
    assert other.meta()["seeds"] != first.meta()["seeds"]


def test_tokenisers_keep_words_and_mark_the_end(state: Path) -> None:
    tokens = tokenisers.Tokens(state / "tokenisers")
    texts = [t for s in data.Pool(state / "data").shards() for row in s.meta()["captions"] for t in row]
    for text in texts:
        ids = tokens.t5([text], 128)[0]
        used = ids[ids != tokenisers.PAD]
        assert used[-1] == tokenisers.END
        assert tokenisers.UNKNOWN not in used
        assert tokens.t5_tokenizer.decode(used, skip_special_tokens=True) == text
    assert tokens.t5([""], 4).tolist() == [[tokenisers.END, 0, 0, 0]]
    clip = tokens.clip([texts[0], "", "zebra 龙 ü"])
    end = tokens.clip_tokenizer.eos_token_id
    assert (clip[:, 0] == tokens.clip_tokenizer.bos_token_id).all()
    assert (clip[:, -1] == end).all()
    assert end == len(tokens.clip_tokenizer) - 1
    assert clip.max() == end
    assert tokens.clip_tokenizer.decode(clip[2], skip_special_tokens=True).replace(" ", "") == "zebra龙ü"


def test_cut_text_ends_as_the_tokeniser_ends_it(state: Path) -> None:
    tokens = tokenisers.Tokens(state / "tokenisers")
    texts = ["a painting of pine trees, a boat and the moon, ink wash, dense ink, old silk", "a boat", ""]
    ids = torch.from_numpy(tokens.t5(texts, 128)).long()
    for length in (6, 40, 128, 200):
        assert np.array_equal(fit_length(ids, length).numpy(), tokens.t5(texts, length))


def test_packing_ids_and_shift_are_those_of_the_pipeline() -> None:
    latents = torch.randn(2, 16, 6, 8)
    assert torch.equal(flow.pack(latents), FluxPipeline._pack_latents(latents, 2, 16, 6, 8))
    ids = FluxPipeline._prepare_latent_image_ids(1, 3, 4, CPU, torch.float32)
    assert torch.equal(flow.image_ids(6, 8, CPU), ids)
    for tokens in (256, 1024, 1536):
        assert flow.shift_mu(tokens) == pytest.approx(calculate_shift(tokens, *flow.SHIFT.values()))


def test_the_sampler_walks_the_training_path_back_to_the_picture() -> None:
    """With the exact velocity every step of FluxPipeline's scheduler lands on the path x_s of training."""
    scheduler = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, **flow.SHIFT)
    scheduler.set_timesteps(sigmas=np.linspace(1, 1 / 6, 6), mu=flow.shift_mu(12))
    clean, noise = torch.randn(1, 12, 64), torch.randn(1, 12, 64)
    sample = noise
    for timestep in scheduler.timesteps:
        on_path, velocity = flow.mix(clean, noise, (timestep / 1000).reshape(1))
        assert torch.allclose(sample, on_path, atol=1e-5)
        sample = scheduler.step(velocity, timestep, sample, return_dict=False)[0]
    assert torch.allclose(sample, clean, atol=1e-5)


def test_training_times_are_shifted_as_the_sampler_shifts() -> None:
    generator = torch.Generator().manual_seed(0)
    times = flow.draw_times(40_000, 1024, CPU, generator)
    scheduler = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, **flow.SHIFT)
    middle = scheduler.time_shift(flow.shift_mu(1024), 1.0, torch.tensor(0.5)).item()
    assert times.median().item() == pytest.approx(middle, abs=0.01)


def test_guided_target_is_plain_at_one_and_classifier_free_above() -> None:
    v, c, e = torch.randn(3, 2, 4, 8)
    assert torch.equal(flow.guided_target(v, c, e, torch.ones(2)), v)
    got = flow.guided_target(c, c, e, torch.tensor([3.5, 3.5]))
    assert torch.allclose(got, e + 2.5 * (c - e), atol=1e-6)


def test_a_step_with_a_broken_gradient_changes_nothing() -> None:
    weight = torch.nn.Parameter(torch.ones(3))
    optimiser = torch.optim.AdamW([weight], lr=0.1, fused=True)
    weight.grad = torch.tensor([1.0, float("nan"), 1.0])
    step_if_finite(optimiser, [weight], 0.1)
    assert torch.equal(weight.detach(), torch.ones(3))
    assert optimiser.param_groups[0]["params"][0].grad is None
    weight.grad = torch.ones(3)
    step_if_finite(optimiser, [weight], 0.1)
    assert (weight.detach() < 0.95).all()


def test_average_follows_the_weights() -> None:
    weight = torch.nn.Parameter(torch.zeros(2))
    average = Average([weight], 0.9)
    weight.data.fill_(1.0)
    for step in range(60):
        average.update(step)
    assert torch.allclose(average.shadow[0], torch.ones(2), atol=0.01)


def test_the_autoencoder_learns_and_ties_its_latents() -> None:
    torch.manual_seed(0)
    vae = autoencoder.build(PLAN)
    crops = (torch.rand(4, 3, 64, 64) * 40 + 100).byte()
    optimiser = torch.optim.AdamW(vae.parameters(), lr=3e-3, fused=True)
    losses = []
    for _ in range(12):
        loss = autoencoder.train_step(vae.encoder, vae.decoder, crops, tied=4, frozen=False)
        loss.backward()
        step_if_finite(optimiser, list(vae.parameters()), 3e-3)
        losses.append(loss.item())
    assert losses[-1] < 0.6 * losses[0]
    frozen = autoencoder.train_step(vae.encoder, vae.decoder, crops, tied=0, frozen=True)
    frozen.backward()
    assert all(p.grad is None for p in vae.encoder.parameters())


def test_mosaic_lays_four_halves_side_by_side() -> None:
    tiles = torch.arange(4.0).view(4, 1, 1, 1).expand(4, 2, 4, 4)
    grid = autoencoder.mosaic(tiles)
    assert grid.shape == (1, 2, 4, 4)
    assert grid[0, 0, ::2, ::2].flatten().tolist() == [0, 1, 2, 3]


@pytest.fixture(scope="module")
def trainer(state: Path) -> base.Trainer:
    """A trainer after enough steps to see the loss fall, its checkpoint saved."""
    return base.Trainer(PLAN, state, CPU, seed=3)


def test_the_base_learns_resumes_and_exports(state: Path, trainer: base.Trainer, tmp_path: Path) -> None:
    vae, _ = autoencoder.load(PLAN, state, CPU)
    pool = data.Pool(state / "data")
    latents = Latents(pool, vae, PLAN.early + PLAN.late)
    assert latents.refresh() == 4
    assert latents.refresh() == 0
    held = Latents(pool, vae, PLAN.early + PLAN.late, held_out=True)
    held.refresh()
    batch = latents.draw(PLAN.early[0], 600, trainer.random)
    assert batch.latents.shape[1:] == (16, 6, 6)
    assert batch.t5.shape[1] == 64
    losses = [trainer.train_step(batch, False, 0.0).item() for _ in range(30)]
    assert np.mean(losses[-5:]) < 0.9 * np.mean(losses[:5])
    before = trainer.measure(held, PLAN.early[0])
    assert np.isfinite(trainer.train_step(batch, True, 0.9).item())
    trainer.save()
    again = base.Trainer(PLAN, state, CPU, seed=4)
    again.load()
    assert again.step == 31
    assert again.measure(held, PLAN.early[0]) == pytest.approx(before, rel=0.2)
    assert all(torch.equal(a, b) for a, b in zip(again.weights, trainer.weights, strict=True))
    folder = tmp_path / "starter"
    assert export.save_folder(export.pipeline(PLAN, state, CPU), folder) < 2_000_000
    preview.fit(vae, pool, folder / "preview.safetensors", count=4)
    export.check(folder, PLAN, CPU, text=64)
    parts = export.pack(folder, tmp_path / "packed", part=200_000)
    assert all(p.stat().st_size <= 200_000 for p in parts)
    assert len(parts) > 1


def test_the_network_and_the_pipeline_agree(state: Path, trainer: base.Trainer) -> None:
    """One call of the exported parts, fed as FluxPipeline feeds them, equals the trained network's."""
    with torch.no_grad():
        for weight in trainer.teacher.parameters():
            weight.add_(0.05 * torch.randn_like(weight))
    trainer.save()
    pipe = export.pipeline(PLAN, state, CPU)
    texts = ["a boat on a lake, 明月", ""]
    embeds, pooled, text_ids = pipe.encode_prompt(texts, None, max_sequence_length=64)
    packed, ids = torch.randn(2, 9, 64), flow.image_ids(6, 6, CPU)
    times, guidance = torch.tensor([0.813, 0.2]), torch.tensor([3.5, 1.0])
    with torch.no_grad():
        want = pipe.transformer(
            hidden_states=packed,
            timestep=times,
            guidance=guidance,
            pooled_projections=pooled,
            encoder_hidden_states=embeds,
            txt_ids=text_ids,
            img_ids=ids,
            return_dict=False,
        )[0]
        tokens = tokenisers.Tokens(state / "tokenisers")
        t5, clip = torch.from_numpy(tokens.t5(texts, 64)).long(), torch.from_numpy(tokens.clip(texts)).long()
        got = trainer.teacher(packed, times, guidance, t5, clip, ids)
    assert torch.allclose(got, want, atol=1e-5)
    assert want.abs().max() > 0


def test_a_stand_in_loads_like_the_base_and_has_learnt_nothing(state: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stand-in"
    for _ in range(2):  # an older one is replaced
        assert export.stand_in(PLAN, state, folder) > 100_000
    assert [p.name for p in tmp_path.iterdir()] == ["stand-in"]
    pipe = export.check(folder, PLAN, CPU, text=64)
    same = base.Trainer(PLAN, state, CPU, seed=3).network.transformer.state_dict()
    ours = pipe.transformer.state_dict()
    assert {k: v.shape for k, v in ours.items()} == {k: v.shape for k, v in same.items()}
    assert all(bool(v.any()) for v in ours.values())


def test_the_clock_ends_a_call_and_the_schedule() -> None:
    clock = Clock(total=100, seconds=50, reserve=5)
    clock.begin -= 20
    assert not clock.over()
    assert clock.progress() == pytest.approx(20 / 95, abs=0.01)
    clock.begin -= 26
    assert clock.over()
    assert clock.progress() < 0.5
    short = Clock(total=100, seconds=100, reserve=5, before=60)
    short.settle(left=1000)
    assert (short.seconds, short.total) == (40, 100)
    short.settle(left=35)
    assert (short.seconds, short.total) == (35, 95)
    assert short.last()
    last = Clock(total=100, seconds=50, reserve=5, before=45)
    last.settle()
    last.begin -= 44
    assert not last.over()
    last.begin -= 1.1
    assert last.over()
    assert last.progress() == 1.0
