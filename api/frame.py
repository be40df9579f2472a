"""One frame that gives all frames below it a place of their own.

CPython 3.11-3.13 keep the frames of Python functions on a stack of 16 KB chunks. A call that does
not fit gets a new chunk by mmap, and the return gives it back by munmap. If the executor's inner
loop happens to cross such a border, each of its calls maps and unmaps a page: the same query takes
80 ms or 1,100 ms, depending on nothing but how deep its caller stands.

`roomy` is a function that claims to need 66,000 slots (528 KB). That does not fit any common chunk,
so it gets one of 1 MB; what it claims is never touched and costs no memory, and the other 496 KB
hold every frame below it. The service runs its whole event loop below it, so that tasks, callbacks
and coroutines alike are covered.
"""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

SLOTS = 66_000  # a little more than half a megabyte, so that the chunk becomes a whole one


def roomy(function: Callable[[], T]) -> T:
    """The answer of `function`, called with half a megabyte of frame stack in one piece."""
    return function()


roomy.__code__ = roomy.__code__.replace(co_stacksize=SLOTS)
