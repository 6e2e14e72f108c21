"""FLUX.1 over diffusers' components: weights, text, latents, attention, and our own short sampler."""
