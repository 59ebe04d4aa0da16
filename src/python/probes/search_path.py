"""Lists what the interpreter of a virtual environment has on its path besides the standard library and its site-packages.

Started without site: the `.pth` files of packages would run code. The directories that they name are read from their text.

Input: {"environment": directory, "packages": its site-packages}. Output: {"foreign": [paths]}.
"""
import sys

if sys.path and not sys.flags.isolated:
    del sys.path[0]  # this program's own directory

import json  # noqa: E402
import os  # noqa: E402

question = json.load(sys.stdin)
own = os.path.realpath(question["environment"])
library = os.path.realpath(os.path.dirname(os.__file__))
LARGEST_FILE = 1 << 20  # bytes; site has no limit


def is_expected(path):
    path = os.path.realpath(path)
    if path == own or path.startswith(own + os.sep):
        return True
    if "site-packages" in path or "dist-packages" in path:
        return False
    parent = os.path.dirname(library)
    return path == library or path.startswith(library + os.sep) or os.path.dirname(path) == parent


def added_by(name):
    """The directories that a `.pth` file adds to the path: its lines that are neither comments nor code."""
    with open(os.path.join(question["packages"], name), encoding="utf-8", errors="replace") as file:
        lines = file.read(LARGEST_FILE).splitlines()
    for line in lines:
        if line.strip() and "\0" not in line and not line.startswith(("#", "import ", "import\t")):
            path = os.path.abspath(os.path.join(question["packages"], line.rstrip()))
            if os.path.exists(path):
                yield path


def start_files():
    names = os.listdir(question["packages"]) if os.path.isdir(question["packages"]) else []
    return sorted(name for name in names if name.endswith(".pth"))


paths = [path for path in sys.path if path] + [path for name in start_files() for path in added_by(name)]
print(json.dumps({"foreign": [path for path in dict.fromkeys(paths) if not is_expected(path)]}))
