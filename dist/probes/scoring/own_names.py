"""Which names a module of the user's own defines, read from its text; the module is not run."""
import ast
import os

UNCERTAIN_CALLS = ("globals", "vars", "locals", "exec", "eval", "setattr", "__import__")
NAMES_OF_EVERY_MODULE = {"__name__", "__doc__", "__file__", "__path__", "__package__", "__loader__", "__spec__", "__dict__"}
SUFFIXES = (".py", ".so", ".pyc")


def names_of(tree, star):
    """The names that a file binds in its module, None where that is not certain.

    `star` gives the names of another module for `from module import *`, or None.
    """
    names = set(NAMES_OF_EVERY_MODULE)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in UNCERTAIN_CALLS:
            return None
        if isinstance(node, ast.Attribute) and node.attr in ("modules", "__dict__"):
            return None
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            more = star(node)
            if more is None:
                return None
            names |= more
        names.update(bound_by(node))
    return None if "__getattr__" in names else names


def bound_by(node):
    """Names are counted wherever they are bound, in functions too: too many names say less, never something wrong."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.Name):
        return [] if isinstance(node.ctx, ast.Load) else [node.id]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.Global):
        return node.names
    return [name for name in (getattr(node, "name", None), getattr(node, "rest", None)) if isinstance(name, str)]


def assigned_attributes(tree):
    """`helper.W = 1` gives a module a name from outside."""
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)}


def is_below(folder, name):
    """Whether a directory has a module of this name."""
    if os.path.isdir(os.path.join(folder, name)):
        return True
    try:
        return any(entry.split(".")[0] == name and entry.endswith(SUFFIXES) for entry in os.listdir(folder))
    except OSError:
        return True  # not readable: nothing is said
