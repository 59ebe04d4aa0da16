"""Reads from the syntax tree what a scoring script imports, and the modules beside it that it imports.

Input: {"script": file, "directory": directory of the script, "codeDirectory": directory, "skip": [directories]}.
Output: {"imports": [{"module", "names", "file", "line", "when", "instead"}], "errors": [{"file", "line", "message"}],
         "beside": [top-level names], "dynamic": bool, "pathAdditions": [{"path", "line"}], "libraries": [texts that name a shared library]}. `when` is "start" (runs with
the module, or in init and run), "call" (in another function), "guarded" (an ImportError is caught) or "fallback" (where
that is handled; `instead` then names the modules of the guarded part). Paths are absolute, but for those that the script
appends to sys.path: they are relative to its directory.
"""
import ast
import json
import os
import sys

question = json.load(sys.stdin)
directory = question["directory"]
skip = [os.path.realpath(path) for path in question["skip"]]
imports = []
errors = []
dynamic = False
path_additions = []
libraries = []
dynamic_lines = []  # of the script
CATCHES = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException")
MOST_FILES = 2000


def note(module, names, node, file, context):
    when, instead = context
    imports.append(
        {
            "module": module,
            "names": names,
            "file": file,
            "line": node.lineno,
            "when": when,
            "instead": instead,
            "local": False,
        }
    )


def catches_import_error(handler):
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or getattr(kind, "attr", getattr(kind, "id", "")) in CATCHES for kind in kinds)


def dotted(node):
    """`os.path.join` of such an expression; None where it is more than names."""
    if isinstance(node, ast.Attribute):
        of = dotted(node.value)
        return of and "%s.%s" % (of, node.attr)
    return getattr(node, "id", None)


def arguments_of(node, *functions):
    """The arguments of a call of one of some functions; nothing for all else."""
    called = isinstance(node, ast.Call) and not node.keywords and dotted(node.func) in functions
    return node.args if called else []


def is_own_directory(node):
    """Whether an expression is os.path.dirname of __file__, which may be made absolute before."""
    file = (arguments_of(node, "os.path.dirname") or [None])[0]
    absolute = arguments_of(file, "os.path.abspath", "os.path.realpath")
    return dotted(absolute[0] if absolute else file) == "__file__"


def text_of(node):
    text = node.value if isinstance(node, ast.Constant) else getattr(node, "s", None)  # Python 3.7 has ast.Str
    return text if isinstance(text, str) else None


def path_beside(node):
    """The path that an expression says, if it is made as the hint of I6 says: the script's own directory and texts."""
    parts = arguments_of(node, "os.path.join")
    if parts and is_own_directory(parts[0]):
        texts = [text_of(part) for part in parts[1:]]
        # os.path.join forgets what stands before an absolute path.
        return None if any(text is None or text.startswith("/") for text in texts) else "/".join(texts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and is_own_directory(node.left):
        text = text_of(node.right) or ""
        return text[1:] if text.startswith("/") else None
    return None


def is_undoing(node):
    """Whether a node may undo an addition: sys.path loses something, or a name means something else than it says."""
    names = ("sys", "os", "__file__")
    loads = isinstance(getattr(node, "ctx", None), ast.Load)
    if isinstance(node, ast.Name):
        return node.id in names and not loads
    if isinstance(node, ast.Attribute):
        loses = dotted(node.value) == "sys.path" and node.attr in ("remove", "pop", "clear")
        return loses or (dotted(node) in ("sys.path", "os.path", "os.path.join") and not loads)
    if isinstance(node, ast.Subscript):
        return dotted(node.value) == "sys.path" and not loads
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        renamed = [one for one in node.names if isinstance(node, ast.ImportFrom) or one.asname not in (None, one.name)]
        return any((one.asname or one.name) in names for one in renamed)
    return False


def additions_in(tree):
    """What a script appends to sys.path at its top level, where nothing can keep it from that."""
    if any(is_undoing(node) for node in ast.walk(tree)):
        return
    for statement in tree.body:
        arguments = arguments_of(getattr(statement, "value", None), "sys.path.append")
        path = path_beside(arguments[0]) if len(arguments) == 1 else None
        if path is not None:
            yield {"path": path, "line": statement.lineno}


def known_condition(test):
    """The answer of a condition that hangs on the platform alone, else None."""
    names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
    if names == {"TYPE_CHECKING"} or (names == {"typing"} and "TYPE_CHECKING" in ast.dump(test)):
        return isinstance(test, ast.UnaryOp)
    if names == {"__name__"} and "__main__" in ast.dump(test):
        return False
    calls = any(isinstance(node, ast.Call) for node in ast.walk(test))
    if names and names <= {"sys", "os"} and not calls and isinstance(test, ast.Compare):
        attributes = {node.attr for node in ast.walk(test) if isinstance(node, ast.Attribute)}
        if attributes <= {"version_info", "platform", "name", "major", "minor"}:
            try:
                return bool(eval(compile(ast.Expression(test), "<condition>", "eval"), {"sys": sys, "os": os}))
            except Exception:
                return None
    return None


class Reader(ast.NodeVisitor):
    """Notes the imports of one file."""

    def __init__(self, file, package, is_script, context):
        self.file = file
        self.package = package
        self.is_script = is_script
        self.context = context
        self.functions = []

    def within(self, context, nodes):
        before, self.context = self.context, context
        for node in nodes:
            self.visit(node)
        self.context = before

    def visit_Import(self, node):
        for alias in node.names:
            note(alias.name, [], node, self.file, self.context)

    def visit_ImportFrom(self, node):
        module = node.module or ""
        if node.level > 0:
            parts = self.package.split(".") if self.package else []
            if node.level > len(parts):
                if self.context[0] in ("start", "call"):
                    message = "a relative import, but this file is no part of a package in the container"
                    errors.append({"file": self.file, "line": node.lineno, "message": message})
                return
            base = parts[: len(parts) - node.level + 1]
            module = ".".join(base + ([module] if module else []))
        note(module, [alias.name for alias in node.names], node, self.file, self.context)

    def visit_Call(self, node):
        global dynamic
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if called in ("import_module", "__import__") and node.args:
            first = node.args[0]
            text = getattr(first, "value", getattr(first, "s", None))  # Python 3.7 has ast.Str
            if not isinstance(text, str):
                dynamic = True
                dynamic_lines.extend([node.lineno] if self.is_script else [])
            elif not text.startswith("."):
                note(text, [], node, self.file, self.context)
        self.generic_visit(node)

    def visit_Try(self, node):
        if not any(catches_import_error(handler) for handler in node.handlers):
            return self.generic_visit(node)
        first = len(imports)
        self.within(("guarded", []), node.body)
        instead = [one["module"] for one in imports[first:]]
        for handler in node.handlers:
            self.within(("fallback", instead) if catches_import_error(handler) else self.context, handler.body)
        self.within(self.context, node.orelse + node.finalbody)

    def visit_If(self, node):
        answer = known_condition(node.test)
        self.visit(node.test)
        for statement in ([] if answer is False else node.body) + ([] if answer is True else node.orelse):
            self.visit(statement)

    def visit_FunctionDef(self, node):
        runs = self.is_script and not self.functions and node.name in ("init", "run")
        when = self.context if runs or self.context[0] != "start" else ("call", [])
        self.functions.append(node.name)
        self.within(when, node.decorator_list + node.body)
        self.functions.pop()

    visit_AsyncFunctionDef = visit_FunctionDef
    visit_TryStar = visit_Try

    def visit_ClassDef(self, node):
        self.functions.append(node.name)
        self.generic_visit(node)
        self.functions.pop()


def read(file, package, context=("start", []), is_script=False):
    try:
        with open(file, "rb") as stream:
            tree = ast.parse(stream.read(), file)
    except SyntaxError as error:
        errors.append({"file": file, "line": error.lineno or 1, "message": "%s: %s" % (type(error).__name__, error.msg)})
        return
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        errors.append({"file": file, "line": 1, "message": str(error)})
        return
    Reader(file, package, is_script, context).visit(tree)
    libraries.extend(text for text in map(text_of, ast.walk(tree)) if text and ".so" in text and "\n" not in text)
    if is_script:
        # What is imported by a name that nobody knows may have needed it already.
        first = min(dynamic_lines, default=sys.maxsize)
        path_additions.extend(one for one in additions_in(tree) if one["line"] < first)


def is_skipped(path):
    real = os.path.realpath(path)
    return any(real == one or real.startswith(one + os.sep) for one in skip)


def files_of(module):
    """The files below the scoring directory that importing a module runs, each with its package."""
    parts = module.split(".")
    for length in range(1, len(parts) + 1):
        name = ".".join(parts[:length])
        path = os.path.join(directory, *parts[:length])
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
    """Names that can be imported from the scoring directory, and those that only the code directory has."""
    found = {"scoring": [], "code": []}
    for key, folder in (("scoring", directory), ("code", question["codeDirectory"])):
        for entry in sorted(os.listdir(folder)):
            path = os.path.join(folder, entry)
            name, suffix = os.path.splitext(entry)
            if os.path.isdir(path) and entry.isidentifier() and not is_skipped(path):
                kind = "package" if os.path.isfile(os.path.join(path, "__init__.py")) else "directory"
                found[key].append([entry, kind])
            elif suffix in (".py", ".so") and name.split(".")[0].isidentifier():
                found[key].append([name.split(".")[0], "module"])
    return found


seen = {question["script"]}
read(question["script"], None, is_script=True)
waiting = list(imports)
while waiting and len(seen) < MOST_FILES:
    # A file that is imported for certain is read as such, even where another import of it is guarded.
    one = waiting.pop(next((index for index, one in enumerate(waiting) if one["when"] == "start"), 0))
    before = len(imports)
    for name in [one["module"]] + [one["module"] + "." + name for name in one["names"] if name != "*"]:
        for file, package in files_of(name) if name else []:
            one["local"] = True
            if file not in seen:
                seen.add(file)
                read(file, package, (one["when"], one["instead"]))
    waiting.extend(imports[before:])
print(json.dumps({"imports": imports, "errors": errors, "beside": beside(), "dynamic": dynamic, "libraries": libraries, "pathAdditions": path_additions}))
