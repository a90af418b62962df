"""Module docstring.

>>> 1 + 1
2
>>> square(3)
9
"""
import functools


def square(x):
    """Return x squared.

    >>> square(2)
    4
    >>> square(-1)
    2
    >>> [square(i) for i in range(3)]
    [0, 1, 4]
    >>> square("a")
    Traceback (most recent call last):
        ...
    TypeError: can't multiply sequence by non-int of type 'str'
    >>> def local(y):
    ...     return square(y) + 1
    ...
    >>> local(2)
    5
    >>> for i in range(2):
    ...     print(i)
    0
    1
    >>> square(1.5) # doctest: +ELLIPSIS
    2.2...
    >>> print("a\\n\\nb")
    a
    <BLANKLINE>
    b
    >>> {"a":   1} # doctest: +NORMALIZE_WHITESPACE
    {'a': 
       1}
    >>> 1/0 # doctest: +SKIP
    >>> 1/0 # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ZeroDivisionError: whatever
    >>> None
    >>> "x"
    """
    return x * x


class A:
    """
    >>> A(2).double()
    4
    """
    def __init__(self, n):
        self.n = n
    def double(self):
        """
        >>> a = A(5); a.double()
        11
        """
        return self.n * 2
    @property
    def p(self):
        """
        >>> A(1).p
        1
        """
        return self.n
    @staticmethod
    def s():
        """
        >>> A.s()
        'static'
        """
        return 'static'
    @classmethod
    def c(cls):
        """
        >>> A.c()
        <class '__main__.A'>
        """
        return cls

@functools.lru_cache(maxsize=None)
def fib(n):
    """
    >>> fib(10)
    55
    """
    return n if n < 2 else fib(n-1) + fib(n-2)

def nodoc(): pass

def flags():
    r"""
    >>> print(list(range(20))) # doctest: +ELLIPSIS, +NORMALIZE_WHITESPACE
    [0,   1, ..., 18,
    19]
    >>> x = 5
    >>> if x > 3:
    ...     print("big")
    ... else:
    ...     print("small")
    big
    >>> try:
    ...     raise KeyError("k")
    ... except KeyError as e:
    ...     print("caught", e)
    caught 'k'
    >>> import math; math.floor(2.5)
    2
    >>> with open_nothing() as f:
    ...     f
    1
    >>> class Local:
    ...     def m(self):
    ...         return x
    >>> Local().m()
    5
    >>> exec("y = x + 1"); y
    6
    >>> eval("1 +")
    Traceback (most recent call last):
    ...
    SyntaxError: invalid syntax
    >>> True
    1
    >>> raise ValueError("several\nlines")
    Traceback (most recent call last):
    ValueError: several
    lines
    >>> _ = 3
    >>> lst = [3, 1]; lst.sort(); lst
    [1, 3]
    """

class open_nothing:
    def __enter__(self): return 1
    def __exit__(self, *a): pass

__test__ = {"extra": ">>> 1 + 1\n2\n", "function": square}

if __name__ == "__main__":
    import doctest
    import os
    __file__ = os.path.basename(__file__)
    print(doctest.testmod())
    print(doctest.testmod(verbose=True))
    doctest.run_docstring_examples(fib, globals(), verbose=True, name="fib")
    doctest.run_docstring_examples(">>> 1\n2\n", {}, name="text", optionflags=doctest.ELLIPSIS)
    parser = doctest.DocTestParser()
    for e in parser.get_examples(square.__doc__)[:3]:
        print(repr(e.source), repr(e.want), e.lineno, e.indent, e.options)
    finder = doctest.DocTestFinder()
    for t in finder.find(A, "A"):
        print(t.name, t.lineno, len(t.examples))
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.REPORT_ONLY_FIRST_FAILURE)
    for t in finder.find(square, "square"):
        print(runner.run(t))
    print(runner.summarize())
    print(doctest.script_from_examples("text\n>>> 1 + 1\n2\nmore\n"))
    try:
        parser.get_examples(">>>x")
    except ValueError as e:
        print(e)
    try:
        doctest.testmod(raise_on_error=True)
    except doctest.DocTestFailure as e:
        print(e.example.want, e.got)
