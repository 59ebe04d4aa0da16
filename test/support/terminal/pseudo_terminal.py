"""Runs a program whose streams are a terminal of its own, and copies what it writes there to standard output.

Usage: pseudo_terminal.py COLUMNS OUTPUT PROGRAM [ARGUMENT ...]
OUTPUT: `-` if its standard output is that terminal too, else the path of the file that receives it.
Lines of standard input are `WAIT text`, which waits until the program has written the text, and `TYPE json`, which types a
string. Ends with the exit code of the program; 128 and the signal's number if one ended it.
"""
import fcntl
import json
import os
import pty
import struct
import sys
import termios

columns, output, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
steps = [line.rstrip("\n").split(" ", 1) for line in sys.stdin]

child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    if output != "-":
        os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT, 0o600), 1)
    os.execvp(command[0], command)

written = b""
while True:
    while steps and (steps[0][0] == "TYPE" or steps[0][1].encode() in written):
        kind, text = steps.pop(0)
        if kind == "TYPE":
            os.write(terminal, json.loads(text).encode())
        else:
            written = written.split(text.encode(), 1)[1]
    try:
        part = os.read(terminal, 65536)
    except OSError:  # Linux reports so that the last process has closed it
        break
    if not part:
        break
    written += part
    sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()

status = os.waitpid(child, 0)[1]
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
