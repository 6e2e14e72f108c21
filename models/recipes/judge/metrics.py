"""Scores of a classifier: area under the curve, threshold, accuracy."""

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
Flags = NDArray[np.bool_]


def auc(scores: F32, truth: Flags) -> float:
    """Area under the ROC curve of scores [N] against truth [N]: the chance that a true case outranks a false
    one.

    Ties count one half. NaN if only one kind is there.
    """
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if positives == 0 or negatives == 0:
        return float("nan")
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks = (last - (counts - 1) / 2.0)[inverse]
    return float((ranks[truth].sum() - positives * (positives + 1) / 2.0) / (positives * negatives))


def best_threshold(scores: F32, truth: Flags) -> float:
    """The threshold with the highest balanced accuracy (mean of the two hit rates), midway between two
    scores.

    0.5 if only one kind is there.
    """
    if not truth.any() or truth.all():
        return 0.5
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], truth[order]
    gain = np.cumsum(hits) / truth.sum() - np.cumsum(~hits) / (~truth).sum()
    gain[:-1][ranked[1:] == ranked[:-1]] = -np.inf
    cut = int(gain.argmax())
    below = float(ranked[cut + 1]) if cut + 1 < len(ranked) else float(ranked[cut]) - 1e-3
    return float((float(ranked[cut]) + below) / 2.0)


def rates(present: Flags, truth: Flags) -> dict[str, float]:
    """Accuracy, recall (true cases found) and false alarms (false cases called) of decisions [N]."""
    found = float(present[truth].mean()) if truth.any() else float("nan")
    alarms = float(present[~truth].mean()) if (~truth).any() else float("nan")
    return {"accuracy": float((present == truth).mean()), "recall": found, "false_alarms": alarms}
