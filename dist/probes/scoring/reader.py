"""Collects from the syntax tree of one file what it imports, calls and prepares."""
import ast
import os

from calls import constants_in, note_call
from files import packages, script
from preparations import steps_of
from syntax import absolute, branches_of, catches_import_error, dotted, is_guarded, text_of

OPENERS = ("find_library", "CDLL", "PyDLL", "LoadLibrary", "dlopen")


class Answer:
    """What one reading of all files finds."""

    def __init__(self):
        self.imports = []
        self.errors = []
        self.dynamic = False
        self.path_additions = []
        self.unknown_paths = []  # additions to sys.path that cannot be read
        self.libraries = []
        self.opened = []  # system libraries that a call opens by name
        self.calls = []
        self.dynamic_lines = []  # of the script
        self.steps = {}  # by file: [(whether in a function, step)]
        self.files = []  # in the order in which they are read


def note_opened(answer, node, file, when):
    called = getattr(node.func, "attr", getattr(node.func, "id", ""))
    library = text_of(node.args[0]) if called in OPENERS and node.args else None
    if library and os.sep not in library:
        name = library if called != "find_library" or library.startswith("lib") else "lib%s" % library
        answer.opened.append({"library": name, "file": file, "line": node.lineno, "when": when})


class Reader(ast.NodeVisitor):
    """Collects the imports of one file."""

    def __init__(self, answer, file, context, bound, running):
        self.answer = answer
        self.bound = bound
        self.constants = {}
        self.file = file
        self.package = packages[file]
        self.is_script = file == script
        self.context = context
        self.running = running
        self.functions = []

    def visit_Module(self, node):
        self.constants = constants_in(node)
        self.generic_visit(node)

    def within(self, context, nodes):
        before, self.context = self.context, context
        for node in nodes:
            self.visit(node)
        self.context = before

    def step(self, step):
        self.answer.steps[self.file].append((len(self.functions) > 0, step))

    def note(self, module, names, node):
        when, instead = self.context
        one = {"module": module, "names": names, "file": self.file, "line": node.lineno, "when": when}
        self.step({"import": len(self.answer.imports)})
        self.answer.imports.append(dict(one, instead=instead, local=False, absent=[]))

    def visit_Import(self, node):
        for alias in node.names:
            self.note(alias.name, [], node)

    def visit_ImportFrom(self, node):
        module = absolute(node, self.package)
        if module is not None:
            return self.note(module, [alias.name for alias in node.names], node)
        if self.context[0] in ("start", "call"):
            message = "a relative import, but this file is no part of a package in the container"
            self.answer.errors.append({"file": self.file, "line": node.lineno, "message": message})

    def visit_Call(self, node):
        note_call(self.answer, node, self.file, self.bound, self.constants)
        note_opened(self.answer, node, self.file, self.context[0])
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if called in ("import_module", "__import__") and node.args:
            text = text_of(node.args[0])
            if text is None:
                self.answer.dynamic = True
                self.answer.dynamic_lines.extend([node.lineno] if self.is_script else [])
            elif not text.startswith("."):
                self.note(text, [], node)
        self.generic_visit(node)

    def prepare(self, node):
        self.generic_visit(node)
        for step in steps_of(node, self.bound):
            self.step(step)

    visit_Assign = prepare
    visit_Expr = prepare

    def visit_Try(self, node):
        if not is_guarded(node):
            return self.generic_visit(node)
        first = len(self.answer.imports)
        self.within(("guarded", []), node.body)
        instead = [one["module"] for one in self.answer.imports[first:]]
        for handler in node.handlers:
            self.within(("fallback", instead) if catches_import_error(handler) else self.context, handler.body)
        self.within(self.context, node.orelse + node.finalbody)

    def visit_If(self, node):
        self.visit(node.test)
        for statement in branches_of(node):
            self.visit(statement)

    def visit_FunctionDef(self, node):
        self.visit_all(node.decorator_list)
        runs = ".".join(self.functions + [node.name]) in self.running
        when = self.context if runs or self.context[0] != "start" else ("call", [])
        self.functions.append(node.name)
        self.within(when, node.body)
        self.functions.pop()

    def visit_all(self, nodes):
        for node in nodes:
            self.visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef
    visit_TryStar = visit_Try

    def visit_ClassDef(self, node):
        self.functions.append(node.name)
        self.generic_visit(node)
        self.functions.pop()
