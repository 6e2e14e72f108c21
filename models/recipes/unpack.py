"""Puts together what the run packed: ``python models/recipes/unpack.py READY --to models [NAME ...]``.

Each part's sha256 is checked against the manifest before anything is written.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from making.ready import unpack


def main() -> None:
    """Unpack the named things, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ready", type=Path, help="the folder with the parts and manifest.json")
    parser.add_argument("names", nargs="*", help="what to unpack (default: everything)")
    parser.add_argument("--to", type=Path, required=True, help="where it goes")
    options = parser.parse_intermixed_args()
    print(f"unpacked {', '.join(unpack(options.ready, options.to, options.names))} into {options.to}")


if __name__ == "__main__":
    main()
