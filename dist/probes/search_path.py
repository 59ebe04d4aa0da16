"""Says what a virtual environment's interpreter searches beyond its standard library and its own site-packages.

Input: {"environment": directory}. Output: {"foreign": [paths]}.
"""
import sys

del sys.path[0]  # this program's own directory

import json  # noqa: E402
import os  # noqa: E402

own = os.path.realpath(json.load(sys.stdin)["environment"])
library = os.path.realpath(os.path.dirname(os.__file__))


def is_expected(path):
    path = os.path.realpath(path)
    if path == own or path.startswith(own + os.sep):
        return True
    if "site-packages" in path or "dist-packages" in path:
        return False
    parent = os.path.dirname(library)
    return path == library or path.startswith(library + os.sep) or os.path.dirname(path) == parent


print(json.dumps({"foreign": [path for path in sys.path if path and not is_expected(path)]}))
