"""The web server, which loads the application before it makes its workers, so that they share its memory.

`make serve` becomes this program. It takes the arguments of granian, the last of which names the application.
A new release is served after a new start only: workers made later are made of the code that was loaded first.
"""

import gc
import multiprocessing
import sys
from importlib import import_module

from granian.cli import entrypoint


def load(application: str) -> None:
    """Load the module of an application such as `config.wsgi:application`, for processes made of this one.

    What lives now is put out of reach of the garbage collector, which would write into every page of it,
    and a page that is written to is shared no longer.
    """
    # A collection during the loading would leave holes, in which workers put what they make.
    gc.disable()
    import_module(application.partition(":")[0])
    gc.collect()
    gc.freeze()
    gc.enable()


def main() -> None:
    """Load, and be granian."""
    # Of itself Python does so on Linux only until 3.13; on other systems forking is not safe.
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork")
        load(sys.argv[-1])
    entrypoint()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
