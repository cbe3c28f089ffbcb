"""What is written in C: compiled anew for every run, so that none is older than its source."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

NATIVE: Final = Path(__file__).with_name("native")
FLAGS: Final = ("-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror")
LIBRARIES: Final = ("-lz", "-lm")
COMPILERS: Final = ("cc", "gcc", "clang")


def built(home: Path, source: str) -> Path:
    """The program in `home` that is made of that file of native/, `crowd.c` for instance.

    Raises RuntimeError when there is no compiler, or when it complains.
    """
    program = home / Path(source).stem
    command = [_compiler(), *FLAGS, str(NATIVE / source), "-o", str(program), *LIBRARIES]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        raise RuntimeError(f"{source} was not compiled:\n{made.stderr}")
    return program


def _compiler() -> str:
    for name in COMPILERS:
        if found := shutil.which(name):
            return found
    raise RuntimeError(f"none of {', '.join(COMPILERS)} is installed: bin/bench installs one")
