"""What a run says while it goes on."""

import time


def tell(line: str) -> None:
    """At once, also into a file."""
    print(line, flush=True)


def stage(line: str) -> None:
    """What comes next, and how long the run has taken."""
    tell(f"{time.monotonic() - BEGUN:4.0f} s  {line}")


BEGUN = time.monotonic()
