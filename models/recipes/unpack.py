"""Puts together what the run packed: ``python models/recipes/unpack.py READY --to models [NAME ...]``.

Each part's sha256 is checked against the manifest before anything is written.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from making.ready import read_manifest, unpack, whole


def main() -> None:
    """Unpack the named things, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ready", type=Path, help="the folder with the parts and manifest.json")
    parser.add_argument("names", nargs="*", help="what to unpack (default: everything)")
    parser.add_argument("--to", type=Path, required=True, help="where it goes")
    parser.add_argument("--whole", action="store_true", help="everything whose parts are all there")
    options = parser.parse_intermixed_args()
    names = whole(options.ready) if options.whole else options.names
    if options.whole:
        absent = [name for name in read_manifest(options.ready) if name not in names]
        print(f"not whole yet: {', '.join(absent) or 'nothing'}")
    done = unpack(options.ready, options.to, names) if names or not options.whole else []
    print(f"unpacked {', '.join(done) or 'nothing'} into {options.to}")


if __name__ == "__main__":
    main()
