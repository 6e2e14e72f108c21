"""What the studio says of scans, captions and trainings, in the artist's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from artmaster_desktop.core.caption_lint import CaptionFinding, CaptionProblem
from artmaster_desktop.core.training_event import Ending, TrainingStage
from artmaster_desktop.core.vocabulary import Vocabulary
from artmaster_desktop.core.work import ScanNote
from artmaster_desktop.ui.i18n import marked

_NOTES = {
    ScanNote.CMYK: marked("Studio", "Printing colours (CMYK) became sRGB."),
    ScanNote.PROFILE: marked("Studio", "Its colour profile became sRGB."),
    ScanNote.BAD_PROFILE: marked("Studio", "Its colour profile is damaged and was ignored."),
    ScanNote.DEEP: marked("Studio", "16 bits a channel became 8."),
    ScanNote.TRANSPARENT: marked("Studio", "Transparent parts were laid on white."),
    ScanNote.FIRST_PAGE: marked("Studio", "Only the first of its pages is used."),
    ScanNote.REDUCED: marked("Studio", "A huge scan: it is worked with at a reduced size."),
    ScanNote.SMALL: marked("Studio", "A small scan: its crops have to be enlarged."),
}
_PROBLEMS = {
    CaptionProblem.EMPTY: marked("Studio", "There is no caption yet."),
    CaptionProblem.UNREADABLE: marked("Studio", "There is a character that cannot be read: {detail}."),
    CaptionProblem.CONTRADICTS: marked("Studio", "It contradicts itself: {detail}."),
    CaptionProblem.MEASURED_OTHERWISE: marked("Studio", "The picture does not show “{detail}”."),
    CaptionProblem.UNKNOWN_TAG: marked("Studio", "“{detail}” is not in the vocabulary."),
    CaptionProblem.MARK_UNSAID: marked("Studio", "“{detail}” is on the work and not in the caption."),
    CaptionProblem.MARK_ABSENT: marked("Studio", "“{detail}” is in the caption and not on the work."),
    CaptionProblem.SAME: marked("Studio", "It says the same as “{detail}”."),
    CaptionProblem.TWICE: marked("Studio", "It says “{detail}” twice."),
    CaptionProblem.SYNONYM: marked("Studio", "The vocabulary has another word for “{detail}”."),
    CaptionProblem.NO_SUBJECT: marked("Studio", "It does not say what is to be seen."),
    CaptionProblem.NO_STYLE: marked("Studio", "It says nothing of brush, ink, blank or colour."),
    CaptionProblem.TWO_LANGUAGES: marked("Studio", "It mixes English and Chinese: “{detail}”."),
    CaptionProblem.LONG: marked("Studio", "It is longer than a text encoder reads: {detail} words."),
}
_STAGES = {
    TrainingStage.LOADING: marked("Studio", "Loading the model"),
    TrainingStage.READING: marked("Studio", "Reading the works"),
    TrainingStage.LEARNING: marked("Studio", "Learning"),
    TrainingStage.SAMPLING: marked("Studio", "Painting samples"),
    TrainingStage.SAVING: marked("Studio", "Saving the painter"),
}
_ENDINGS = {
    Ending.COMPLETE: marked("Studio", "All steps were taken."),
    Ending.OVERFIT: marked(
        "Studio",
        "It ended early: works that were held out were no longer painted better. The best state was kept.",
    ),
}


def note_text(note: ScanNote) -> str:
    """What had to be done to a scan."""
    return QCoreApplication.translate("Studio", _NOTES[note])


def finding_text(finding: CaptionFinding, vocabulary: Vocabulary, language: str) -> str:
    """What is wrong with a caption, and what would be better. Ids of terms are said as words."""
    words = {term.id: term.word(language) for term in vocabulary.terms()}
    detail = " / ".join(words.get(part, part) for part in finding.detail.split(" / "))
    said = QCoreApplication.translate("Studio", _PROBLEMS[finding.problem]).format(detail=detail)
    if not finding.better:
        return said
    better = QCoreApplication.translate("Studio", "Better: {better}.").format(better=finding.better)
    return f"{said} {better}"


def stage_text(stage: TrainingStage) -> str:
    """What the training is doing."""
    return QCoreApplication.translate("Studio", _STAGES[stage])


def ending_text(ending: Ending) -> str:
    """Why learning ended."""
    return QCoreApplication.translate("Studio", _ENDINGS[ending])
