"""Compares modules that several distributions list in their RECORDs with different hashes, by their compiled code.

The mount has one text for each path. The others are found by their hashes: the same text with other line ends,
other modules of the mount, and wheels.

Input: {"root": the mount, "files": {path: [recorded hashes, "sha256=…"]}, "others": [paths of the mount],
        "wheels": [paths]}.
Output: {path: {hash: form}} without the hashes whose text was not found. A form is "shares" for an __init__ that only
extends a namespace package, "nothing" for one without a statement, else a digest of the compiled code.
"""
import sys

del sys.path[0]  # this program's own directory

import ast  # noqa: E402
import base64  # noqa: E402
import hashlib  # noqa: E402
import json  # noqa: E402
import marshal  # noqa: E402
import os  # noqa: E402
import warnings  # noqa: E402
import zipfile  # noqa: E402

BOM = b"\xef\xbb\xbf"
MOST_BYTES = 1 << 20
warnings.simplefilter("ignore")
question = json.load(sys.stdin)


def read(path):
    try:
        with open(os.path.join(question["root"], path), "rb") as stream:
            return stream.read(MOST_BYTES)
    except OSError:
        return b""


def read_from_wheels(path):
    for wheel in question["wheels"]:
        try:
            with zipfile.ZipFile(wheel) as archive:
                name = next((one for one in archive.namelist() if one == path or one.endswith("lib/" + path)), None)
                if name is not None and archive.getinfo(name).file_size <= MOST_BYTES:
                    yield archive.read(name)
        except (OSError, ValueError, RuntimeError, zipfile.BadZipFile):
            continue


def spellings(text):
    """The text, and its variants with other line ends and with a byte order mark."""
    yield text
    plain = text[len(BOM) :] if text.startswith(BOM) else text
    plain = plain.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for one in (plain, plain.rstrip(b"\n"), plain.rstrip(b"\n") + b"\n"):
        for spelled in (one, one.replace(b"\n", b"\r\n")):
            yield spelled
            yield BOM + spelled


def has_hash(text, recorded):
    algorithm, _, digest = recorded.partition("=")
    try:
        found = hashlib.new(algorithm, text).digest()
    except (ValueError, TypeError):
        return False
    return base64.urlsafe_b64encode(found).rstrip(b"=").decode() == digest.rstrip("=")


def called(node):
    """The last name of what a statement calls: `extend_path` of `__import__('pkgutil').extend_path(…)`."""
    function = getattr(node, "func", None)
    return getattr(function, "attr", getattr(function, "id", None))


def is_constant(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, (getattr(ast, "Constant", ()), getattr(ast, "Str", ())))


def shares(statement):
    """True where a statement extends a namespace package, None where it does nothing else either, False for all else."""
    if isinstance(statement, ast.Pass) or is_constant(statement):
        return None
    if isinstance(statement, ast.Expr):
        return True if called(statement.value) == "declare_namespace" else False
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        is_path = all(getattr(target, "id", None) == "__path__" for target in targets)
        return True if is_path and called(statement.value) == "extend_path" else False
    if isinstance(statement, ast.ImportFrom):
        return None if statement.module in ("__future__", "pkgutil", "pkg_resources") else False
    if isinstance(statement, ast.Import):
        known = ("pkgutil", "pkg_resources", "modulefinder")
        return None if all(one.name in known for one in statement.names) else False
    if isinstance(statement, ast.For):  # modulefinder is told of each directory
        is_told = [called(getattr(one, "value", None)) == "AddPackagePath" for one in statement.body]
        return None if getattr(statement.iter, "id", None) == "__path__" and all(is_told) else False
    if isinstance(statement, ast.Try):
        parts = [statement.body, statement.orelse, statement.finalbody] + [one.body for one in statement.handlers]
        return shares_all([one for part in parts for one in part])
    return False


def shares_all(statements):
    answers = [shares(one) for one in statements]
    return False if False in answers else (True if True in answers else None)


def form_of(path, text):
    try:
        tree = ast.parse(text)
        if os.path.basename(path) == "__init__.py":
            answer = shares_all(tree.body)
            if answer is not False:
                return "shares" if answer else "nothing"
        for node in ast.walk(tree):  # where something stands in the file is no part of what it does
            for name in ("lineno", "end_lineno", "col_offset", "end_col_offset"):
                if getattr(node, name, None) is not None:
                    setattr(node, name, 1 if name.endswith("lineno") else 0)
        code = compile(tree, "<shared>", "exec", dont_inherit=True)
        return hashlib.sha256(marshal.dumps(code, 2)).hexdigest()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def forms_of(path, hashes):
    texts = {}
    here = (read(path), b"")
    others = (read(other) for other in question["others"] if os.path.basename(other) == os.path.basename(path))
    for source in (here, read_from_wheels(path), others):
        for text in source:
            wanted = [one for one in hashes if one not in texts]
            if not wanted:
                break
            for spelled in spellings(text):
                texts.update((one, spelled) for one in wanted if has_hash(spelled, one))
    found = {one: form_of(path, text) for one, text in texts.items()}
    return {one: form for one, form in found.items() if form is not None}


print(json.dumps({path: forms_of(path, hashes) for path, hashes in question["files"].items()}))
