"""Answers the questions of several probes, one after the other: Python starts and imports pip only once.

Input: a question a line, {"probe": name, "input": what the probe reads, "environment": {name: value},
"directory": path or null}. Output: an answer a line, {"output": text} or {"error": text}.
"""
import io
import json
import os
import runpy
import sys
import tempfile
import traceback

PROBES = os.path.dirname(os.path.abspath(__file__))
# Temporary files stay in the directory of the run, which the run removes, also if a question has another environment.
try:
    tempfile.gettempdir()
except OSError:
    pass  # most questions need none


def answer(question):
    path, modules = list(sys.path), set(sys.modules)
    limit, writes = sys.getrecursionlimit(), sys.dont_write_bytecode
    os.environ.clear()
    os.environ.update(question["environment"])
    output = io.StringIO()
    sys.stdin, sys.stdout = io.StringIO(json.dumps(question["input"])), output
    try:
        os.chdir(question["directory"] or PROBES)
        runpy.run_path(os.path.join(PROBES, question["probe"] + ".py"), run_name="__main__")
        return {"output": output.getvalue()}
    except BaseException:
        return {"error": traceback.format_exc()}
    finally:
        sys.path[:] = path
        sys.dont_write_bytecode = writes
        sys.setrecursionlimit(limit)
        forget(set(sys.modules) - modules)


def forget(names):
    """Removes the modules of probes, whose state is that of one question."""
    for name in names:
        file = getattr(sys.modules[name], "__file__", None) or ""
        if file.startswith(PROBES + os.sep):
            del sys.modules[name]


lines, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # what a module prints is not an answer
for line in lines:
    said = json.dumps(answer(json.loads(line.decode("utf-8"))))
    answers.write(said.encode("ascii") + b"\n")
    answers.flush()
