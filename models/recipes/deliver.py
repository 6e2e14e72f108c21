"""Brings what a run has finished to where few files of little size can be fetched at a time:
``python models/recipes/deliver.py OUT/ready TO [--seconds 540]``.

Waits until there is something worth a trip, the run is over, or the time is up; then copies as many parts as
may be taken that were not taken before, with the status, the manifest and the ends of the logs. Call it until
it says that all is delivered.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from making.delivery import Delivery

WORTH = 24 * 2**20
"""Bytes that are worth a trip before the run is over."""


def main() -> int:
    """Deliver; 0 once the run is over and everything was delivered, 3 while there is more to come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ready", type=Path, help="the run's ready folder")
    parser.add_argument("to", type=Path, help="where what is delivered now goes")
    parser.add_argument("--seconds", type=float, default=540.0, help="wait so long for something to deliver")
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--megabytes", type=float, default=62.0)
    options = parser.parse_args()
    delivery = Delivery(options.ready, options.files, int(options.megabytes * 2**20))
    end = time.monotonic() + options.seconds
    while time.monotonic() < end and not delivery.over() and delivery.waiting() < WORTH:
        time.sleep(0.5)
    taken = delivery.take(options.to)
    print("\n".join(delivery.lines(taken)), flush=True)
    return 0 if delivery.over() and not delivery.waiting() else 3


if __name__ == "__main__":
    sys.exit(main())
