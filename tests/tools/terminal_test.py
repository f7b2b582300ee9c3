#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
"""What `mnist train` draws: on terminals of several widths no line is longer than the terminal is wide; with NO_COLOR,
TERM=dumb and where there is no terminal there are no control codes. Needs MNIST_DIR."""
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios

program = sys.argv[1]
if not os.environ.get("MNIST_DIR"):
    print("no data: set MNIST_DIR")
    sys.exit(0)
command = [program, "--epochs", "2", "--hidden", "16", "--validation", "1000"]


def drawn(columns, **variables):
    """What the program writes to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm", **variables}
    environment = {name: value for name, value in environment.items() if value is not None}
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.PIPE, env=environment) as process:
        os.close(theirs)
        text = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            text += piece
        process.wait()
    os.close(ours)
    return text.decode()


bad = 0
for width in (40, 60, 80, 100, 160):
    text = drawn(width, NO_COLOR=None)
    epochs = text[text.index("epoch"):text.index("validation loss 0", text.rindex("epoch  2/2"))]
    for line in re.split(r"[\r\n]+", epochs):
        visible = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", line)
        if len(visible) > width:
            bad = 1
            print(f"{len(visible)} columns on a terminal of {width}: {visible}")
    if "\x1b[K" not in text or ("\x1b[36m" not in text and width >= 100):
        bad = 1
        print(f"on a terminal of {width} nothing grows")
for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb", "NO_COLOR": None}):
    text = drawn(80, **variables).replace("\r\n", "\n")
    if "\x1b" in text or "\r" in text:
        bad = 1
        print(f"control codes with {variables}: {text!r}")
plain = subprocess.run(command, capture_output=True, text=True, check=True).stdout
if "\x1b" in plain or "\r" in plain or len(re.findall(r"^epoch ", plain, re.M)) != 2:
    bad = 1
    print(f"not a terminal: {plain!r}")
sys.exit(bad)
