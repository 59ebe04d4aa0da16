"""Puts the setuptools that Python brings along (of its time) into the environment that runs this. No input, no output."""
import ensurepip
import glob
import os
import sysconfig
import zipfile

directories = [os.path.join(os.path.dirname(ensurepip.__file__), "_bundled"), getattr(ensurepip, "_WHEEL_PKG_DIR", None)]
wheels = [wheel for place in directories if place for wheel in glob.glob(os.path.join(place, "setuptools-*.whl"))]
for wheel in wheels[:1]:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(sysconfig.get_paths()["purelib"])
