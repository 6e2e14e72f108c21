"""The judge's network: one trunk, a head for subjects in the picture, a head for the style of each area."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

STRIDE = 16
"""Picture pixels per cell of the style map."""


class Residual(nn.Module):
    """Depthwise convolution, then a pointwise bottleneck of twice the width; keeps shape [N, C, H, W]."""

    def __init__(self, width: int, kernel: int = 3) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(width, width, kernel, padding=kernel // 2, groups=width, bias=False),
            nn.BatchNorm2d(width),
            nn.Conv2d(width, 2 * width, 1),
            nn.GELU(),
            nn.Conv2d(2 * width, width, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = x + self.body(x)
        return out


def _down(inputs: int, outputs: int, kernel: int = 3) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride=2, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.GELU(),
    )


class JudgeNet(nn.Module):
    """RGB in [-1, 1], [N, 3, H, W] with H and W multiples of 32, to subject logits [N, S] and style logits
    [N, K, H / 16, W / 16].

    The style head sits on a trunk whose field of view is about 180 px and whose normalisation is local (batch
    statistics, frozen in use): it must say who painted *this* area, not what the rest of the picture looks
    like. Subjects go on through a coarser stage with attention pooling, so that a small boat counts like a
    whole sky.
    """

    def __init__(self, subjects: int, styles: int, widths: Sequence[int] = (24, 48, 96, 160, 192)) -> None:
        super().__init__()
        w0, w1, w2, w3, w4 = widths
        self.trunk = nn.Sequential(
            _down(3, w0, 7),
            _down(w0, w1),
            *[Residual(w1, 5) for _ in range(2)],
            _down(w1, w2),
            *[Residual(w2) for _ in range(3)],
            _down(w2, w3),
            *[Residual(w3) for _ in range(2)],
        )
        self.style = nn.Sequential(
            nn.BatchNorm2d(w3), nn.Conv2d(w3, w3, 1), nn.GELU(), nn.Conv2d(w3, styles, 1)
        )
        self.scene = nn.Sequential(_down(w3, w4), *[Residual(w4, 5) for _ in range(3)], nn.BatchNorm2d(w4))
        self.evidence = nn.Conv2d(w4, subjects, 1)
        self.attention = nn.Conv2d(w4, subjects, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        local = self.trunk(x)
        scene = self.scene(local)
        weights = torch.softmax(self.attention(scene).flatten(2).float(), dim=-1)
        subjects = (weights * self.evidence(scene).flatten(2).float()).sum(-1)
        return subjects, self.style(local)


def parameter_count(net: nn.Module) -> int:
    """The number of trainable values."""
    return sum(p.numel() for p in net.parameters())
