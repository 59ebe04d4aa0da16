"""Lists the libraries that this machine's loader finds, and those that this interpreter and its own modules use.

Output: {"found": [names], "own": [names]}. A name is a soname or a file name.
"""
import importlib
import json
import os
import subprocess
import sys
import sysconfig

# Their libraries are those of a display and of a directory service, which no image has for certain.
NOT_OWN = ("_tkinter", "nis")


def in_cache():
    """By soname, the path that the loader's cache has."""
    for program in ("/sbin/ldconfig", "/usr/sbin/ldconfig"):
        try:
            printed = subprocess.check_output([program, "-p"], stderr=subprocess.DEVNULL).decode("utf-8", "replace")
        except (OSError, subprocess.CalledProcessError):
            continue
        pairs = [line.strip().split(" => ", 1) for line in printed.splitlines() if " => " in line]
        return {left.split(" ", 1)[0]: path for left, path in pairs}
    return {}


def in_variable():
    """What LD_LIBRARY_PATH adds."""
    found = {}
    for directory in os.environ.get("LD_LIBRARY_PATH", "").split(":"):
        try:
            names = os.listdir(directory) if directory else []
        except OSError:
            continue
        found.update((name, os.path.join(directory, name)) for name in names if ".so" in name)
    return found


def import_own_modules():
    """The extension modules of the standard library."""
    directory = os.path.join(sysconfig.get_path("platstdlib"), "lib-dynload")
    names = {entry.split(".")[0] for entry in (os.listdir(directory) if os.path.isdir(directory) else [])}
    for name in sorted(names.difference(NOT_OWN)):
        try:
            importlib.import_module(name)
        except Exception:
            pass  # it needs a library that this machine lacks, or is for tests


def mapped():
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:
        return {line.rstrip("\n").split(None, 5)[-1] for line in maps if ".so" in line}


found = dict(in_cache(), **in_variable())
import_own_modules()
paths = mapped()
own = {os.path.basename(path) for path in paths}
own.update(name for name, path in found.items() if os.path.realpath(path) in paths or path in paths)
print(json.dumps({"found": sorted(found), "own": sorted(own)}))
sys.stdout.flush()
os._exit(0)
