"""What a scoring script and its modules add to sys.path."""
import ast
import os

from syntax import dotted


def is_undoing(node):
    """Whether a node may undo an addition: it changes sys.path, or assigns one of the names in use."""
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


def added_by(node):
    """The expressions that a statement or call adds to sys.path."""
    if isinstance(node, ast.AugAssign) and dotted(node.target) == "sys.path":
        return elements_of(node.value)
    if not isinstance(node, ast.Call):
        return []
    name = dotted(node.func)
    if name in ("sys.path.append", "site.addsitedir"):
        return node.args[:1]
    if name == "sys.path.insert":
        return node.args[1:2]
    return elements_of(node.args[0]) if name == "sys.path.extend" and node.args else []


def elements_of(node):
    """Those of a list; an expression that is no list stands for one that cannot be read."""
    return node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]


def additions_in(tree, paths, directory):
    """What a script adds to sys.path unconditionally, at its top level: relative to its directory."""
    if any(is_undoing(node) for node in ast.walk(tree)):
        return
    for statement in tree.body:
        for node in added_by(getattr(statement, "value", None)):
            path = paths.value(node)
            if path is not None and os.path.isabs(path):
                yield {"path": os.path.relpath(path, directory), "line": statement.lineno}


def all_additions_in(tree, paths, directory):
    """What a file adds to sys.path anywhere: (absolute path or None, line)."""
    for node in ast.walk(tree):
        for added in added_by(node):
            path = paths.value(added)
            yield path and os.path.normpath(os.path.join(directory, path)), node.lineno
