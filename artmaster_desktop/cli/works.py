"""``works import|list|set|seals|crops|captions|lint|stats``: an artist's works, made ready to learn from."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from artmaster_desktop.cli import works_cut, works_look, works_run
from artmaster_desktop.cli.paint import Parsers
from artmaster_desktop.cli.works_values import box_of, count_of, move_of, size_of

STORY = """\
Make an artist's works ready for a painter to learn from. FOLDER holds one artist: the scans, and beside them
works.json, which keeps all that is known of them. The scans themselves are never changed.

  artmaster-desktop works import shanshui ~/scans     bring scans into the folder
  artmaster-desktop works seals shanshui              find seals and inscriptions, then confirm or reject them
  artmaster-desktop works crops shanshui --out crops  cut 512x512 and 512x768 where it hurts least
  artmaster-desktop works captions shanshui           write first captions from what can be measured
  artmaster-desktop works lint shanshui               what is wrong with the captions
  artmaster-desktop works stats shanshui              palette, ink, blank and strokes, of each and of all
"""


def add_to(commands: Parsers[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    works = commands.add_parser(
        "works",
        prog="artmaster-desktop works",
        help="an artist's works, to teach a painter with",
        description=STORY,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = works.add_subparsers(title="verbs", metavar="VERB", required=True)
    _add_import(verbs)
    _add_list(verbs)
    _add_set(verbs)
    _add_seals(verbs)
    _add_crops(verbs)
    _add_captions(verbs)
    _add_looks(verbs)


def _verb(
    verbs: Parsers[argparse.ArgumentParser],
    name: str,
    brief: str,
    *,
    some: bool = True,
    also: Sequence[str] = (),
) -> argparse.ArgumentParser:
    description = brief[0].upper() + brief[1:] + "."
    made = verbs.add_parser(name, aliases=list(also), help=brief, description=description)
    made.add_argument("folder", type=Path, metavar="FOLDER", help="the artist's folder")
    if some:
        made.add_argument(
            "works", nargs="*", metavar="WORK", help="only these works, by their names in the list"
        )
    return made


def _add_import(verbs: Parsers[argparse.ArgumentParser]) -> None:
    made = _verb(verbs, "import", "bring scans into the folder: JPEG, PNG, TIFF, HEIF", some=False)
    made.add_argument(
        "scans",
        type=Path,
        nargs="*",
        metavar="SCAN",
        help="files, or folders of them, that are copied; without any, what lies in FOLDER already",
    )
    made.add_argument("--artist", metavar="NAME", help="whose works these are")
    made.set_defaults(run=works_run.run_import)


def _add_list(verbs: Parsers[argparse.ArgumentParser]) -> None:
    made = _verb(verbs, "list", "everything in the folder, rejected works too", some=False)
    made.set_defaults(run=works_run.run_list)


def _add_set(verbs: Parsers[argparse.ArgumentParser]) -> None:
    made = _verb(verbs, "set", "say what is known of works, or keep and reject them")
    made.add_argument("--all", action="store_true", help="every work in the folder, where none is named")
    choice = made.add_mutually_exclusive_group()
    choice.add_argument("--keep", dest="kept", action="store_const", const=True, help="use these works")
    choice.add_argument(
        "--reject",
        dest="kept",
        action="store_const",
        const=False,
        help="leave these works out, but keep them",
    )
    made.add_argument("--title", metavar="TEXT")
    made.add_argument("--period", metavar="TEXT", help="when it was painted: 1644-1661, late...")
    made.add_argument("--subject", metavar="TEXT", help="what is to be seen: a lake, pine trees")
    made.add_argument("--rights", metavar="TEXT", help="who owns them, or the licence")
    made.add_argument("--source", metavar="TEXT", help="where the scan came from")
    made.add_argument("--tags", metavar="TEXT", help="style tags in English or Chinese, with commas between")
    made.add_argument("--caption", metavar="TEXT", help="a caption by hand; nothing replaces it")
    made.set_defaults(run=works_run.run_set)


def _add_seals(verbs: Parsers[argparse.ArgumentParser]) -> None:
    made = _verb(verbs, "seals", "find seals and inscriptions; what you decided on stays")
    made.add_argument("--confirm", action="append", metavar="ID", help="this one is a seal or inscription")
    made.add_argument("--reject", action="append", metavar="ID", help="this one is none")
    made.add_argument(
        "--add",
        action="append",
        type=box_of,
        metavar="X,Y,W,H",
        help="a seal that was not found, in shares of width and height: 0.9,0.05,0.04,0.03",
    )
    made.add_argument(
        "--add-inscription",
        action="append",
        type=box_of,
        metavar="X,Y,W,H",
        help="the same for an inscription",
    )
    made.add_argument("--overlay", type=Path, metavar="DIR", help="pictures with what was found")
    made.set_defaults(run=works_cut.run_seals)


def _add_crops(verbs: Parsers[argparse.ArgumentParser]) -> None:
    made = _verb(verbs, "crops", "propose crops that keep the subject and cut few strokes; yours stay")
    made.add_argument(
        "--size",
        dest="sizes",
        action="append",
        type=size_of,
        metavar="WxH",
        help="pixels of the crops, more than once for more sizes (default: 512x512 and 512x768)",
    )
    made.add_argument(
        "--each",
        type=count_of,
        default=1,
        metavar="N",
        help="how many of each size from one work (default: 1)",
    )
    made.add_argument(
        "--move",
        dest="moves",
        action="append",
        type=move_of,
        metavar="ID=X,Y,W,H",
        help="put one work's crop elsewhere, in shares of width and height: 512x768-1=0.1,0,0.6,1",
    )
    made.add_argument("--out", type=Path, metavar="DIR", help="write the crops and their loss masks as PNG")
    made.add_argument(
        "--overlay", type=Path, metavar="DIR", help="pictures with the crops drawn on the works"
    )
    made.add_argument(
        "--enlarge",
        action=argparse.BooleanOptionalAction,
        help="let the shipped upscaler make scans larger first that are too small for these crops; detail "
        "finer than the scan is invented, and the painter learns it (default: as the work was left, at first "
        "no)",
    )
    made.add_argument("--device", help="where the upscaler runs: cuda, cuda:1, mps or cpu")
    made.set_defaults(run=works_cut.run_crops)


def _add_captions(verbs: Parsers[argparse.ArgumentParser]) -> None:
    brief = "write captions from subject, tags and measurements; yours stay"
    made = _verb(verbs, "captions", brief, also=("caption",))
    made.add_argument(
        "--captioner",
        type=Path,
        metavar="DIR",
        help="a model of yours that tells pictures in words (BLIP, Florence-2, GIT...), in safetensors: what "
        "it sees is said too (default: none)",
    )
    made.add_argument("--device", help="where the captioner runs: cuda, cuda:1, mps or cpu")
    made.add_argument("--language", choices=("en", "zh"), default="en", help="of the captions (default: en)")
    made.add_argument("--trigger", default="", metavar="WORD", help="the painter's own word, put first")
    made.set_defaults(run=works_run.run_captions)


def _add_looks(verbs: Parsers[argparse.ArgumentParser]) -> None:
    checking = _verb(verbs, "lint", "what is wrong with captions and tags; returns 1 where anything is")
    checking.set_defaults(run=works_look.run_lint)
    telling = _verb(verbs, "stats", "palette, ink, blank ratio and strokes of each work, and of the artist")
    telling.add_argument("--json", type=Path, metavar="FILE", help="write all the numbers as JSON")
    telling.set_defaults(run=works_look.run_stats)
