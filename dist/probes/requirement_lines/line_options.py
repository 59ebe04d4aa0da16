"""Options on the lines of requirements files, as pip reads them."""
from optparse import Option

from pip._internal.models.format_control import FormatControl
from pip._internal.req import req_file

ABOUT_ALL = (
    "index_url", "extra_index_urls", "no_index", "find_links", "pre", "prefer_binary", "trusted_hosts",
    "require_hashes", "features_enabled",
)  # fmt: skip


def add_setting(_, flag, setting, parser):
    key, separator, value = setting.partition("=")
    if not key or not separator:
        parser.error("%s expects KEY=VALUE" % flag)
    settings = dict(parser.values.config_settings or {})
    earlier = settings.get(key)
    settings[key] = value if earlier is None else (earlier if isinstance(earlier, list) else [earlier]) + [value]
    parser.values.config_settings = settings


def config_settings():
    """Of pip 23.1: the pip that installs has it, also where the interpreter's own, which reads the lines, is older."""
    names = ("-C", "--config-settings")
    return Option(*names, dest="config_settings", type=str, action="callback", callback=add_setting)


if not any(factory().dest == "config_settings" for factory in req_file.SUPPORTED_OPTIONS_REQ):
    req_file.SUPPORTED_OPTIONS_REQ.append(config_settings)


class LineParser:
    """pip's line parser, which also knows which distributions all lines together allow as wheels and as sources."""

    def __init__(self):
        self.format_control = FormatControl()
        self.of_one_line = req_file.get_line_parser(None)
        self.of_all = req_file.get_line_parser(self)

    def __call__(self, line):
        parsed = self.of_one_line(line)
        self.of_all(line)
        return parsed

    def binaries(self):
        return {"no_binary": sorted(self.format_control.no_binary), "only_binary": sorted(self.format_control.only_binary)}


def options_of(line, text):
    """The options of a line that hold for every line, and their text.

    Beside a requirement, pip ignores all of them but these two, which its parser applies at once.
    """
    control = line.opts.format_control
    found = {"no_binary": sorted(control.no_binary), "only_binary": sorted(control.only_binary)}
    if getattr(line, "requirement", None) is not None:
        text = " ".join("--%s %s" % (name.replace("_", "-"), ",".join(names)) for name, names in found.items() if names)
    else:
        found.update((name, getattr(line.opts, name, None)) for name in ABOUT_ALL)
    return {name: value for name, value in found.items() if value}, text
