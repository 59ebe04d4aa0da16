"""Writes bytecode that is the same whoever compiles it, wherever, with however many workers.

Input: {"root": directory, "files": [paths relative to it]}. Output: {"compiled": count, "failed": [paths]}.
"""
import importlib.util
import json
import marshal
import os
import sys
import warnings

import _imp

# The container never writes here and transport loses times, so the source is not looked at again (PEP 552).
UNCHECKED_HASH = (0b01).to_bytes(4, "little")
# Version 2 has no references, whose flags would hang on what else the interpreter holds at that moment.
MARSHAL_VERSION = 2

warnings.simplefilter("ignore")
# The container may run as another user: what this makes is open to every reader, as the rest of the mount is.
os.umask(0o022)
question = json.load(sys.stdin)
root = question["root"]
tag = sys.implementation.cache_tag
failed = []


def compile_file(path):
    with open(os.path.join(root, path), "rb") as stream:
        source = stream.read()
    # The name is relative: on import, Python puts the real path in its place.
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
