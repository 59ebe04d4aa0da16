"""Asks the package index for the newest release of some distributions that has a wheel for a glibc.

Input: {"pip": where pip lies, "names": [distributions], "glibc": [major, minor]}.
Output: {name: version}, without the distributions of which the index shows no such wheel. The exit code is not 0 where
the index did not answer.
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

from pip._internal.index import collector  # noqa: E402
from pip._internal.commands.index import IndexCommand  # noqa: E402  # pip 21.2 and later have it
from pip._internal.models.format_control import FormatControl  # noqa: E402

newest = {}
unanswered = []


def noticing(fetch):
    """pip only logs that a page cannot be had, and goes on as if it were empty."""

    def fetching(*arguments, **named):
        try:
            return fetch(*arguments, **named)
        except Exception as error:
            # That a distribution is not there is an answer.
            if getattr(getattr(error, "response", None), "status_code", None) != 404:
                unanswered.append(error)
            raise

    return fetching


for fetch in ("_get_simple_response", "_get_html_response"):  # since pip 22.2, and before
    if hasattr(collector, fetch):
        setattr(collector, fetch, noticing(getattr(collector, fetch)))


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


code = NewestWheels("index", "newest wheels").main(["versions"] + question["names"])
if code != 0 or unanswered:
    sys.exit(1)
json.dump(newest, answer)
answer.close()
