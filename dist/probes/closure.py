"""Walks from the requirements over every dependency that holds for the target, extras included.

Input: {"pip": path, "markers": {name: value}, "pythonVersions": [full], "everything": whether each distribution is walked
        from that no requirement reaches, "requirements": [{"name", "extras", "specifier", "url"}],
        "distributions": [{"name", "version", "requires": [text], "eggRequires": text of requires.txt or null,
        "requiresPython": text or null, "extras": [text]}]}.
Output: {"problems": [...], "reached": {name: {"root": index, "by": name or null}}, "needs": {name: [names]}}; a problem's
"root" is null below what no requirement reaches.
"""
import json
import sys

question = json.load(sys.stdin)
sys.path.insert(0, question["pip"])

from pip._vendor.packaging.markers import default_environment  # noqa: E402
from pip._vendor.packaging.requirements import Requirement  # noqa: E402
from pip._vendor.packaging.specifiers import SpecifierSet  # noqa: E402
from pip._vendor.packaging.utils import canonicalize_name  # noqa: E402

environment = dict(default_environment(), **question["markers"])
installed = {one["name"]: one for one in question["distributions"]}
problems = []
reached = {}
needs = {}


def report(kind, **facts):
    problems.append(dict(facts, kind=kind))


def contains(specifier, version):
    """An installed pre-release satisfies a specifier: it was requested."""
    try:
        return SpecifierSet(specifier).contains(version, prereleases=True)
    except ValueError:  # a version that PEP 440 does not know: equal text is all that can be said
        return specifier in ("", "===" + version, "==" + version)


def supports(requires, version):
    """As in pip, an invalid specifier excludes no version."""
    try:
        return SpecifierSet(requires or "").contains(version, prereleases=True)
    except ValueError:
        return True


def applies(requirement, extras):
    if requirement.marker is None:
        return True
    return any(requirement.marker.evaluate(dict(environment, extra=extra)) for extra in (extras or [""]))


def read_egg_requires(text):
    """Requirement lines and extras of an egg-info directory's requires.txt: sections are named [extra:marker]."""
    lines, extras, conditions = [], [], []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line.startswith("["):
            extra, _, marker = line.strip("[]").partition(":")
            extras += [extra] if extra else []
            conditions = ['extra == "%s"' % extra] * bool(extra) + ["(%s)" % marker] * bool(marker)
        elif not line.startswith("#"):
            lines.append(line + (" ; " + " and ".join(conditions) if conditions else ""))
    return lines, extras


def dependencies(distribution, extras):
    # Old versions of packaging do not normalise extras (PEP 685), so the original spelling is tried too.
    extras = extras + [one for one in distribution.get("extras", []) if canonicalize_name(one) in extras]
    for text in distribution["requires"]:
        try:
            requirement = Requirement(text)
            if applies(requirement, extras):
                yield text, requirement
        except Exception as error:
            report("invalid", distribution=distribution["name"], text=text, why=str(error).strip())


def visit(root, name, extras, by, asked):
    """Depth first, without recursion: dependencies can be deep and may have cycles."""
    stack = [(name, frozenset(extras), by)]
    seen = set()
    while stack:
        name, extras, by = stack.pop()
        if (name, extras) in seen or name not in installed:
            continue
        seen.add((name, extras))
        if root is not None:
            reached.setdefault(name, {"root": root, "by": by})
        key = (name, extras)
        if key in asked:
            continue
        asked.add(key)
        for text, requirement in dependencies(installed[name], [""] + sorted(extras)):
            check(root, name, text, requirement)
            needs.setdefault(name, set()).add(canonicalize_name(requirement.name))
            needed = frozenset(canonicalize_name(extra) for extra in requirement.extras)
            stack.append((canonicalize_name(requirement.name), needed, name))


def check(root, distribution, text, requirement):
    found = installed.get(canonicalize_name(requirement.name))
    facts = {"root": root, "distribution": distribution, "needs": canonicalize_name(requirement.name), "text": text}
    if found is None:
        report("missing", **facts)
    elif not requirement.url and not contains(str(requirement.specifier), found["version"]):
        report("conflict", found=found["version"], **facts)


def check_extras(root, requirement):
    """Reports an extra that the distribution does not have: nothing else does."""
    known = [canonicalize_name(one) for one in installed[requirement["name"]].get("extras", [])]
    for extra in requirement["extras"]:
        if extra not in known:
            report("unknown-extra", root=root, distribution=requirement["name"], extra=extra, known=known)


for one in question["distributions"]:
    if one["eggRequires"] is not None:
        lines, extras = read_egg_requires(one["eggRequires"])
        one.update(requires=one["requires"] + lines, extras=one["extras"] + extras)

asked = set()
for index, requirement in enumerate(question["requirements"]):
    name = requirement["name"]
    if name not in installed:
        report("absent", root=index, needs=name)
        continue
    if not requirement["url"] and not contains(requirement["specifier"], installed[name]["version"]):
        report("mismatch", root=index, distribution=name, found=installed[name]["version"])
    check_extras(index, requirement)
    visit(index, name, requirement["extras"], None, asked)

if question["everything"]:
    for name in sorted(set(installed) - set(reached)):
        visit(None, name, [], None, asked)

for one in question["distributions"]:
    fits = [supports(one["requiresPython"], version) for version in question["pythonVersions"]]
    if not all(fits):
        report("python", distribution=one["name"], requires=one["requiresPython"], partly=any(fits))
listed = {name: sorted(others) for name, others in needs.items()}
print(json.dumps({"problems": problems, "reached": reached, "needs": listed}))
