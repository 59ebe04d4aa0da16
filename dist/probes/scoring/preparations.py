"""Statements between the imports that change what later imports do: variables, replaced attributes, calls."""
import ast

from syntax import dotted, resolved, text_of

CHANGES_VARIABLES = ("os.environ.setdefault", "os.environ.update", "os.putenv")


def steps_of(node, bound):
    """What an assignment or the call of a statement does, as steps; nothing for most statements."""
    if isinstance(node, ast.Assign):
        return [step for target in node.targets for step in of_assignment(target, node.value, bound)]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return of_call(node.value, bound)
    return []


def of_assignment(target, value, bound):
    if isinstance(target, ast.Subscript):
        name = whole(target.value, bound)
        if name == "os.environ":
            return [variable(key_of(target), value)]
        return [{"alters": name}] if name else []
    name = whole(target, bound) if isinstance(target, ast.Attribute) else None
    if name is None:
        return []
    source = dotted(value)
    source = source and (resolved(source, bound) or (source if "." in source else "builtins.%s" % source))
    return [{"attribute": name, "value": source}] if source else [{"alters": name}]


def of_call(call, bound):
    name = whole(call.func, bound) if isinstance(call.func, ast.Attribute) else dotted(call.func)
    if name == "setattr" and len(call.args) == 3 and text_of(call.args[1]):
        target = ast.Attribute(value=call.args[0], attr=text_of(call.args[1]), ctx=ast.Store())
        return of_assignment(target, call.args[2], bound)
    if name in ("os.environ.setdefault", "os.putenv") and len(call.args) == 2:
        return [variable(call.args[0], call.args[1])]
    if name == "os.environ.update":
        pairs = [pair for one in call.args if isinstance(one, ast.Dict) for pair in zip(one.keys, one.values)]
        named = [{"variable": word.arg, "value": text_of(word.value)} for word in call.keywords if word.arg]
        return [variable(key, value) for key, value in pairs] + named
    return [{"alters": name}] if name and "." in name else []


def variable(key, value):
    name = text_of(key)
    return {"variable": name, "value": text_of(value)} if name and "=" not in name else {"alters": "os.environ"}


def key_of(node):
    return getattr(node.slice, "value", node.slice) if type(node.slice).__name__ == "Index" else node.slice


def whole(node, bound):
    name = dotted(node)
    return name and resolved(name, bound)
