"""Languages: English is in the source, others are Qt translations in ``resources/translations``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

PREFIX = "artmaster_"
FOLDER = Path(__file__).resolve().parents[2] / "resources" / "translations"


@dataclass(frozen=True, slots=True)
class Language:
    """``code`` as in a locale (``zh_CN``); ``name`` in the language itself."""

    code: str
    name: str


ENGLISH = Language("en", "English")


def languages(folder: Path = FOLDER) -> tuple[Language, ...]:
    """English, and every translation that lies in ``folder``."""
    codes = sorted(path.stem.removeprefix(PREFIX) for path in folder.glob(f"{PREFIX}*.qm"))
    return (ENGLISH, *(Language(code, QLocale(code).nativeLanguageName()) for code in codes))


def best_language(wanted: str, folder: Path = FOLDER) -> str:
    """The code to show for ``wanted`` ("" = the system's choice): itself, its relative, or English."""
    known = [language.code for language in languages(folder)]
    asked = [wanted] if wanted else [name.replace("-", "_") for name in QLocale.system().uiLanguages()]
    for name in asked:
        if name in known:
            return name
        family = name.split("_", maxsplit=1)[0]
        related = [code for code in known if code.split("_", maxsplit=1)[0] == family]
        if related and "Hant" not in name and not name.endswith(("_TW", "_HK", "_MO")):
            return related[0]
    return ENGLISH.code


class Translation:
    """The installed language; ``set`` changes it while the program runs (widgets get LanguageChange)."""

    def __init__(self, app: QCoreApplication, folder: Path = FOLDER) -> None:
        self._app, self._folder = app, folder
        self._translators: list[QTranslator] = []
        self.code = ENGLISH.code

    def set(self, wanted: str) -> str:
        """Install the best language for ``wanted`` and return its code. Qt's own dialogs follow."""
        code = best_language(wanted, self._folder)
        for old in self._translators:
            self._app.removeTranslator(old)
        self._translators.clear()
        self.code = code
        if code != ENGLISH.code:
            qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            for file in (qt / f"qtbase_{code}.qm", self._folder / f"{PREFIX}{code}.qm"):
                translator = QTranslator(self._app)
                if translator.load(str(file)):
                    self._app.installTranslator(translator)
                    self._translators.append(translator)
        QLocale.setDefault(QLocale(code))
        return code


def marked(context: str, text: str) -> str:
    """``text`` as it is, found by the extractor: for tables that are translated when they are shown."""
    return text
