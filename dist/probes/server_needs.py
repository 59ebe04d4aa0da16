"""Checks whether the image's packages get what they require when the mount precedes them on the path.

Input: {"pip": path, "markers": {name: value}, "roots": [{"name", "requires": [text]}],
        "image": {name: [Requires-Dist]}, "mount": {name: version}}.
Output: {"conflicts": [{"by", "text", "needs", "found", "sameSeries"}]}.
"""
import json
import sys

question = json.load(sys.stdin)
sys.path.insert(0, question["pip"])

from pip._vendor.packaging.markers import default_environment  # noqa: E402
from pip._vendor.packaging.requirements import Requirement  # noqa: E402
from pip._vendor.packaging.utils import canonicalize_name  # noqa: E402
from pip._vendor.packaging.version import Version  # noqa: E402

environment = dict(default_environment(), **question["markers"])
mount = question["mount"]
image = question["image"]


def needs_of(requires):
    for text in requires:
        try:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate(dict(environment, extra="")):
                yield text, canonicalize_name(requirement.name), requirement.specifier
        except Exception:  # the image's own metadata is not what is judged here
            continue


def series(version):
    """The part of a version that changes with incompatible releases: the first number, or the second while the first is 0."""
    release = version.release + (0,)
    return release[:2] if release[0] == 0 else release[:1]


def allows_same_series(specifier, found):
    """Whether a release of the same series would satisfy the specifier."""
    bounds = []
    for one in specifier:
        try:
            bounds.append(Version(one.version.replace(".*", "")))
        except ValueError:
            continue
    own = series(found)
    ends = [".".join(map(str, own + end)) for end in ((0,), (99999,))]
    near = [bound for bound in bounds if series(bound) == own] + [Version(end) for end in ends]
    return any(specifier.contains(version, prereleases=True) for version in near)


def judge(by, text, needs, specifier):
    try:
        found = Version(mount[needs])
    except ValueError:
        return None
    if specifier.contains(found, prereleases=True):
        return None
    near = allows_same_series(specifier, found)
    return {"by": by, "text": text, "needs": needs, "found": mount[needs], "sameSeries": near}


conflicts = []
waiting = [(root["name"], root["requires"]) for root in question["roots"]]
seen = {name for name, _ in waiting}
while waiting:
    by, requires = waiting.pop(0)
    for text, needs, specifier in needs_of(requires):
        if needs in mount:
            conflict = judge(by, text, needs, specifier)
            if conflict:
                conflicts.append(conflict)
        elif needs in image and needs not in seen:
            seen.add(needs)
            waiting.append((needs, image[needs]))
print(json.dumps({"conflicts": conflicts}))
