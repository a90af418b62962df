"""Records what CPython answers to the expressions in modules/*.txt, for the tests of this package.

Usage: python3 record.py modules/math.txt ...

A file is a sequence of chunks, separated by lines of dashes. A chunk is code, its last line an expression; after a line
"=>" follows what CPython answers: the repr of the value, or the exception as the last line of a traceback. Chunks whose
"=>" line says "=> 3.13" are kept as they are: the recording interpreter is older than the emulated one.
"""

import importlib
import sys
import traceback


def answer(code, names):
    lines = code.strip("\n").split("\n")
    try:
        exec("\n".join(lines[:-1]), names)
        return repr(eval(lines[-1], names))
    except BaseException as e:
        return "".join(traceback.format_exception_only(e)).strip()


def main(paths):
    for path in paths:
        with open(path) as f:
            text = f.read()
        names = {"struct_modules": None}
        for module in "math random time os sys queue threading signal atexit traceback warnings timeit platform uuid gc contextlib errno getpass socket resource tracemalloc sched types weakref inspect logging".split():
            names[module] = importlib.import_module(module)
        importlib.import_module("logging.handlers")
        out = []
        for chunk in text.split("---\n"):
            code, _, rest = chunk.partition("=>")
            if rest.startswith(" 3.13"):
                out.append(chunk)
                continue
            out.append(code + "=>\n" + answer(code, dict(names)) + "\n")
        with open(path, "w") as f:
            f.write("---\n".join(out))


main(sys.argv[1:])
