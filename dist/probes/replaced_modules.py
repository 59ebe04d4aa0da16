"""Imports modules that replace those of the standard library, then modules that the server imports, and compares what the
replacements define with what the originals do.

Input: {"replaced": [modules], "needed": [modules], "nonce": word}.
Output, one line after the nonce and a space: {"replaced": {module: {"error": text or null, "missing": [names that only the
original has]}}, "failed": {"module", "error"} or null for the first of the other modules whose import fails}.
"""
import sys

del sys.path[0]  # the container starts a program whose directory holds no modules

import importlib  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import subprocess  # noqa: E402

# Runs where nothing replaces the originals. A module that cannot be imported there is not asked of the replacements.
ORIGINALS = """
import contextlib, importlib, json, pkgutil, sys

def attempt(module):
    try:
        with contextlib.redirect_stdout(sys.stderr):
            return importlib.import_module(module)
    except BaseException:
        return None

def public(names):
    return sorted(name for name in names if not name.startswith("_"))

def names_of(module):
    found = []
    for name in getattr(module, "__all__", None) or public(vars(module)):
        value = getattr(module, name, None)
        if not isinstance(value, type(module)):
            found.append(name)
        if isinstance(value, type):
            found += ["%s.%s" % (name, own) for own in public(dir(value))]
    return found

def modules_of(name):
    yield name
    paths = getattr(attempt(name), "__path__", [])
    for info in pkgutil.iter_modules(paths):
        if not info.name.startswith("_") and info.name not in ("test", "tests"):
            yield "%s.%s" % (name, info.name)

question = json.loads(sys.argv[1])
originals = {}
for name in question["replaced"]:
    imported = [(module, attempt(module)) for module in modules_of(name)]
    originals[name] = {module: names_of(value) for module, value in imported if value is not None}
needed = [module for module in question["needed"] if attempt(module) is not None]
print(json.dumps({"originals": originals, "needed": needed}))
"""

# Output that modules print while they are imported must not get into the answer.
answer = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def attempt(module):
    try:
        return importlib.import_module(module), None
    except BaseException as error:
        lines = str(error).strip().splitlines() or [""]
        return None, "%s: %s" % (type(error).__name__, lines[-1])


def has(module, name):
    for part in name.split("."):
        if not hasattr(module, part):
            return False
        module = getattr(module, part)
    return True


def missing_in(name, names):
    """What a replacement lacks, in the module itself or one below it."""
    module, _ = attempt(name)
    if module is None:
        return [name]
    start = "".join("%s." % part for part in name.split(".")[1:])
    lacking = {one for one in names if not has(module, one)}
    return [start + one for one in names if one in lacking and one.rpartition(".")[0] not in lacking]


def judge(name, originals):
    _, error = attempt(name)
    if error is not None:
        return {"error": error, "missing": []}
    return {"error": None, "missing": [one for below in originals for one in missing_in(below, originals[below])]}


question = json.load(sys.stdin)
asked = [sys.executable, "-I", "-S", "-c", ORIGINALS, json.dumps(question)]
facts = json.loads(subprocess.run(asked, stdout=subprocess.PIPE, check=True).stdout)
replaced = {name: judge(name, originals) for name, originals in facts["originals"].items()}
failures = ((module, attempt(module)[1]) for module in facts["needed"] if module not in replaced)
failed = next(({"module": module, "error": error} for module, error in failures if error is not None), None)
answer.write("%s %s\n" % (question["nonce"], json.dumps({"replaced": replaced, "failed": failed})))
answer.flush()
