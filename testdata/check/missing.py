"""What a script can miss, and what it copes without."""
import numpy as np
import jsom
import tkinter
import os, sys
from math import sqroot, pi
from typing import TYPE_CHECKING
import check_helper
from check_helper import good, bad
import multiprocessing as mp

try:
    import cupy
except ImportError:
    cupy = None
try:
    from fastlib import x
except Exception:
    x = None
if sys.version_info < (3,):
    import Queue
if TYPE_CHECKING:
    import types_of_another_program


def used():
    os.nosuch()
    prnt("x")
    if hasattr(os, "fork2"):
        os.fork2()
    return undefined_thing


def unused():
    os.startfil("x")


used()
os.path.joinn("a")
mp.Pooll(3)
os.added = 1
print(os.added, np, pi, check_helper.good, check_helper.worse, __file__)
