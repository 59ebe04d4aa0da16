"""Asks the package index for the newest release of some distributions that has a wheel for a glibc.

Input: {"pip": path, "names": [`name` or `name==version`], "glibc": [major, minor]}.
Output: {name as asked: version}, without the names for which the index has no such wheel. The exit code is not 0 if the
index did not answer.
"""
import json
import os
import sys
import types

question = json.load(sys.stdin)
answer = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what pip prints must not end up in the answer

# The module that pip asks which manylinux wheels are compatible.
cap = types.ModuleType("_manylinux")
cap.manylinux_compatible = lambda major, minor, _: [major, minor] <= question["glibc"]
sys.modules["_manylinux"] = cap
sys.path.insert(0, question["pip"])

from pip._internal.index import collector  # noqa: E402
from pip._internal.commands.index import IndexCommand  # noqa: E402  # pip 21.2 and later have it
from pip._internal.models.format_control import FormatControl  # noqa: E402
from pip._vendor.packaging.specifiers import SpecifierSet  # noqa: E402

newest = {}
unanswered = []


def noticing(fetch):
    """pip only logs that a page is not available, and continues as if it were empty."""

    def fetching(*arguments, **named):
        try:
            return fetch(*arguments, **named)
        except Exception as error:
            # 404 is an ordinary answer: the index does not have the distribution.
            if getattr(getattr(error, "response", None), "status_code", None) != 404:
                unanswered.append(error)
            raise

    return fetching


for fetch in ("_get_simple_response", "_get_html_response"):  # since pip 22.2, and before
    if hasattr(collector, fetch):
        setattr(collector, fetch, noticing(getattr(collector, fetch)))


class NewestWheels(IndexCommand):
    """`pip index versions` ignores --only-binary and lists yanked releases."""

    def get_available_package_versions(self, options, args):
        with self._build_session(options) as session:
            finder = self._build_package_finder(options=options, session=session)
            finder.format_control = FormatControl(no_binary=set(), only_binary={":all:"})
            for asked in args:
                name, equals, version = asked.partition("==")
                best = finder.find_best_candidate(name, SpecifierSet(equals + version)).best_candidate
                if best is not None:
                    newest[asked] = str(best.version)


code = NewestWheels("index", "newest wheels").main(["versions"] + question["names"])
if code != 0 or unanswered:
    sys.exit(1)
json.dump(newest, answer)
answer.close()
