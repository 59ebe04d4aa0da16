"""Imports modules, one after another, under the container's import rules.

Input: {"modules": [names]}. Output: {"failed": [{"module", "error", "missing"}]}.
"""
import sys

del sys.path[0]  # the container starts a program whose directory holds no modules

import importlib  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402

# What modules print while they are imported must not end up in the answer.
answer = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
modules = json.load(sys.stdin)["modules"]
failed = []
for name in modules:
    try:
        importlib.import_module(name)
    except BaseException as error:  # SystemExit too: it would end the server
        lines = str(error).strip().splitlines()
        failed.append(
            {
                "module": name,
                "error": "%s: %s" % (type(error).__name__, lines[-1] if lines else ""),
                "missing": getattr(error, "name", None) if isinstance(error, ImportError) else None,
            }
        )
answer.write(json.dumps({"failed": failed}))
answer.flush()
os._exit(0)  # threads that imports started must not keep us
