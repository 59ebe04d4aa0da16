"""The question, and the files of the scoring directory."""
import ast
import json
import os
import sys

question = json.load(sys.stdin)
script = question["script"]
directory = question["directory"]
skip = [os.path.realpath(path) for path in question["skip"]]
trees = {}  # by file; None for one that cannot be read
errors_of = {}  # by file: why it cannot be read
packages = {script: None}  # by file
roots = [directory]  # directories on the path: further ones are those that the script adds


def parse(file):
    if file not in trees:
        trees[file] = None
        try:
            with open(file, "rb") as stream:
                trees[file] = ast.parse(stream.read(), file)
        except SyntaxError as error:
            message = "%s: %s" % (type(error).__name__, error.msg)
            errors_of[file] = {"file": file, "line": error.lineno or 1, "message": message}
        except (OSError, ValueError, RecursionError, MemoryError) as error:
            errors_of[file] = {"file": file, "line": 1, "message": str(error)}
    return trees[file]


def is_skipped(path):
    real = os.path.realpath(path)
    return any(real == one or real.startswith(one + os.sep) for one in skip)


def place_of(module):
    """The path of a module without its suffix, in the first directory on the path that has its first part."""
    parts = module.split(".")
    there = [root for root in roots if exists(os.path.join(root, parts[0]))]
    return os.path.join(there[0] if there else directory, *parts)


def exists(path):
    return not is_skipped(path) and (os.path.isdir(path) or os.path.isfile(path + ".py"))


def files_of(module):
    """The user's own files that importing a module runs, each with its package."""
    parts = module.split(".")
    place = place_of(parts[0])
    for length in range(1, len(parts) + 1):
        name = ".".join(parts[:length])
        path = os.path.join(place, *parts[1:length])
        if is_skipped(path):
            return
        if os.path.isfile(os.path.join(path, "__init__.py")):
            yield os.path.join(path, "__init__.py"), name
        elif os.path.isfile(path + ".py"):
            yield path + ".py", ".".join(parts[: length - 1])
            return
        elif not os.path.isdir(path):
            return


def beside():
    """Names that can be imported from the scoring directory, that only the code directory has, and in added directories."""
    found = {"scoring": [], "code": [], "added": []}
    added = [("added", root) for root in roots[1:] if os.path.isdir(root)]
    for key, folder in [("scoring", directory), ("code", question["codeDirectory"])] + added:
        for entry in sorted(os.listdir(folder)):
            path = os.path.join(folder, entry)
            name, suffix = os.path.splitext(entry)
            if os.path.isdir(path) and entry.isidentifier() and not is_skipped(path):
                kind = "package" if os.path.isfile(os.path.join(path, "__init__.py")) else "directory"
                found[key].append([entry, kind])
            elif suffix in (".py", ".so") and name.split(".")[0].isidentifier():
                found[key].append([name.split(".")[0], "module"])
    return found
