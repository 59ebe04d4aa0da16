"""Imports modules, one after another, under the container's import rules.

Input: {"modules": [names], "appended": [directories for the end of the path], "mount": directory or null, "nonce": word}.
Output, a line each, so that what ends the process is known, each behind the nonce and a blank: {"trying": name},
{"failed": {"module", "error", "missing"}}, {"mapped": [files below the mount that are loaded now]} where a mount is named,
and at the end {"done": true}.
"""
import sys

del sys.path[0]  # the container starts a program whose directory holds no modules

import importlib  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402

# What modules print while they are imported must not end up in the answer.
answer = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def say(**facts):
    answer.write("%s %s\n" % (question["nonce"], json.dumps(facts)))
    answer.flush()


question = json.load(sys.stdin)
sys.path.extend(question["appended"])
for name in question["modules"]:
    say(trying=name)
    try:
        importlib.import_module(name)
    except BaseException as error:  # SystemExit too: it would end the server
        lines = str(error).strip().splitlines()
        missing = error.name if isinstance(error, ModuleNotFoundError) else None
        text = "%s: %s" % (type(error).__name__, lines[-1] if lines else "")
        say(failed={"module": name, "error": text, "missing": missing})
if question.get("mount"):
    root = os.path.join(os.path.realpath(question["mount"]), "")
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:
        paths = {line.rstrip("\n").split(None, 5)[-1] for line in maps}
    say(mapped=sorted(path[len(root) :] for path in paths if path.startswith(root)))
say(done=True)
os._exit(0)  # threads that imports started must not keep us
