"""Judge: what is in a picture, and whose hand each area shows."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor

from .network import JudgeNet

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]
WEIGHTS = "judge.safetensors"
CARD = "card.json"


class Judge:
    """A trained judge. Pictures are uint8[N, H, W, 3] RGB, H and W multiples of 32; 512 px a side is what it
    knows.

    `subject_names` and `style_names` name the columns; the last style is "other". `thresholds` (float32[S])
    turn subject probabilities into yes or no and were chosen on validation pictures.
    """

    def __init__(self, net: JudgeNet, card: dict[str, Any], device: str | torch.device = "cpu") -> None:
        self.card = card
        self.subject_names: tuple[str, ...] = tuple(card["subjects"])
        self.style_names: tuple[str, ...] = tuple(card["styles"])
        self.thresholds: F32 = np.asarray(card["thresholds"], dtype=np.float32)
        self.device = torch.device(device)
        self.net = net.to(self.device).float().eval()

    @staticmethod
    def load(folder: str | Path, device: str | torch.device = "cpu") -> "Judge":
        """Reads `card.json` and `judge.safetensors` of `folder`. Raises OSError if one is missing."""
        folder = Path(folder)
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        net = JudgeNet(len(card["subjects"]), len(card["styles"]), card["widths"])
        weights = {
            k: v.float() if v.is_floating_point() else v for k, v in load_file(folder / WEIGHTS).items()
        }
        net.load_state_dict(weights)
        return Judge(net, card, device)

    def save(self, folder: str | Path) -> None:
        """Writes `judge.safetensors` (fp16) and `card.json` into `folder`, which is made if need be."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        state = {k: v.detach().cpu() for k, v in self.net.state_dict().items()}
        half = {k: (v.half() if v.is_floating_point() else v).contiguous() for k, v in state.items()}
        save_file(half, folder / WEIGHTS, metadata={"format": "pt", "license": "CC0-1.0"})
        (folder / WEIGHTS).chmod(0o644)  # safetensors leaves its temporary file's 0600
        text = json.dumps(self.card, ensure_ascii=False, indent=2) + "\n"
        (folder / CARD).write_text(text, encoding="utf-8")

    def assess(self, rgb: U8, batch: int = 32) -> tuple[F32, F32]:
        """Subject probabilities float32[N, S] and style probabilities float32[N, K, H / 16, W / 16], in one
        go.
        """
        subjects, styles = [], []
        with torch.inference_mode():
            for start in range(0, len(rgb), batch):
                rows = torch.from_numpy(np.ascontiguousarray(rgb[start : start + batch])).to(self.device)
                logits, style = self.net(as_input(rows))
                subjects.append(logits.sigmoid().float().cpu())
                styles.append(style.float().softmax(1).cpu())
        return torch.cat(subjects).numpy(), torch.cat(styles).numpy()

    def subjects(self, rgb: U8) -> F32:
        """The probability of each subject, float32[N, S]."""
        return self.assess(rgb)[0]

    def styles(self, rgb: U8) -> F32:
        """The probability of each style in each area, float32[N, K, H / 16, W / 16]; they sum to 1 over K."""
        return self.assess(rgb)[1]

    def present(self, rgb: U8) -> NDArray[np.bool_]:
        """Whether each subject is in each picture, bool[N, S]."""
        return self.decide(self.subjects(rgb))

    def decide(self, probabilities: F32) -> NDArray[np.bool_]:
        """Subject probabilities float32[N, S] against the calibrated thresholds, bool[N, S]."""
        return np.asarray(probabilities >= self.thresholds, dtype=np.bool_)

    def painters(self, rgb: U8) -> NDArray[np.int64]:
        """The style that holds the largest area of each picture, int64[N]; an index into `style_names`."""
        return majority(self.styles(rgb))


def as_input(rgb: Tensor) -> Tensor:
    """uint8[N, H, W, 3] to float32[N, 3, H, W] in [-1, 1]."""
    return rgb.permute(0, 3, 1, 2).float().div_(127.5).sub_(1.0)


def majority(styles: F32) -> NDArray[np.int64]:
    """The style with the most cells in each map, int64[N], from probabilities float32[N, K, h, w].

    Equal counts are settled by the mean probability.
    """
    count = styles.shape[1]
    winners = styles.argmax(axis=1).reshape(len(styles), -1)
    votes = np.stack([(winners == k).mean(axis=1) for k in range(count)], axis=1)
    tie = styles.mean(axis=(2, 3))
    return np.asarray((votes + 1e-4 * tie).argmax(axis=1), dtype=np.int64)
