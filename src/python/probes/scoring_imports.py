"""Reads from the syntax tree what a scoring script imports, and the modules beside it that it imports.

Input: {"script": file, "directory": directory of the script, "codeDirectory": directory, "skip": [directories],
        "callsOf": [top-level modules whose calls are collected], "modelDirectory": directory or ""}.
Output: {"imports": [{"module", "names", "file", "line", "when", "instead", "local", "absent"}], "steps": [step],
         "errors": [{"file", "line", "message"}], "beside": [top-level names], "dynamic": bool,
         "pathAdditions": [{"path", "line"}], "unknownPaths": [{"file", "line"}] of additions to sys.path, "libraries": [texts that name a shared library],
         "opened": [{"library", "file", "line", "when"}] by name, with ctypes or cffi, "calls": [{"name", "file", "line", "arguments"}]}. `when` is "start" (runs with the module, in init and run, or
in a function that these call), "call" (in another function), "guarded" (an ImportError is caught) or "fallback" (where
that is handled; `instead` then names the modules of the guarded part). `absent` has the dotted names that a module of the
user's own certainly does not have. A step is {"import": index}, or what is done between the imports, in the order in which
it runs: {"variable", "value"}, {"attribute", "value": dotted name} or {"alters": dotted name}. Paths are absolute, but for
those that the script appends to sys.path: they are relative to its directory. A call's name is resolved through the imports
of its file; `arguments` has literals by position ("0") or keyword; what is computed is {"code": its dotted name or null},
and so is a path.
"""
import ast
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "scoring"))

from absent import absent_from, assigned_anywhere  # noqa: E402
from files import beside, directory, errors_of, files_of, is_skipped, packages, parse, question, roots, script  # noqa: E402
from path_additions import additions_in, all_additions_in  # noqa: E402
from path_values import Paths  # noqa: E402
from reader import Answer, Reader  # noqa: E402
from started import started_in  # noqa: E402
from syntax import names_in, text_of  # noqa: E402

MOST_FILES = 2000
MOST_ROUNDS = 20


def read(answer, file, context, roots):
    """Reads a file; returns the dotted names of functions elsewhere that it calls when the server starts."""
    answer.files.append(file)
    answer.steps[file] = []
    tree = parse(file)
    if tree is None:
        answer.errors.append(errors_of[file])
        return set()
    bound = names_in(tree, packages[file])
    running, outside = started_in(tree, bound, roots)
    Reader(answer, file, context, bound, running).visit(tree)
    answer.libraries.extend(text for text in map(text_of, ast.walk(tree)) if text and ".so" in text and "\n" not in text)
    add_to_path(answer, tree, file, bound)
    return outside if context[0] == "start" else set()


def place_on_machine(path):
    """The directory of this machine that has the files of one in the container, None where it is not known.

    Azure mounts the directory that contains the model, while AZUREML_MODEL_DIR has the model itself in other set-ups.
    """
    model = question.get("modelDirectory")
    beside_model = model and os.path.join(os.path.dirname(model), os.path.relpath(path, model))
    places = [path] + ([beside_model] if model and path.startswith(model + os.sep) else [])
    found = [place for place in places if os.path.isdir(place)]
    is_own = any((place + os.sep).startswith(question["codeDirectory"].rstrip(os.sep) + os.sep) for place in places)
    return found[0] if found else path if is_own else None


def add_to_path(answer, tree, file, bound):
    variables = {"AML_APP_ROOT": directory, "AZUREML_MODEL_DIR": question.get("modelDirectory") or None}
    paths = Paths(tree, file, bound, variables, directory)
    if file == script:
        # An import by a name that is not known may have imported it before.
        first = min(answer.dynamic_lines, default=sys.maxsize)
        answer.path_additions.extend(one for one in additions_in(tree, paths, directory) if one["line"] < first)
    for path, line in all_additions_in(tree, paths, directory):
        place = path and place_on_machine(path)
        if place is None:
            answer.unknown_paths.append({"file": file, "line": line})
        elif place not in roots and os.path.isdir(place) and not is_skipped(place):
            roots.append(place)


def read_all(called):
    """Reads the script and every module of the user's own that it imports."""
    answer = Answer()
    started = read(answer, script, ("start", []), called.get(script, ()))
    waiting = list(answer.imports)
    while waiting and len(answer.files) < MOST_FILES:
        # A file that is imported unconditionally is read as such, even if another import of it is guarded.
        one = waiting.pop(next((index for index, one in enumerate(waiting) if one["when"] == "start"), 0))
        before = len(answer.imports)
        one["files"] = []
        for name in [one["module"]] + [one["module"] + "." + name for name in one["names"] if name != "*"]:
            for file, package in files_of(name) if name else []:
                one["local"] = True
                one["files"].append(file)
                packages.setdefault(file, package)
                if file not in answer.files:
                    started |= read(answer, file, (one["when"], one["instead"]), called.get(file, ()))
        waiting.extend(answer.imports[before:])
    return answer, started


def called_among(names, answer):
    """By file: the functions that these dotted names mean."""
    called = {script: {"init", "run"}}
    for name in names:
        parts = name.split(".")
        for length in range(len(parts) - 1, 0, -1):
            files = [file for file, _ in files_of(".".join(parts[:length]))]
            if files and files[-1] in answer.files:
                called.setdefault(files[-1], set()).add(".".join(parts[length:]))
                break
    return called


def in_order(answer):
    """The steps of all files in the order in which they run: those in functions after all others."""
    done, later = set(), []

    def of_file(file):
        if file in done:
            return
        done.add(file)
        for is_later, step in answer.steps.get(file, []):
            if is_later:
                later.append(step)
            else:
                yield from of_step(step)

    def of_step(step):
        for file in answer.imports[step["import"]].get("files", []) if "import" in step else []:
            yield from of_file(file)
        yield step

    steps = list(of_file(script))
    while later:
        steps.extend(of_step(later.pop(0)))
    return steps


def answer_to_question():
    called = called_among((), Answer())
    for _ in range(MOST_ROUNDS):
        answer, names = read_all(called)
        found = called_among(names, answer)
        if found == called:
            break
        called = found
    return answer


sys.setrecursionlimit(10000)
answer = answer_to_question()
assigned = assigned_anywhere(answer.files)
steps = in_order(answer)
for one in answer.imports:
    one["absent"] = absent_from(one, assigned)
    one.pop("files", None)
found = {"imports": answer.imports, "steps": steps, "errors": answer.errors, "beside": beside(), "dynamic": answer.dynamic}
found.update(unknownPaths=answer.unknown_paths, opened=answer.opened, libraries=answer.libraries, pathAdditions=answer.path_additions, calls=answer.calls)
print(json.dumps(found))
