"""What expressions and statements of a scoring script say, without running them."""
import ast
import os
import sys

CATCHES = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException")


def dotted(node):
    """`os.path.join` of such an expression; None where it is more than names."""
    if isinstance(node, ast.Attribute):
        of = dotted(node.value)
        return of and "%s.%s" % (of, node.attr)
    return getattr(node, "id", None)


def text_of(node):
    text = node.value if isinstance(node, ast.Constant) else getattr(node, "s", None)  # Python 3.7 has ast.Str
    return text if isinstance(text, str) else None


def catches_import_error(handler):
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or getattr(kind, "attr", getattr(kind, "id", "")) in CATCHES for kind in kinds)


def is_guarded(node):
    return any(catches_import_error(handler) for handler in node.handlers)


def known_condition(test):
    """The value of a condition that depends only on the platform, otherwise None."""
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


def branches_of(node):
    """The statements of an `if` that may run in the container."""
    answer = known_condition(node.test)
    return ([] if answer is False else node.body) + ([] if answer is True else node.orelse)


def names_in(tree, package):
    """The dotted names that the imports of a file bind, by the name that they have in it."""
    bound = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.name if alias.asname else alias.name.split(".")[0]
                bound[alias.asname or whole] = whole
        elif isinstance(node, ast.ImportFrom):
            module = absolute(node, package)
            for alias in node.names if module else []:
                bound[alias.asname or alias.name] = "%s.%s" % (module, alias.name)
    return bound


def absolute(node, package):
    """The module of `from module import …` in a package; None where it leads out of the package."""
    module = node.module or ""
    if node.level == 0:
        return module
    parts = package.split(".") if package else []
    if node.level > len(parts):
        return None
    base = parts[: len(parts) - node.level + 1]
    return ".".join(base + ([module] if module else []))


def resolved(name, bound):
    """`np.bool` → `numpy.bool`; None where the first name is not bound by an import."""
    first = name.split(".")[0]
    return bound[first] + name[len(first) :] if first in bound else None
