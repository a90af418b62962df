import sys


def f(x):
    return [y for y in x if y]


print(f([1]), sys.argv, __name__)
