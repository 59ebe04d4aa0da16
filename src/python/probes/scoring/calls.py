"""Collects the calls of libraries that may fetch something at run time, with their arguments."""
import ast
import os

from files import directory, question
from syntax import dotted, resolved, text_of

calls_of = set(question.get("callsOf", []))


def looks_local(text):
    there = any(os.path.exists(os.path.join(folder, text)) for folder in (directory, question["codeDirectory"]))
    return text == "" or text.startswith((".", "/", "~")) or there


def constants_in(tree):
    """The texts that a file assigns once, at its top level, by name."""
    stored = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)]
    constants = {}
    for statement in tree.body:
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        text = text_of(getattr(statement, "value", None))
        if text is None or len(targets) != 1 or not isinstance(targets[0], ast.Name):
            continue
        if stored.count(targets[0].id) == 1:
            constants[targets[0].id] = text
    return constants


def text_known(node, constants):
    """The text of a literal, of a constant of the file, or of an f-string that does not begin with what is computed."""
    if isinstance(node, ast.Name):
        return constants.get(node.id)
    if not isinstance(node, ast.JoinedStr):
        return text_of(node)
    text = ""
    for part in node.values:
        known = text_known(getattr(part, "value", None) if isinstance(part, ast.FormattedValue) else part, constants)
        if known is None and (text == "" or looks_local(text.rpartition("/")[0] or text)):
            return None
        text += "{%s}" % (dotted(part.value) or "") if known is None else known
    return text


def argument_of(node, constants):
    """A text that is known and no path, another literal, or {"code": …}."""
    value = text_known(node, constants)
    if value is not None:
        return {"code": None} if looks_local(value) else value
    value = getattr(node, "value", None) if type(node).__name__ in ("Constant", "NameConstant") else node
    return value if value is None or isinstance(value, bool) else {"code": dotted(node)}


def note_call(answer, node, file, bound, constants):
    name = dotted(node.func) or ""
    name = resolved(name, bound) or name
    if name.split(".")[0] not in calls_of:
        return
    arguments = {str(position): argument_of(one, constants) for position, one in enumerate(node.args)}
    arguments.update((keyword.arg, argument_of(keyword.value, constants)) for keyword in node.keywords if keyword.arg)
    answer.calls.append({"name": name, "file": file, "line": node.lineno, "arguments": arguments})
