"""Which functions of a scoring script and its modules run when the server starts: those that running code calls."""
import ast

from syntax import branches_of, dotted, is_guarded, resolved

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def definitions_in(tree):
    """Functions by their name in the file, methods as `Class.method`."""
    found = {}
    waiting = [(None, statement) for statement in tree.body]
    while waiting:
        owner, node = waiting.pop()
        if isinstance(node, FUNCTIONS):
            found["%s.%s" % (owner, node.name) if owner else node.name] = node
        elif isinstance(node, ast.ClassDef) and owner is None:
            found[node.name] = None  # a call of it runs __init__
            waiting.extend((node.name, statement) for statement in node.body)
        elif isinstance(node, (ast.If, ast.Try, ast.With)):
            waiting.extend((owner, one) for one in ast.iter_child_nodes(node) if isinstance(one, ast.stmt))
    return found


def calls_in(statements):
    """The dotted names that statements call; not in functions that they define, nor where an ImportError is caught."""
    waiting = list(statements)
    while waiting:
        node = waiting.pop()
        if isinstance(node, FUNCTIONS):
            waiting.extend(node.decorator_list)
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if name:
                yield name
        if isinstance(node, ast.If):
            waiting.extend([node.test] + branches_of(node))
        elif hasattr(node, "handlers") and is_guarded(node):
            waiting.extend(node.orelse + node.finalbody)
        else:
            waiting.extend(ast.iter_child_nodes(node))


def started_in(tree, bound, roots):
    """The functions of a file that run, by name, and the dotted names of others that they call.

    `roots` are functions of the file that others call; the statements of the file itself run too.
    """
    defined = definitions_in(tree)
    running, outside = set(), set()
    waiting = [(None, name) for name in calls_in(tree.body)] + [(None, root) for root in roots]
    while waiting:
        owner, name = waiting.pop()
        if owner and name.startswith(("self.", "cls.")):
            name = "%s.%s" % (owner, name.split(".", 1)[1])
        if name in defined and defined[name] is None:
            name += ".__init__"
        elsewhere = resolved(name, bound)
        if elsewhere and name not in defined:
            outside.add(elsewhere)
        if name in running or defined.get(name) is None:
            continue
        running.add(name)
        owner = name.split(".")[0] if "." in name else None
        waiting.extend((owner, called) for called in calls_in(defined[name].body))
    return running, outside
