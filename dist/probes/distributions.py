"""Lists the distributions that the container's Python sees in the mount. Runs under the container's import rules.

Input: {"directories": those whose distributions are listed, or null for all on the path, "nonce": word}. Output, on one line,
after the nonce and a space: {"searchPath": [...], "distributions": [[name, version]]}.
"""
import sys

del sys.path[0]  # the container starts a program whose directory holds no modules

import json  # noqa: E402
import os  # noqa: E402

question = json.load(sys.stdin)
path = question["directories"] or sys.path


def headers(file):
    """Name and Version from a metadata file, for Python 3.7, which has no importlib.metadata."""
    found = {}
    with open(file, encoding="utf-8", errors="replace") as stream:
        for line in stream:
            name, separator, value = line.partition(":")
            if not line.strip():
                break
            if separator and name in ("Name", "Version"):
                found.setdefault(name, value.strip())
    return found.get("Name"), found.get("Version")


def by_hand():
    for folder in path:
        for entry in os.listdir(folder) if os.path.isdir(folder) else []:
            file = os.path.join(folder, entry, "METADATA")
            if entry.endswith(".dist-info") and os.path.isfile(file):
                yield headers(file)


def by_library():
    for one in metadata.distributions(path=path):
        yield one.metadata["Name"], one.metadata["Version"]


try:
    from importlib import metadata
except ImportError:
    pairs = by_hand()
else:
    pairs = by_library()

answer = {"searchPath": sys.path, "distributions": sorted([str(n), str(v)] for n, v in pairs)}
print(question["nonce"], json.dumps(answer))
