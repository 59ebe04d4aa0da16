"""Writes bytecode that is the same on every machine, in every directory and with any number of workers.

Input: {"root": directory, "files": [paths relative to it]}. Output: {"compiled": count, "failed": [paths]}.
"""
import importlib.util
import json
import marshal
import os
import sys
import warnings

import _imp

# Transport does not keep file times, and the container never writes here, so the source is not checked (PEP 552).
UNCHECKED_HASH = (0b01).to_bytes(4, "little")
# Version 2 has no references: their flags depend on what else is in the memory of the interpreter.
MARSHAL_VERSION = 2

warnings.simplefilter("ignore")
# The container may run as another user, so these files are readable by all, as the rest of the mount is.
os.umask(0o022)
question = json.load(sys.stdin)
root = question["root"]
tag = sys.implementation.cache_tag
failed = []


def compile_file(path):
    with open(os.path.join(root, path), "rb") as stream:
        source = stream.read()
    # The file name is relative: on import, Python replaces it by the real path.
    code = compile(source, path, "exec", dont_inherit=True, optimize=0)
    source_hash = _imp.source_hash(importlib.util._RAW_MAGIC_NUMBER, source)
    content = importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + source_hash + marshal.dumps(code, MARSHAL_VERSION)
    folder, name = os.path.split(path)
    cache = os.path.join(root, folder, "__pycache__")
    os.makedirs(cache, exist_ok=True)
    with open(os.path.join(cache, "%s.%s.pyc" % (name[: -len(".py")], tag)), "wb") as stream:
        stream.write(content)


for one in question["files"]:
    try:
        compile_file(one)
    except (SyntaxError, ValueError, RecursionError, OverflowError, UnicodeError, MemoryError):
        failed.append(one)  # templates and other Pythons' syntax are usual in packages
print(json.dumps({"compiled": len(question["files"]) - len(failed), "failed": failed}))
