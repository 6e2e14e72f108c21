"""From the start of the process to the first painted window: ``python tests/bench/start_up.py [RUNS]``.

Each run is a new interpreter on the command line's own way in, with settings and data in an empty folder. The
clock starts before the process does, and stops when the window has painted itself and its welcome page or
document; torch must not have been imported by then. ``processor_s`` is what is left of it on a machine
that does nothing else.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOAL = 3.0
CHILD = """
import sys, time
from pathlib import Path
import artmaster_desktop.cli
from artmaster_desktop import bootstrap
bootstrap.go_offline()
from PySide6.QtCore import QObject, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from artmaster_desktop.ui.program import Program
show = Program.show

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and self.ready():
            QTimer.singleShot(0, told)
        return False

def told():
    heavy = [name for name in ("torch", "diffusers", "transformers", "cv2") if name in sys.modules]
    import os
    print(time.time(), sum(os.times()[:2]), ",".join(heavy), flush=True)
    os._exit(0)

def seen(self, document):
    window = show(self, document)
    watch = Watch(window)
    watch.ready = (lambda: window.shop.session.path) if document else (lambda: True)
    (window.canvas if document else window.start.widget()).installEventFilter(watch)
    return window

Program.show = seen
bootstrap.open_window(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
"""


def once(document: Path | None) -> tuple[float, float, str]:
    """Seconds, those of them that the processor worked, and the heavy libraries that were there too early."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        words = [sys.executable, "-c", CHILD, *([str(document)] if document else [])]
        began = time.time()
        said = subprocess.run(
            words, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=120
        ).stdout.split("\n")[0]
    end, worked, heavy = said.split(" ")
    return float(end) - began, float(worked), heavy


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    worst = 0.0
    for name, document in (
        ("welcome page", None),
        ("an example of 768x512", ROOT / "resources" / "examples" / "two-painters.ora"),
    ):
        measured = [once(document) for _ in range(runs)]
        seconds = [time for time, _, _ in measured]
        heavy = {names for _, _, names in measured} - {""}
        worked = statistics.median(time for _, time, _ in measured)
        worst = max(worst, statistics.median(seconds))
        load = os.getloadavg()[0]
        print(
            json.dumps(
                {
                    "what": name, "median_s": round(statistics.median(seconds), 2),
                    "worst_s": round(max(seconds), 2), "processor_s": round(worked, 2),
                    "runs": runs, "too_early": sorted(heavy),
                    "load": round(load, 1),
                }
            )
        )  # fmt: skip
    return 0 if worst < GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
