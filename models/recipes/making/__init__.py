"""The run that makes all models: stages that overlap, what they left behind, and how it is carried away."""
