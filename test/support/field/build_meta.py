"""Stands in for setuptools, as far as a project with one package and static metadata needs it to be built."""
import os
import re
import zipfile


def build_wheel(directory, config_settings=None, metadata_directory=None):
    with open("pyproject.toml") as stream:
        project = stream.read()
    name, version = (re.search('^%s = "(.*)"' % field, project, re.M).group(1) for field in ("name", "version"))
    requires = re.search(r"^dependencies = \[(.*)\]", project, re.M).group(1).replace('"', "").split(",")
    files = {}
    for folder, _, names in os.walk(name):
        for one in names:
            with open(os.path.join(folder, one)) as stream:
                files["%s/%s" % (folder, one)] = stream.read()
    info = "%s-%s.dist-info/" % (name, version)
    lines = ["Metadata-Version: 2.1", "Name: " + name, "Version: " + version]
    lines += ["Requires-Dist: " + one.strip() for one in requires]
    files[info + "METADATA"] = "\n".join(lines) + "\n"
    files[info + "WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[info + "RECORD"] = "".join("%s,,\n" % path for path in [*files, info + "RECORD"])
    wheel = "%s-%s-py3-none-any.whl" % (name, version)
    with zipfile.ZipFile(os.path.join(directory, wheel), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel
