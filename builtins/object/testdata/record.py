"""Writes the second column of the tables in this folder: python3.13 record.py *.txt

A table holds an expression, a tab and what it evaluates to: the repr of the value, or the type and message of the
exception. Lines that begin with # are comments."""

import sys


def outcome(expression):
    try:
        return repr(eval(expression))
    except Exception as e:
        message = str(e)
        return type(e).__name__ + (": " + message if message else "")


for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    with open(path, "w", encoding="utf-8") as f:
        for line in lines:
            expression = line.split("\t")[0]
            if not expression or expression.startswith("#"):
                f.write(line + "\n" if expression else "")
                continue
            f.write(expression + "\t" + outcome(expression) + "\n")
