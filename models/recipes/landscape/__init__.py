"""A procedural painter of East-Asian landscapes that knows exactly what it painted."""

from .canvas import CLASSES
from .captions import SUBJECT_WORDS, captions, style_words
from .paint import Picture, least_share, paint
from .painters import PAINTERS, PainterPoint, random_style
from .scene import SUBJECTS, Scene, random_scene
from .style import Style

__all__ = [
    "CLASSES",
    "PAINTERS",
    "SUBJECTS",
    "SUBJECT_WORDS",
    "PainterPoint",
    "Picture",
    "Scene",
    "Style",
    "captions",
    "least_share",
    "paint",
    "random_scene",
    "random_style",
    "style_words",
]
