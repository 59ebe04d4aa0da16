"""The value of an expression that computes a path from the place of a file, without running it."""
import ast
import os

from syntax import dotted, resolved, text_of

SAME = ("os.path.abspath", "os.path.realpath", "os.path.normpath", "os.path.expanduser", "os.fspath", "str", "pathlib.Path")
METHODS_SAME = ("resolve", "absolute", "as_posix", "expanduser", "__str__")
DEEPEST = 20


class Paths:
    """Evaluates paths in one file.

    `variables` has the values of environment variables, such as AML_APP_ROOT; `bound` the names that imports bind.
    """

    def __init__(self, tree, file, bound, variables, working_directory):
        self.file = file
        self.bound = bound
        self.variables = variables
        self.working_directory = working_directory
        self.assigned = once_assigned(tree)

    def value(self, node, depth=0):
        """The path as a text, None where it is not known."""
        if node is None or depth > DEEPEST:
            return None
        text = text_of(node)
        if text is not None:
            return text
        if isinstance(node, ast.Name):
            return self.file if node.id == "__file__" else self.value(self.assigned.get(node.id), depth + 1)
        if isinstance(node, ast.Call):
            return self.of_call(node, depth + 1)
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.Add)):
            parts = [self.value(node.left, depth + 1), self.value(node.right, depth + 1)]
            return None if None in parts else os.path.join(*parts) if isinstance(node.op, ast.Div) else "".join(parts)
        if isinstance(node, ast.Attribute):
            return self.of_attribute(node, depth + 1)
        if isinstance(node, ast.Subscript):
            return self.of_subscript(node, depth + 1)
        if isinstance(node, ast.JoinedStr):
            values = [part.value if isinstance(part, ast.FormattedValue) else part for part in node.values]
            parts = [self.value(value, depth + 1) for value in values]
            return None if None in parts else "".join(parts)
        return None

    def name_of(self, node):
        name = dotted(node)
        return name and (resolved(name, self.bound) or name)

    def of_call(self, node, depth):
        name = self.name_of(node.func)
        values = [self.value(one, depth) for one in node.args]
        if name in ("os.getenv", "os.environ.get"):
            return self.variables.get(values[0]) if values else None
        if name in ("os.getcwd", "os.path.curdir", "pathlib.Path.cwd"):
            return self.working_directory
        if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS_SAME + ("joinpath",):
            values.insert(0, self.value(node.func.value, depth))
            values = values if node.func.attr == "joinpath" else values[:1]
            return None if None in values else os.path.join(*values)
        if not values or None in values:
            return None
        if name in ("os.path.join", "pathlib.Path"):
            return os.path.join(*values)
        if name == "os.path.dirname":
            return os.path.dirname(values[0])
        return values[0] if name in SAME else None

    def of_attribute(self, node, depth):
        if node.attr != "parent":
            return {"os.curdir": ".", "os.pardir": "..", "os.sep": "/"}.get(self.name_of(node))
        value = self.value(node.value, depth)
        return value and os.path.dirname(value)

    def of_subscript(self, node, depth):
        key = node.slice.value if type(node.slice).__name__ == "Index" else node.slice
        if self.name_of(node.value) == "os.environ":
            return self.variables.get(text_of(key))
        count = getattr(key, "value", getattr(key, "n", None))
        if not isinstance(node.value, ast.Attribute) or node.value.attr != "parents" or not isinstance(count, int):
            return None
        value = self.value(node.value.value, depth)
        for _ in range(min(count + 1, DEEPEST) if value else 0):
            value = os.path.dirname(value)
        return value


def once_assigned(tree):
    """The values of names that are assigned exactly once in a file."""
    stores = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)]
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
    return {name: value for name, value in found.items() if stores.count(name) == 1}
