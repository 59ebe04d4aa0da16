"""Runs probes in a container, where it is process 1; started with -c and its own source.

It reads one JSON object per line: {"id", "sources": {file: text} for programs that it has not seen yet, "file", "input",
"switches": [...], "environment": {...}, "directory", "prefix": of the lines of standard output that are kept, "timeout":
seconds} and answers each with {"id", "exitCode": number or null for a signal, "timedOut", "output", "errors"}, in the order in
which they end. {"id", "look": {path: SHA-256 or null}} is answered with {"id", "unseen": [paths that cannot be read, or have
other bytes]}. It ends when its standard input does, and everything in the container with it.
"""
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading

SCRATCH = "/tmp/azureml-extra-packages"
MOST_ERRORS = 1 << 16
MOST_OUTPUT = 1 << 26
# A process that has left its group may keep an output open.
SECONDS_FOR_STRAGGLERS = 2
answering = threading.Lock()


def answer(**facts):
    with answering:
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()


def kept_lines(stream, prefix, kept):
    """Other lines are read and dropped, however many there are."""
    size = 0
    for line in iter(lambda: stream.readline(MOST_OUTPUT), b""):
        if line.startswith(prefix) and size < MOST_OUTPUT:
            size += len(line)
            kept.append(line[len(prefix) :])


def end_of(stream, kept):
    while True:
        part = stream.read1(MOST_ERRORS)
        if not part:
            return
        kept[0] = (kept[0] + part)[-MOST_ERRORS:]


def kill_group(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except OSError:
        pass


def run(request):
    command = [sys.executable] + request["switches"] + [os.path.join(SCRATCH, request["file"])]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=request["directory"],
        env=request["environment"],
        start_new_session=True,
    )
    output, errors = [], [b""]
    readers = [
        threading.Thread(target=kept_lines, args=(process.stdout, request["prefix"].encode(), output), daemon=True),
        threading.Thread(target=end_of, args=(process.stderr, errors), daemon=True),
    ]
    for reader in readers:
        reader.start()
    try:
        process.stdin.write(request["input"].encode())
        process.stdin.close()
    except OSError:
        pass  # it ended before it read its input
    timed_out = False
    try:
        process.wait(request["timeout"])
    except subprocess.TimeoutExpired:
        timed_out = True
    kill_group(process)
    process.wait()
    for reader in readers:
        reader.join(SECONDS_FOR_STRAGGLERS)
    code = process.returncode
    answer(
        id=request["id"],
        exitCode=code if code >= 0 and not timed_out else None,
        timedOut=timed_out,
        output=b"".join(output).decode("utf-8", "replace"),
        errors=errors[0].decode("utf-8", "replace"),
    )


def is_unseen(path, digest):
    try:
        with open(path, "rb") as stream:
            return digest is not None and hashlib.sha256(stream.read()).hexdigest() != digest
    except IsADirectoryError:
        return not os.access(path, os.R_OK | os.X_OK)
    except OSError:
        return True


def serve(request):
    try:
        if "look" in request:
            unseen = [path for path, digest in request["look"].items() if is_unseen(path, digest)]
            return answer(id=request["id"], unseen=sorted(unseen))
        run(request)
    except Exception as error:
        answer(id=request["id"], exitCode=None, timedOut=False, output="", errors="%s: %s" % (type(error).__name__, error))


# The kernel keeps process 1 from signals of its container that it has no handler for: no package can end it.
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.makedirs(SCRATCH, exist_ok=True)
for line in sys.stdin:
    question = json.loads(line)
    for name, text in question.get("sources", {}).items():
        with open(os.path.join(SCRATCH, name), "w", encoding="utf-8") as program:
            program.write(text)
    threading.Thread(target=serve, args=(question,), daemon=True).start()
os._exit(0)
