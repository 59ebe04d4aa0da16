"""Reads pip's own configuration: files, then environment, as `pip install` would.

Input: {"pip": path, "names": [long option names]}. Output: {name: value}.
"""
import json
import sys

question = json.load(sys.stdin)
sys.path.insert(0, question["pip"])

from pip._internal.configuration import Configuration  # noqa: E402

configuration = Configuration(isolated=False)
configuration.load()
sections = {"global": {}, "install": {}, ":env:": {}}
for entry in configuration.items():
    # since pip 25.3 the values of one file come as a mapping
    pairs = entry[1].items() if isinstance(entry[1], dict) else [entry]
    for key, value in pairs:
        section, _, name = key.partition(".")
        if section in sections:
            sections[section][name] = value

answer = {}
for section in ("global", "install", ":env:"):
    for name, value in sections[section].items():
        if name in question["names"] and value != "":
            answer[name] = value
print(json.dumps(answer))
