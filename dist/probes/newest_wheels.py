"""Asks the package index for the newest release of some distributions that has a wheel for a glibc.

Input: {"pip": where pip lies, "names": [distributions], "glibc": [major, minor]}.
Output: {name: version}, without the distributions of which the index shows no such wheel.
"""
import json
import os
import sys
import types

question = json.load(sys.stdin)
answer = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what pip prints must not end up in the answer

# The module that pip asks which manylinux wheels may run.
cap = types.ModuleType("_manylinux")
cap.manylinux_compatible = lambda major, minor, _: [major, minor] <= question["glibc"]
sys.modules["_manylinux"] = cap
sys.path.insert(0, question["pip"])

from pip._internal.commands.index import IndexCommand  # noqa: E402  # pip 21.2 and later have it
from pip._internal.models.format_control import FormatControl  # noqa: E402

newest = {}


class NewestWheels(IndexCommand):
    """`pip index versions` takes no notice of --only-binary, and lists what was yanked."""

    def get_available_package_versions(self, options, args):
        with self._build_session(options) as session:
            finder = self._build_package_finder(options=options, session=session)
            finder.format_control = FormatControl(no_binary=set(), only_binary={":all:"})
            for name in args:
                best = finder.find_best_candidate(name).best_candidate
                if best is not None:
                    newest[name] = str(best.version)


NewestWheels("index", "newest wheels").main(["versions"] + question["names"])
json.dump(newest, answer)
answer.close()
