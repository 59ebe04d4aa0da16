"""Variables of the environment in requirements files."""
import os

from pip._internal.req.req_file import ENV_VAR_RE


def words_for_variables(text):
    """What is wrong with the variables of a line, before pip puts in their values; `None` if nothing is."""
    names = sorted({name for _, name in ENV_VAR_RE.findall(text) if not os.getenv(name)})
    if not names:
        return None
    many = len(names) > 1
    return "the environment variable%s %s %s not set or empty, and pip then leaves ${%s} as text: set %s for this step" % (
        "s" if many else "", ", ".join(names), "are" if many else "is", names[0], "them" if many else "it",
    )  # fmt: skip
