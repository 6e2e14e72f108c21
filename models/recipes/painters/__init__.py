"""The painters: style adapters (LoRA) of the starter model, each learnt from 20 works of one point in style
space.
"""
