"""Runs imports, one after another and name by name, in one process under the container's import rules.

Input: {"steps": [step], "appended": [directories for the end of the path], "mount": directory or null, "hidden": {"directory",
"libraryPath"} or null, "nonce": word}. A step is {"id", "module", "names", "unless": [ids]} for an import, which is left out if
each of those ids was imported, {"variable", "value"} or {"attribute", "value": dotted name}. `hidden` is the directory in
LD_LIBRARY_PATH that has an empty file for each system library which the image lacks, and the value without it.
Output, one line each, after the nonce and a space, so that the import which ends the process is known: {"trying": id},
{"imported": id}, {"failed": {"id", "module": what was imported, dotted, "error", "missing": module or null, "isName": whether a
module lacks a name}}, {"wanted": {"id", "library", "isHere": whether this machine has it, "isLoaded": whether it was loaded
all the same}} for a system library that is opened by name, {"named": {"library", "file", "line"}} for each that loaded modules
of the mount name in a call which opens libraries, {"used": [files of the mount's modules that the steps imported]} and
{"mapped": [files below the mount that are loaded now]} where a mount is named, and at the end {"done": true}.
"""
import sys

del sys.path[0]  # the container starts a program whose directory holds no modules

import ast  # noqa: E402
import builtins  # noqa: E402
import importlib  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import re  # noqa: E402
from importlib.machinery import PathFinder  # noqa: E402

OPENERS = ("find_library", "CDLL", "PyDLL", "LoadLibrary", "dlopen")
NOT_THERE = "cannot open shared object file: No such file or directory"
LIBRARY_NOT_THERE = re.compile(r"(?<![^\s(:'\"])([^\s/(:'\"]+): %s" % NOT_THERE)  # by its name, not by its path

# Output that modules print while they are imported must not get into the answer.
answer = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def say(**facts):
    answer.write("%s %s\n" % (question["nonce"], json.dumps(facts)))
    answer.flush()


def missing_in(error):
    """The module that was not found, also where a package says so in an error of its own."""
    while error is not None:
        if isinstance(error, ModuleNotFoundError):
            return error.name
        error = (error.__cause__ or error.__context__) if isinstance(error, ImportError) else None
    return None


def library_in(error):
    """The library that the loader did not find, also where a package says so in an error of its own."""
    for _ in range(20):  # a chain may be a circle
        found = LIBRARY_NOT_THERE.search(as_in_image(str(error)))
        if found is not None:
            return found.group(1)
        error = error.__cause__ or error.__context__
        if error is None:
            break
    return None


def reason_in(text):
    """The line of a message that says why: the last one, but the first one if the others refer to a web page."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    original = [line for line in lines if line.startswith("Original error was")]
    return (original or lines[:: 1 if "://" in text else -1])[0]


def as_in_image(text):
    """What the loader says of a library that is not there, instead of one that is hidden."""
    return re.sub(r"(?:[^\s:'\"]*/)?([^\s/:'\"]+): file too short", r"\1: %s" % NOT_THERE, text) if hidden else text


def describe(module, error):
    own = error.__traceback__.tb_next  # of the statement; what follows is in a package
    text = as_in_image(str(error))
    missing = missing_in(error)
    reason = reason_in(text)
    library = library_in(error) if missing is None else None
    if library is not None:
        want(library)  # no event tells of cffi, nor of anything in Python 3.7
        if library not in reason:
            reason = "%s (%s: %s)" % (reason, library, NOT_THERE)
    return {
        "module": module,
        "error": "%s: %s" % (type(error).__name__, reason),
        "missing": missing,
        "isName": own is not None and own.tb_next is None and text.startswith("cannot import name "),
    }


def is_hidden(name):
    """Whether a file name is that of a hidden library, perhaps with more of its version.

    Without a version, it is the link of a development package, which another one than the loader's may have.
    """
    parts = os.path.basename(name).split(".")
    shortest = min(parts.index("so") + 2, len(parts)) if "so" in parts else 2
    return any(".".join(parts[:length]) in hidden for length in range(shortest, len(parts) + 1))


def want(library, is_loaded=False):
    say(wanted={"id": current, "library": library, "isHere": is_hidden(library), "isLoaded": is_loaded})


def on_event(event, arguments):
    name = arguments[0] if event == "ctypes.dlopen" else None
    if isinstance(name, bytes):
        name = os.fsdecode(name)
    if not isinstance(name, str) or (os.sep in name and not is_hidden(name)):
        return
    want(os.path.basename(name))
    if os.sep in name:  # LD_LIBRARY_PATH does not hide it
        raise OSError("%s: %s" % (name, NOT_THERE))


class HidingFinder:
    """Makes find_library of ctypes.util find no hidden library, once that module is imported."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != "ctypes.util":
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader.exec_module = hiding(spec.loader.exec_module)
        return spec


def hiding(exec_module):
    def run_module(module):
        exec_module(module)
        find = module.find_library

        def find_library(name):
            found = find(name)
            if found is not None and not is_hidden(found):
                return found
            want(found or (name if name.startswith("lib") else "lib%s" % name))
            return None

        module.find_library = find_library

    return run_module


def loaded_all_the_same():
    for path in mapped():
        if is_hidden(path) and os.path.sep in path and not path.startswith(root_of(question.get("mount") or os.sep + "-")):
            want(os.path.basename(path), is_loaded=True)


def mapped():
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:
            return sorted({line.rstrip("\n").split(None, 5)[-1] for line in maps})
    except OSError:
        return []


def root_of(mount):
    return os.path.join(os.path.realpath(mount), "")


def failure_of(step):
    module = step["module"]
    try:
        importlib.import_module(module)
    except BaseException as error:  # SystemExit too: it would end the server
        return describe(module, error)
    for name in step["names"]:
        try:
            exec("from %s import %s" % (module, name), {"__name__": "__main__"})
        except BaseException as error:
            return describe("%s.%s" % (module, name), error)
    return None


def object_of(name):
    """The object of a dotted name whose modules are imported."""
    parts = name.split(".")
    found = builtins if parts[0] == "builtins" else sys.modules[parts[0]]
    for part in parts[1:]:
        found = getattr(found, part)
    return found


def prepare(step):
    if "variable" in step:
        os.environ[step["variable"]] = step["value"]
        return
    owner, name = step["attribute"].rsplit(".", 1)
    setattr(object_of(owner), name, object_of(step["value"]))


def run(step, imported):
    if "module" not in step:
        try:
            prepare(step)
        except Exception:
            pass  # the script fails there in another way, or the import before it did
        return
    if step["unless"] and imported.issuperset(step["unless"]):
        return
    say(trying=step["id"])
    failure = failure_of(step)
    if failure is None:
        imported.add(step["id"])
        say(imported=step["id"])
    else:
        say(failed=dict(failure, id=step["id"]))


def mapped_below(mount):
    root = root_of(mount)
    return [path[len(root) :] for path in mapped() if path.startswith(root)]


def named_in(path):
    """The libraries that the calls in a source open by name, with their lines."""
    try:
        with open(path, "rb") as stream:
            source = stream.read()
        tree = ast.parse(source) if any(word.encode() in source for word in OPENERS) else ast.Module(body=[])
    except Exception:
        return
    for node in ast.walk(tree):
        called = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        value = node.args[0] if called in OPENERS and node.args else None
        text = getattr(value, "value", getattr(value, "s", None))  # Python 3.7 has ast.Str
        if isinstance(text, str) and text and os.sep not in text:
            yield (text if called != "find_library" or text.startswith("lib") else "lib%s" % text), node.lineno


def file_of(module):
    """The real path; empty for a namespace package, and for an object that takes the place of a module."""
    try:
        return os.path.realpath(module.__file__)
    except Exception:
        return ""


def used_below(mount):
    root = root_of(mount)
    files = {file_of(module) for name, module in list(sys.modules.items()) if name not in known}
    return sorted(file[len(root) :] for file in files if file.startswith(root))


def say_named(mount):
    root = root_of(mount)
    files = {file_of(module) for module in list(sys.modules.values())}
    for path in sorted(path for path in files if path.startswith(root) and path.endswith(".py")):
        for library, line in named_in(path):
            say(named={"library": library, "file": path[len(root) :], "line": line})


question = json.load(sys.stdin)
current = None  # the id of the import that runs
hidden = set()
if question.get("hidden"):
    hidden.update(os.listdir(question["hidden"]["directory"]))
    # The loader has read the variable; programs that packages start need the libraries of this machine.
    os.environ["LD_LIBRARY_PATH"] = question["hidden"]["libraryPath"]
    if not os.environ["LD_LIBRARY_PATH"]:
        del os.environ["LD_LIBRARY_PATH"]
if hasattr(sys, "addaudithook"):  # 3.8
    sys.addaudithook(on_event)
sys.meta_path.insert(0, HidingFinder)
sys.path.extend(question["appended"])
imported = set()
known = set(sys.modules)  # by this program itself
for step in question["steps"]:
    current = step.get("id")
    run(step, imported)
    loaded_all_the_same()
if question.get("mount"):
    say_named(question["mount"])
    say(used=used_below(question["mount"]))
    say(mapped=mapped_below(question["mount"]))
say(done=True)
os._exit(0)  # threads that imports started must not keep us
