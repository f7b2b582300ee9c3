#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# coefficients.hpp is what minimax.py prints: it has the generator's tables and no others, and those that take seconds
# are computed again. In: the header. A changed digit in one of those, and a table too many, are found out.
import contextlib
import io
import re
import sys

import minimax

AGAIN = ["exp_tail<float>", "exp_short_tail<float>", "erf_near<float>", "log_tail<float>", "sin_tail<float>",
         "cos_tail<float>", *minimax.CONSTANTS, *minimax.WORDS]


def declared(name):
    table, kind = name[:-1].split("<")
    return (kind, table if name in minimax.WORDS else f"{table}_{kind}")


def faults(header, printed):
    found = re.findall(r"^inline constexpr (\S+) (\w+)\[\]", header, re.M)
    wanted = [declared(name) for name in [*minimax.TABLES, *minimax.CONSTANTS, *minimax.WORDS]]
    strange = [f"{kind} {name} is in one of the two only" for kind, name in set(found) ^ set(wanted)]
    tables = [table for table in printed.split("\n\n") if table]
    return strange + ["the header does not have\n" + table for table in tables if table + "\n" not in header]


with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
output = io.StringIO()
with contextlib.redirect_stdout(output):
    minimax.main(AGAIN)
wrong = faults(text, output.getvalue())
assert faults(text.replace("0.16666539f", "0.16666540f"), output.getvalue()), "a changed digit passes"
assert faults(text + "inline constexpr float own[] = {1.0f};\n", output.getvalue()), "a table of its own passes"
print("\n".join(wrong) or f"{len(AGAIN)} tables are as they are printed")
sys.exit(len(wrong) != 0)
