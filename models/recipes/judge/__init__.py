"""The judge: small classifiers trained on exact ground truth, for measuring pictures and nothing else."""
