"""The network that we teach: SRVGGNetCompact, in the layout and with the keys that Real-ESRGAN gave it, so
that every program that reads upscalers reads ours.
"""

from __future__ import annotations

import torch
from safetensors.torch import save
from torch import Tensor, nn
from torch.nn import functional


class Compact(nn.Module):
    """A plain stack of 3x3 convolutions at the small size; the last one makes ``scale`` x ``scale`` pixels of
    each, added to the nearest neighbour. Takes and gives sRGB ``[N, 3, H, W]`` in [0, 1].

    ``body.0``, ``body.2``, ... are convolutions, ``body.1``, ``body.3``, ... their PReLUs (Wang et al. 2021,
    "Real-ESRGAN", arXiv 2107.10833).
    """

    def __init__(self, features: int, convolutions: int, scale: int) -> None:
        super().__init__()
        self.features, self.convolutions, self.scale = features, convolutions, scale
        self.body = nn.ModuleList()
        incoming = 3
        for _ in range(convolutions + 1):
            self.body.append(nn.Conv2d(incoming, features, 3, padding=1))
            self.body.append(nn.PReLU(features))
            incoming = features
        self.body.append(nn.Conv2d(features, 3 * scale * scale, 3, padding=1))
        for layer in self.body:
            if isinstance(layer, nn.Conv2d):  # PyTorch's own start fades over ten layers to nothing
                nn.init.kaiming_normal_(layer.weight, a=0.25)
                assert layer.bias is not None
                nn.init.zeros_(layer.bias)
        last = self.body[-1]
        assert isinstance(last, nn.Conv2d)
        nn.init.normal_(last.weight, std=1e-3)  # it begins as the nearest neighbour

    def forward(self, x: Tensor) -> Tensor:
        out = x
        for layer in self.body:
            out = layer(out)
        nearest = functional.interpolate(x, scale_factor=self.scale, mode="nearest")
        return functional.pixel_shuffle(out, self.scale) + nearest

    @property
    def reach(self) -> int:
        """How far, in pixels of the small picture, a pixel looks."""
        return self.convolutions + 2

    def weights(self) -> dict[str, Tensor]:
        """Its numbers in float32 on the CPU, for a file."""
        return {name: value.detach().float().cpu().clone() for name, value in self.state_dict().items()}


def compact_of(weights: dict[str, Tensor]) -> Compact:
    """The network whose ``weights`` these are. Raises KeyError, ValueError or RuntimeError where they are no
    Compact's with PReLUs.
    """
    last = max(int(name.split(".")[1]) for name in weights if name.startswith("body."))
    features = int(weights["body.0.weight"].shape[0])
    outgoing = int(weights[f"body.{last}.weight"].shape[0])
    scale = round((outgoing / 3) ** 0.5)
    network = Compact(features, (last - 2) // 2, scale)
    network.load_state_dict(weights)
    return network.to(torch.float32)


def file_of(network: Compact) -> bytes:
    """The network as a safetensors file."""
    return save(network.weights())
