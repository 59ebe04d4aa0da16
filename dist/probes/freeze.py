"""What `pip freeze --all` writes about the packages in a directory, by pip itself; nothing of the packages runs.

Input: {"pip": path, "packages": directory}. Output: {"text": text, or null where pip must run as a program}.
"""
import contextlib
import io
import json
import os
import sys

question = json.load(sys.stdin)
sys.path.insert(0, question["pip"])

from pip._internal.cli.main import main  # noqa: E402
from pip._vendor import DEBUNDLED  # noqa: E402


def has_egg_links(directory):
    """For these, pip searches the whole path: here, that is longer than the path of an isolated program."""
    return os.path.isdir(directory) and any(name.endswith(".egg-link") for name in os.listdir(directory))


def freeze():
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        exit_code = main(["freeze", "--all", "--path", question["packages"]])
    return text.getvalue() if exit_code == 0 else None


needs_program = DEBUNDLED or any(has_egg_links(one) for one in [question["packages"], *sys.path])
print(json.dumps({"text": None if needs_program else freeze()}))
