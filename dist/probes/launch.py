"""Starts a program whose code is not trusted, and kills everything that it started when it exits. Linux only.

Arguments: {"writable": [directories] or null, "reports": boolean}, the program, its arguments. With a list, Landlock, if
the kernel has it, keeps the program from writing anywhere else. With "reports", it writes one line each to descriptor 3:
{"pid", "landlock": ABI version or 0} once the program runs, or {"error"} if it cannot be started; {"code" or "signal",
"survivors": number of processes that outlived it} when it has exited. Without "reports", this process exits as the
program did, or with 127 if it cannot be started. SIGTERM is passed on to the program; SIGUSR1 kills everything at once.
"""
import ctypes
import json
import os
import signal
import sys
import time

request = json.loads(sys.argv[1])
command = sys.argv[2:]
library = ctypes.CDLL(None, use_errno=True)
if request["reports"]:
    os.set_inheritable(3, False)
if os.getsid(0) != os.getpid():
    os.setsid()  # detaches from the terminal: prompts cannot be answered, and its signals must not reach the program

SET_PARENT_DEATH_SIGNAL, SET_DUMPABLE, DROP_CAPABILITY, SET_CHILD_SUBREAPER, SET_NO_NEW_PRIVILEGES = 1, 4, 24, 36, 38
# SYS_PTRACE, SYS_ADMIN, PERFMON: with these, root could read the environment of processes that Landlock protects.
DROPPED_CAPABILITIES = (19, 21, 38)
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
# By the version of Landlock's ABI that introduced them: write, remove and create; link elsewhere; truncate.
WRITING = {1: 0b1111111110010, 2: 1 << 13, 3: 1 << 14}
# Version 6 and later: no signals to processes outside the sandbox, in particular this one.
SCOPED_SIGNALS = 0b10
SECONDS_FOR_SURVIVORS = 5


class Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("directory", ctypes.c_int32)]


def send(**facts):
    if request["reports"]:
        os.write(3, (json.dumps(facts) + "\n").encode())
    elif "error" in facts:
        sys.stderr.write("%s cannot be started: %s\n" % (command[0], facts["error"]))


def end_as(status):
    """Exits with the same exit code as the program, or is killed by the same signal."""
    if os.WIFSIGNALED(status):
        library.prctl(SET_DUMPABLE, 0, 0, 0, 0)  # one core file is enough
        if os.WTERMSIG(status) != signal.SIGKILL:
            signal.signal(os.WTERMSIG(status), signal.SIG_DFL)
        os.kill(os.getpid(), os.WTERMSIG(status))
        os._exit(128 + os.WTERMSIG(status))
    os._exit(os.WEXITSTATUS(status))


def make_ruleset(writable, abi):
    writing = sum(rights for version, rights in WRITING.items() if version <= abi)
    attributes = Ruleset(writing, 0, SCOPED_SIGNALS if abi >= 6 else 0)
    # Older kernels refuse a structure with unknown fields.
    size = ctypes.sizeof(attributes) if abi >= 6 else 8
    ruleset = library.syscall(CREATE_RULESET, ctypes.byref(attributes), ctypes.c_size_t(size), 0)
    for path in writable:
        try:
            directory = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue  # it does not exist on this machine
        rule = PathRule(writing, directory)
        library.syscall(ADD_RULE, ruleset, 1, ctypes.byref(rule), 0)
        os.close(directory)
    return ruleset


def restrict(writable):
    """The version of Landlock's ABI that is in force from now on, or 0."""
    if writable is None:
        return 0
    abi = library.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if abi < 1:
        return 0
    ruleset = make_ruleset(writable, abi)
    for capability in DROPPED_CAPABILITIES:
        library.prctl(DROP_CAPABILITY, capability, 0, 0, 0)
    library.prctl(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return abi if ruleset >= 0 and library.syscall(RESTRICT_SELF, ruleset, 0) == 0 else 0


def run_program(report):
    library.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    # Python ignores these signals, and the program would inherit that.
    for name in ("SIGPIPE", "SIGXFSZ"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDLED)
    facts = {"landlock": restrict(request["writable"])}
    try:
        os.write(report, json.dumps(facts).encode())
        os.execvpe(command[0], command, os.environ)
    except OSError as error:
        os.write(report, b"\n" + json.dumps({"error": error.strerror}).encode())
    os._exit(127)


def start_program():
    """The program's process id, once it runs: by then exec has closed its end of the pipe."""
    reading, writing = os.pipe()
    program = os.fork()
    if program == 0:
        run_program(writing)
    os.close(writing)
    with os.fdopen(reading) as stream:
        facts = [json.loads(line) for line in stream]
    if len(facts) == 1:
        send(pid=program, **facts[0])
    else:
        send(**facts[-1] if facts else {"error": "it was killed"})
    return program


def children():
    own = os.getpid()
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open("/proc/%s/stat" % entry, "rb") as stream:
                    parent = int(stream.read().rpartition(b")")[2].split()[1])
            except (OSError, IndexError):
                continue  # it has just exited
            if parent == own:
                yield int(entry)


def end_all():
    """Kills every child of this process and every orphan that it inherits; returns the number of processes."""
    ended = set()
    until = time.monotonic() + SECONDS_FOR_SURVIVORS
    while time.monotonic() < until:
        try:
            while os.waitpid(-1, os.WNOHANG)[0] != 0:
                pass
        except ChildProcessError:
            break
        for child in children():
            ended.add(child)
            os.kill(child, signal.SIGKILL)
        time.sleep(0.002)
    return len(ended)


def end_at_once(*_):
    end_all()
    os._exit(0 if request["reports"] else 128 + signal.SIGKILL)


HANDLED = {signal.SIGTERM, signal.SIGUSR1}
library.prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
signal.pthread_sigmask(signal.SIG_BLOCK, HANDLED)  # until there is a program to pass them on to
program = start_program()
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, lambda *_: os.kill(program, signal.SIGTERM))
signal.signal(signal.SIGUSR1, end_at_once)
library.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGUSR1, 0, 0, 0)
signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDLED)
status = None
while status is None:
    ended, found = os.waitpid(-1, 0)  # also reaps orphans
    if ended == program:
        status = found
signal.signal(signal.SIGTERM, signal.SIG_IGN)
outcome = {"signal": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else {"code": os.WEXITSTATUS(status)}
send(survivors=end_all(), **outcome)
if request["reports"]:
    os._exit(0)
end_as(status)
