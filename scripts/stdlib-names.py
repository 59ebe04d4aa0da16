"""Writes src/images/contents/standard-library.json: the top-level names of the standard library of each Python minor version.

    python3 scripts/stdlib-names.py PYTHON3.7 PYTHON3.8 … PYTHON3.13 && npm run format

Every interpreter named is asked in isolation (`-I -S`). From 3.10 on it answers with `sys.stdlib_module_names`. Older
ones have no such list: theirs is derived by the rules of CPython's own Tools/scripts/generate_stdlib_module_names.py,
and the same derivation under 3.10 must give exactly 3.10's list, or nothing is written.
"""

import json
import os
import subprocess
import sys

DATA_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "src/images/contents/standard-library.json")

# On the list of sys.stdlib_module_names on every platform, but not built, or not a file, on this one.
PLATFORM_MODULES = frozenset(
    "_dbm _gdbm _msi _overlapped _scproxy _winapi msilib msvcrt nt winreg winsound"
    " _frozen_importlib _frozen_importlib_external".split()
)
# For CPython's own tests, or examples for authors of extension modules.
TEST_MODULES = frozenset(
    "__phello__ _ctypes_test _testbuffer _testcapi _testclinic _testimportmultiple _testinternalcapi _testmultiphase"
    " _xxsubinterpreters _xxtestfuzz test xxlimited xxlimited_35 xxsubtype".split()
)
EXTENSION_SUFFIXES = (".so", ".py")


def derived_names():
    """Names of the running interpreter: built-in modules, files and packages of the library, extension modules."""
    import sysconfig

    library = sysconfig.get_path("stdlib")
    names = set(sys.builtin_module_names) | PLATFORM_MODULES
    for directory in (library, os.path.join(library, "lib-dynload")):
        for entry in os.listdir(directory):
            is_package = os.path.isfile(os.path.join(directory, entry, "__init__.py"))
            if is_package or entry.endswith(EXTENSION_SUFFIXES):
                names.add(entry.split(".")[0])
    return {name for name in names if name not in TEST_MODULES and not name.startswith("_sysconfigdata")}


def answer():
    """What the parent process wants to know of the running interpreter, as JSON."""
    listed = getattr(sys, "stdlib_module_names", None)
    derived = derived_names()
    if sys.version_info[:2] == (3, 10) and derived != set(listed):
        sys.exit("the derivation is wrong under 3.10: %s" % sorted(derived ^ set(listed)))
    return json.dumps({"minor": "%d.%d" % sys.version_info[:2], "names": sorted(listed or derived)})


def ask(interpreter):
    command = [interpreter, "-I", "-S", os.path.abspath(__file__), "--answer"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode())


def table(answers, before):
    """The table with new versions: the oldest version's names, then what each next version added and removed."""
    versions = []
    known = set()
    for each in sorted(answers, key=lambda one: int(one["minor"].split(".")[1])):
        names = set(each["names"])
        added, removed = sorted(names - known), sorted(known - names)
        versions.append({"python": each["minor"], "added": added, "removed": removed})
        known = names
    return dict(before, versions=versions)


def main(interpreters):
    if interpreters == ["--answer"]:
        print(answer())
        return
    if not interpreters:
        sys.exit(__doc__)
    with open(DATA_FILE, encoding="utf-8") as file:
        before = json.load(file)
    after = table([ask(interpreter) for interpreter in interpreters], before)
    with open(DATA_FILE, "w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(after, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
