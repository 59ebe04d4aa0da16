"""Reads what saved models need: the modules that they name, and the versions that were saved with them.

Nothing is loaded or run: pickles are read opcode by opcode, other formats by their headers. Files are found by walking,
and told apart by their first bytes.

Input: {"paths": [files and directories], "skip": [directories], "limits": {"seconds", "fileSeconds", "files", "entries",
        "depth", "values", "modules"}}.
Output: {"files": [{"path", "kind", "modules": {module: [names]}, "versions": {distribution: version}, "protocol",
        "codeArguments": number of arguments of a code object, "opset", "problem": null or {"kind", "text"}}],
        "omitted": null, or what was not looked at}. A file is reported if it is a model, or claims to be one by its name.
A problem's kind is "damaged", "limit" or "unreadable"; its text continues "the file …". `modules` and `versions` then hold
what was found before it.
"""
import json
import os
import stat
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "model_formats"))

import formats  # noqa: E402
from source import Clock, Found, Problem  # noqa: E402

MOST_MEMORY = 3 << 30  # bytes
MOST_FILES_OF_MODULES = 4  # that name as many modules as a file may
question = json.load(sys.stdin)
limits = question["limits"]
omitted = None


def limit_memory():
    """A file is crafted more easily than all ways in which it could take memory are foreseen."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ImportError, OSError, ValueError):
        pass  # not on Linux


def omit(text):
    global omitted
    omitted = omitted or text


def files_below(start):
    """Regular files, also through links; links to directories are not followed."""
    skip = [os.path.realpath(path) for path in question["skip"]]
    waiting = [(start, 0)]
    entries = 0
    while waiting:
        path, depth = waiting.pop()
        if not os.path.isdir(path):
            yield path
            continue
        if os.path.realpath(path) in skip:
            continue
        try:
            names = sorted(os.listdir(path), reverse=True)
        except OSError:
            omit("a directory that this user may not read: %s" % text_of(path))
            continue
        for name in names:
            entries += 1
            if entries > limits["entries"]:
                return omit("all entries after the first %d" % limits["entries"])
            below = os.path.join(path, name)
            if not os.path.isdir(below):
                waiting.append((below, depth))
            elif os.path.islink(below) or name in (".git", "__pycache__", "site-packages", "node_modules"):
                continue
            elif depth == limits["depth"]:
                omit("directories more than %d levels deep" % limits["depth"])
            else:
                waiting.append((below, depth + 1))


def text_of(path):
    return os.fsencode(path).decode("utf-8", "replace")


def read(path, clock):
    """What is known about one file; None if it is not a model."""
    found = Found(limits)
    problem = None
    try:
        size = os.stat(path).st_size
        formats.read(path, size, found, clock)
    except Problem as error:
        problem = {"kind": error.kind, "text": str(error)}
    except (MemoryError, RecursionError):
        problem = {"kind": "limit", "text": "needs too much memory to be read"}
    except OSError as error:
        problem = {"kind": "unreadable", "text": "cannot be read: %s" % (error.strerror or error)}
    if found.kind is None and (problem is None or not formats.is_named_as_model(path)):
        return None
    return dict(found.summary(), path=text_of(path), problem=problem)


def main():
    limit_memory()
    clock = Clock(limits["seconds"], limits["fileSeconds"])
    files = []
    modules = 0
    for start in question["paths"]:
        for path in files_below(start):
            try:
                regular = stat.S_ISREG(os.stat(path).st_mode)
            except OSError:
                continue  # a link to nothing
            if not regular:
                continue
            if len(files) == limits["files"] or modules > MOST_FILES_OF_MODULES * limits["modules"] or clock.is_over():
                omit("all files from %s on" % text_of(path))
                break
            clock.next_file()
            one = read(path, clock)
            if one is not None:
                files.append(one)
                modules += len(one["modules"])
    print(json.dumps({"files": files, "omitted": omitted}))


main()
