"""What `pip freeze --all` writes about the packages in a directory, by pip itself; nothing of the packages runs.

Input: {"pip": path, "packages": directory}. Output: {"exitCode": number, "text": text}.
"""
import contextlib
import io
import json
import sys

question = json.load(sys.stdin)
sys.path.insert(0, question["pip"])

from pip._internal.cli.main import main  # noqa: E402

text = io.StringIO()
with contextlib.redirect_stdout(text):
    exit_code = main(["freeze", "--all", "--path", question["packages"]])
print(json.dumps({"exitCode": exit_code, "text": text.getvalue()}))
