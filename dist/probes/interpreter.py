"""Describes this interpreter and its pip."""
import json
import os
import platform
import struct
import sys
import sysconfig


def own_pip():
    """Directory that holds the importable pip, or None."""
    try:
        import pip
    except Exception:  # a broken pip is no pip
        return None
    return os.path.dirname(os.path.dirname(os.path.abspath(pip.__file__)))


def own_pip_version():
    try:
        import pip
    except Exception:
        return None
    return getattr(pip, "__version__", None)


def bundled_pip():
    """The wheel that ensurepip would install, as (path, version), or None."""
    try:
        import ensurepip

        folder = os.path.join(os.path.dirname(ensurepip.__file__), "_bundled")
        places = [folder, sysconfig.get_config_var("WHEEL_PKG_DIR") or folder]
        for place in places:
            for name in sorted(os.listdir(place)) if os.path.isdir(place) else []:
                if name.startswith("pip-") and name.endswith(".whl"):
                    return [os.path.join(place, name), name.split("-")[1]]
    except Exception:  # Debian ships Python without it
        return None
    return None


def can_make_environments():
    try:
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


def libc():
    """The C library, for which compiled modules are built: "gnu" or "musl" on Linux, "none" elsewhere."""
    if not sys.platform.startswith("linux"):
        return "none"
    try:
        version = os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (AttributeError, OSError, ValueError):  # musl does not know the name
        version = ""
    return "gnu" if version.startswith("glibc") else "musl"


print(
    json.dumps(
        {
            "executable": sys.executable,
            "version": ".".join(str(part) for part in sys.version_info[:3]),
            "release": sys.version_info[3],
            "implementation": platform.python_implementation(),
            "platform": sys.platform,
            "machine": platform.machine(),
            "libc": libc(),
            "bits": struct.calcsize("P") * 8,
            "soabi": sysconfig.get_config_var("SOABI") or "",
            "pip": own_pip(),
            "pipVersion": own_pip_version(),
            "bundledPip": bundled_pip(),
            "canMakeEnvironments": can_make_environments(),
        }
    )
)
