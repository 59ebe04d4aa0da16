"""Which names the modules of the user's own certainly do not have."""
import ast
import os

from files import exists, files_of, packages, parse, place_of
from own_names import assigned_attributes, is_below, names_of
from syntax import absolute


def names_of_file(file, above=()):
    """The names that a file of the user's own defines, None where that is not certain."""
    tree = parse(file)
    if tree is None or file in above:
        return None

    def star(node):
        found = list(files_of(absolute(node, packages.get(file)) or ""))
        if found:
            packages.setdefault(*found[-1])
        return names_of_file(found[-1][0], above + (file,)) if found else None

    return names_of(tree, star)


def is_plain(file):
    """Whether a file certainly does not change where its package's modules are."""
    tree = parse(file)
    return names_of_file(file) is not None and not any(getattr(node, "id", "") == "__path__" for node in ast.walk(tree))


def is_missing(module):
    """Whether a module below one of the user's own does not exist."""
    parts = module.split(".")
    for length in range(1, len(parts)):
        path = place_of(".".join(parts[:length]))
        init = os.path.join(path, "__init__.py")
        if os.path.isfile(init):
            if not is_plain(init):
                return False
        elif os.path.isfile(path + ".py"):
            return is_plain(path + ".py")
        if not is_below(path, parts[length]):
            return True
    return False


def lacking_in(module, names):
    path = place_of(module)
    init = os.path.join(path, "__init__.py")
    if os.path.isfile(init):
        known = names_of_file(init)
        return [name for name in names if known is not None and name not in known and not is_below(path, name)]
    if os.path.isfile(path + ".py"):
        known = names_of_file(path + ".py")
        return [name for name in names if known is not None and name not in known]
    return [name for name in names if os.path.isdir(path) and not is_below(path, name)]


def absent_from(one, assigned):
    """The dotted names that an import needs from a module of the user's own and that it does not have.

    `assigned` has names that some file gives to a module from outside.
    """
    module = one["module"]
    if module == "" or not exists(place_of(module.split(".")[0])):
        return []
    if is_missing(module):
        return [module]
    names = [name for name in one["names"] if name != "*" and name not in assigned]
    return ["%s.%s" % (module, name) for name in lacking_in(module, names)]


def assigned_anywhere(files):
    return {name for file in files for name in assigned_attributes(parse(file) or ast.Module(body=[]))}
