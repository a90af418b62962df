"""Tests: cases with assertions, suites of them, and a runner that reports on stderr."""

import difflib
import fnmatch
import functools
import pprint
import re
import sys
import time
import traceback
import warnings

__all__ = ['TestResult', 'TestCase', 'IsolatedAsyncioTestCase', 'TestSuite', 'TextTestRunner', 'TestLoader', 'FunctionTestCase', 'main',
           'defaultTestLoader', 'SkipTest', 'skip', 'skipIf', 'skipUnless', 'expectedFailure', 'TextTestResult', 'addModuleCleanup',
           'doModuleCleanups', 'enterModuleContext', 'TestProgram']


class SkipTest(Exception):
    """Raised in a test to skip it."""


class _ShouldStop(Exception):
    pass


def skip(reason):
    def decorate(item):
        if not isinstance(item, type):
            @functools.wraps(item)
            def skipped(*args, **kwargs):
                raise SkipTest(reason)
            item, plain = skipped, item
        item.__unittest_skip__ = True
        item.__unittest_skip_why__ = reason
        return item

    if callable(reason):
        item, reason = reason, ''
        return decorate(item)
    return decorate


def skipIf(condition, reason):
    return skip(reason) if condition else lambda item: item


def skipUnless(condition, reason):
    return skipIf(not condition, reason)


def expectedFailure(item):
    item.__unittest_expecting_failure__ = True
    return item


_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    _module_cleanups.append((function, args, kwargs))


def doModuleCleanups():
    while _module_cleanups:
        function, args, kwargs = _module_cleanups.pop()
        function(*args, **kwargs)


def enterModuleContext(cm):
    result = cm.__enter__()
    addModuleCleanup(cm.__exit__, None, None, None)
    return result


def strclass(cls):
    return "%s.%s" % (cls.__module__, cls.__qualname__)


def _shown(obj, short=False):
    try:
        text = repr(obj)
    except Exception:
        text = object.__repr__(obj)
    return text[:80] + ' [truncated]...' if short and len(text) >= 80 else text


def _shorten(*args):
    """The reprs of the arguments, a common prefix of long ones cut."""
    texts = [_shown(a) for a in args]
    longest = max(map(len, texts))
    if longest <= 80:
        return texts
    n = 0
    while n < min(map(len, texts)) and len({t[n] for t in texts}) == 1:
        n += 1

    def cut(s, head, tail):
        skipped = len(s) - head - tail
        return '%s[%d chars]%s' % (s[:head], skipped, s[len(s) - tail:]) if skipped > 12 else s

    common = 80 - (longest - n + 5 + 12)
    if common > 5:
        prefix = cut(texts[0][:n], 5, common)
        return [prefix + t[n:] for t in texts]
    prefix = cut(texts[0][:n], 5, 5)
    return [prefix + cut(t[n:], 41, 5) for t in texts]


class TestResult:
    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = False
        self.failures, self.errors, self.skipped = [], [], []
        self.expectedFailures, self.unexpectedSuccesses = [], []
        self.collectedDurations = []
        self.testsRun = 0
        self.shouldStop = False
        self.buffer = self.tb_locals = False

    def startTest(self, test):
        self.testsRun += 1

    def stopTest(self, test):
        pass

    def startTestRun(self):
        pass

    def stopTestRun(self):
        pass

    def addSuccess(self, test):
        pass

    def addError(self, test, err):
        self.errors.append((test, self._report(err, test)))
        self._fast()

    def addFailure(self, test, err):
        self.failures.append((test, self._report(err, test)))
        self._fast()

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._report(err, test)))

    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)
        self._fast()

    def addSubTest(self, test, subtest, err):
        if err is not None:
            kind = self.failures if issubclass(err[0], test.failureException) else self.errors
            kind.append((subtest, self._report(err, test)))
            self._fast()

    def addDuration(self, test, elapsed):
        self.collectedDurations.append((str(test), elapsed))

    def _fast(self):
        if self.failfast:
            self.stop()

    def stop(self):
        self.shouldStop = True

    def wasSuccessful(self):
        return not (self.failures or self.errors or self.unexpectedSuccesses)

    def _report(self, err, test):
        return ''.join(traceback.format_exception(*err))

    def __repr__(self):
        return "<%s run=%i errors=%i failures=%i>" % (strclass(self.__class__), self.testsRun, len(self.errors), len(self.failures))


class _Context:
    def __init__(self, case, expected, regex=None):
        self.case, self.expected = case, expected
        self.regex = re.compile(regex) if isinstance(regex, (str, bytes)) else regex
        self.msg = None
        self.name = None

    def fail(self, message):
        raise self.case.failureException(self.case._formatMessage(self.msg, message))

    def expected_name(self):
        try:
            return self.expected.__name__
        except AttributeError:
            return str(self.expected)

    def handle(self, args, kwargs):
        if not args:
            self.msg = kwargs.pop('msg', None)
            return self
        function, *args = args
        self.name = getattr(function, '__name__', str(function))
        with self:
            function(*args, **kwargs)


class _Raises(_Context):
    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        if kind is None:
            if self.name:
                self.fail("%s not raised by %s" % (self.expected_name(), self.name))
            self.fail("%s not raised" % self.expected_name())
        if not issubclass(kind, self.expected):
            return False
        self.exception = value
        if self.regex is not None and not self.regex.search(str(value)):
            self.fail('"%s" does not match "%s"' % (self.regex.pattern, str(value)))
        return True


class _Warns(_Context):
    def __enter__(self):
        self.manager = warnings.catch_warnings(record=True)
        self.warnings = self.manager.__enter__()
        warnings.simplefilter("always", self.expected)
        return self

    def __exit__(self, kind, value, tb):
        self.manager.__exit__(kind, value, tb)
        if kind is not None:
            return
        first = None
        for w in self.warnings:
            if not issubclass(w.category, self.expected):
                continue
            if first is None:
                first = w.message
            if self.regex is not None and not self.regex.search(str(w.message)):
                continue
            self.warning, self.filename, self.lineno = w.message, w.filename, w.lineno
            return
        if first is not None:
            self.fail('"%s" does not match "%s"' % (self.regex.pattern, str(first)))
        by = " by %s" % self.name if self.name else ""
        self.fail("%s not triggered%s" % (self.expected_name(), by))


class _Logs:
    def __init__(self, case, logger, level, none):
        import logging
        self.case, self.none = case, none
        self.logger = logger if isinstance(logger, logging.Logger) else logging.getLogger(logger)
        self.level = logging.getLevelName(level) if isinstance(level, str) else level or logging.INFO
        self.records, self.output = [], []

    def __enter__(self):
        import logging
        watcher = self

        class Handler(logging.Handler):
            def emit(self, record):
                watcher.records.append(record)
                watcher.output.append(logging.Formatter("%(levelname)s:%(name)s:%(message)s").format(record))

        self.old = self.logger.handlers[:], self.logger.level, self.logger.propagate
        self.logger.handlers = [Handler()]
        self.logger.setLevel(self.level)
        self.logger.propagate = False
        return None if self.none else self

    def __exit__(self, kind, value, tb):
        import logging
        self.logger.handlers, level, self.logger.propagate = self.old
        self.logger.setLevel(level)
        if kind is not None:
            return False
        name, level = self.logger.name, logging.getLevelName(self.level)
        if self.none and self.records:
            raise self.case.failureException("Unexpected logs found: %r" % self.output)
        if not self.none and not self.records:
            raise self.case.failureException("no logs of level %s or higher triggered on %s" % (level, name))


class TestCase:
    failureException = AssertionError
    longMessage = True
    maxDiff = 80 * 8

    def __init__(self, methodName='runTest'):
        self._testMethodName = methodName
        self._cleanups = []
        self._subtest = None
        self._result = None
        method = getattr(self, methodName, None)
        if method is None:
            if methodName != 'runTest':
                raise ValueError(f"no such test method in {self.__class__}: {methodName}")
            self._testMethodDoc = 'No test'
        else:
            self._testMethodDoc = method.__doc__
        self._type_equality = {dict: 'assertDictEqual', list: 'assertListEqual', tuple: 'assertTupleEqual', set: 'assertSetEqual',
                               frozenset: 'assertSetEqual', str: 'assertMultiLineEqual'}

    def addTypeEqualityFunc(self, typeobj, function):
        self._type_equality[typeobj] = function

    def setUp(self):
        pass

    def tearDown(self):
        pass

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        return TestResult()

    def shortDescription(self):
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def id(self):
        return "%s.%s" % (strclass(self.__class__), self._testMethodName)

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        return "%s (%s.%s)" % (self._testMethodName, strclass(self.__class__), self._testMethodName)

    def __repr__(self):
        return "<%s testMethod=%s>" % (strclass(self.__class__), self._testMethodName)

    def addCleanup(self, function, /, *args, **kwargs):
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        result = cm.__enter__()
        self.addCleanup(cm.__exit__, None, None, None)
        return result

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        cls.__dict__.get('_class_cleanups') or setattr(cls, '_class_cleanups', [])
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def doClassCleanups(cls):
        cleanups = getattr(cls, '_class_cleanups', [])
        while cleanups:
            function, args, kwargs = cleanups.pop()
            function(*args, **kwargs)

    def subTest(self, msg=None, **params):
        return _SubTestContext(self, msg, params)

    def _attempt(self, result, function, expecting=False):
        """Calls the function; returns None, or the exc_info of what it raised. Skips and failures are noted."""
        try:
            function()
        except KeyboardInterrupt:
            raise
        except SkipTest as e:
            result.addSkip(self, str(e))
            self._outcome = 'skipped'
        except _ShouldStop:
            self._outcome = 'failed'
        except BaseException:
            err = sys.exc_info()
            if expecting:
                self._outcome, self._expected = 'expected', err
            else:
                self._outcome = 'failed'
                if issubclass(err[0], self.failureException):
                    result.addFailure(self, err)
                else:
                    result.addError(self, err)

    def run(self, result=None):
        own = result is None
        if own:
            result = self.defaultTestResult()
            result.startTestRun()
        result.startTest(self)
        try:
            method = getattr(self, self._testMethodName)
            for item in (self.__class__, method):
                if getattr(item, "__unittest_skip__", False):
                    result.addSkip(self, getattr(item, '__unittest_skip_why__', ''))
                    return result
            expecting = getattr(self, "__unittest_expecting_failure__", False) or getattr(method, "__unittest_expecting_failure__", False)
            self._outcome, self._expected, self._result = 'passed', None, result
            start = time.perf_counter()
            self._attempt(result, self.setUp)
            if self._outcome == 'passed':
                self._attempt(result, method, expecting)
                self._attempt(result, self.tearDown)
            self.doCleanups()
            result.addDuration(self, time.perf_counter() - start)
            if self._outcome == 'expected':
                result.addExpectedFailure(self, self._expected)
            elif self._outcome == 'passed':
                if expecting:
                    result.addUnexpectedSuccess(self)
                else:
                    result.addSuccess(self)
            return result
        finally:
            self._result = None
            result.stopTest(self)
            if own:
                result.stopTestRun()

    def doCleanups(self):
        result = self._result or TestResult()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._attempt(result, lambda: function(*args, **kwargs))

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        self.setUp()
        getattr(self, self._testMethodName)()
        self.tearDown()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            function(*args, **kwargs)

    def skipTest(self, reason):
        raise SkipTest(reason)

    def fail(self, msg=None):
        raise self.failureException(msg)

    def _formatMessage(self, msg, standardMsg):
        if not self.longMessage:
            return msg or standardMsg
        if msg is None:
            return standardMsg
        return '%s : %s' % (standardMsg, msg)

    def _no(self, msg, standard):
        raise self.failureException(self._formatMessage(msg, standard))

    def assertTrue(self, expr, msg=None):
        if not expr:
            self._no(msg, "%s is not true" % _shown(expr))

    def assertFalse(self, expr, msg=None):
        if expr:
            self._no(msg, "%s is not false" % _shown(expr))

    def assertEqual(self, first, second, msg=None):
        if type(first) is type(second):
            function = self._type_equality.get(type(first))
            if function is not None:
                if isinstance(function, str):
                    function = getattr(self, function)
                function(first, second, msg=msg)
                return
        if not first == second:
            self._no(msg, '%s != %s' % tuple(_shorten(first, second)))

    def assertNotEqual(self, first, second, msg=None):
        if not first != second:
            self._no(msg, '%s == %s' % (_shown(first), _shown(second)))

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if first == second:
            return
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        diff = abs(first - second)
        if delta is not None:
            if diff <= delta:
                return
            self._no(msg, '%s != %s within %s delta (%s difference)' % (_shown(first), _shown(second), _shown(delta), _shown(diff)))
        if places is None:
            places = 7
        if round(diff, places) != 0:
            self._no(msg, '%s != %s within %r places (%s difference)' % (_shown(first), _shown(second), places, _shown(diff)))

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        diff = abs(first - second)
        if delta is not None:
            if first != second and diff > delta:
                return
            self._no(msg, '%s == %s within %s delta (%s difference)' % (_shown(first), _shown(second), _shown(delta), _shown(diff)))
        if places is None:
            places = 7
        if first == second or round(diff, places) == 0:
            self._no(msg, '%s == %s within %r places' % (_shown(first), _shown(second), places))

    def _cut(self, message, diff):
        if self.maxDiff is None or len(diff) <= self.maxDiff:
            return message + diff
        return message + '\nDiff is %s characters long. Set self.maxDiff to None to see it.' % len(diff)

    def assertSequenceEqual(self, first, second, msg=None, seq_type=None):
        name = seq_type.__name__ if seq_type else 'sequence'
        if seq_type is not None:
            for which, seq in (('First', first), ('Second', second)):
                if not isinstance(seq, seq_type):
                    raise self.failureException('%s sequence is not a %s: %s' % (which, name, _shown(seq)))
        if first == second:
            return
        text = '%ss differ: %s != %s\n' % ((name.capitalize(),) + tuple(_shorten(first, second)))
        len1, len2 = len(first), len(second)
        for i in range(min(len1, len2)):
            if first[i] != second[i]:
                text += '\nFirst differing element %d:\n%s\n%s\n' % (i, *_shorten(first[i], second[i]))
                break
        if len1 > len2:
            text += '\nFirst %s contains %d additional elements.\nFirst extra element %d:\n%s\n' % (name, len1 - len2, len2, _shown(first[len2]))
        elif len1 < len2:
            text += '\nSecond %s contains %d additional elements.\nFirst extra element %d:\n%s\n' % (name, len2 - len1, len1, _shown(second[len1]))
        diff = '\n' + '\n'.join(difflib.ndiff(pprint.pformat(first).splitlines(), pprint.pformat(second).splitlines()))
        self._no(msg, self._cut(text, diff))

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        only1, only2 = set1 - set2, set2 - set1
        if not (only1 or only2):
            return
        lines = []
        for which, only in (('first', only1), ('second', only2)):
            if only:
                lines.append('Items in the %s set but not the %s:' % (which, 'second' if which == 'first' else 'first'))
                lines += map(repr, only)
        self._no(msg, '\n'.join(lines))

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict, 'First argument is not a dictionary')
        self.assertIsInstance(d2, dict, 'Second argument is not a dictionary')
        if d1 != d2:
            text = '%s != %s' % tuple(_shorten(d1, d2))
            diff = '\n' + '\n'.join(difflib.ndiff(pprint.pformat(d1).splitlines(), pprint.pformat(d2).splitlines()))
            self._no(msg, self._cut(text, diff))

    def assertMultiLineEqual(self, first, second, msg=None):
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first == second:
            return
        if len(first) > 2 ** 16 or len(second) > 2 ** 16:
            self._no(msg, '%s != %s' % tuple(_shorten(first, second)))
        a, b = first, second
        if first.endswith('\n') != second.endswith('\n') or not first.endswith('\n'):
            a, b = (s if s.endswith('\n') else s + '\n' for s in (first, second))
        a, b = a.splitlines(True), b.splitlines(True)
        text = '%s != %s' % tuple(_shorten(first, second))
        self._no(msg, self._cut(text, '\n' + ''.join(difflib.ndiff(a, b))))

    def assertCountEqual(self, first, second, msg=None):
        rest, extra = list(second), []
        for x in first:
            if x in rest:
                rest.remove(x)
            else:
                extra.append(x)
        if not extra and not rest:
            return
        text = 'Element counts were not equal:\n'
        firsts, seconds = list(first), list(second)
        lines, seen = [], []
        for x in extra + rest:
            if x not in seen:
                seen.append(x)
                lines.append('First has %d, Second has %d:  %r' % (firsts.count(x), seconds.count(x), x))
        self._no(msg, text + '\n'.join(lines))

    def assertIn(self, member, container, msg=None):
        if member not in container:
            self._no(msg, '%s not found in %s' % (_shown(member), _shown(container)))

    def assertNotIn(self, member, container, msg=None):
        if member in container:
            self._no(msg, '%s unexpectedly found in %s' % (_shown(member), _shown(container)))

    def assertIs(self, expr1, expr2, msg=None):
        if expr1 is not expr2:
            self._no(msg, '%s is not %s' % (_shown(expr1), _shown(expr2)))

    def assertIsNot(self, expr1, expr2, msg=None):
        if expr1 is expr2:
            self._no(msg, 'unexpectedly identical: %s' % (_shown(expr1),))

    def assertIsNone(self, obj, msg=None):
        if obj is not None:
            self._no(msg, '%s is not None' % (_shown(obj),))

    def assertIsNotNone(self, obj, msg=None):
        if obj is None:
            self._no(msg, 'unexpectedly None')

    def assertIsInstance(self, obj, cls, msg=None):
        if not isinstance(obj, cls):
            self._no(msg, '%s is not an instance of %r' % (_shown(obj), cls))

    def assertNotIsInstance(self, obj, cls, msg=None):
        if isinstance(obj, cls):
            self._no(msg, '%s is an instance of %r' % (_shown(obj), cls))

    def assertLess(self, a, b, msg=None):
        if not a < b:
            self._no(msg, '%s not less than %s' % (_shown(a), _shown(b)))

    def assertLessEqual(self, a, b, msg=None):
        if not a <= b:
            self._no(msg, '%s not less than or equal to %s' % (_shown(a), _shown(b)))

    def assertGreater(self, a, b, msg=None):
        if not a > b:
            self._no(msg, '%s not greater than %s' % (_shown(a), _shown(b)))

    def assertGreaterEqual(self, a, b, msg=None):
        if not a >= b:
            self._no(msg, '%s not greater than or equal to %s' % (_shown(a), _shown(b)))

    def assertRegex(self, text, expected_regex, msg=None):
        if isinstance(expected_regex, (str, bytes)):
            expected_regex = re.compile(expected_regex)
        if not expected_regex.search(text):
            self._no(msg, "Regex didn't match: %r not found in %r" % (expected_regex.pattern, text))

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        if isinstance(unexpected_regex, (str, bytes)):
            unexpected_regex = re.compile(unexpected_regex)
        m = unexpected_regex.search(text)
        if m:
            self._no(msg, 'Regex matched: %r matches %r in %r' % (text[m.start():m.end()], unexpected_regex.pattern, text))

    def assertRaises(self, expected_exception, *args, **kwargs):
        return _Raises(self, expected_exception).handle(args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        return _Raises(self, expected_exception, expected_regex).handle(args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        return _Warns(self, expected_warning).handle(args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        return _Warns(self, expected_warning, expected_regex).handle(args, kwargs)

    def assertLogs(self, logger=None, level=None):
        return _Logs(self, logger, level, False)

    def assertNoLogs(self, logger=None, level=None):
        return _Logs(self, logger, level, True)


class _SubTest(TestCase):
    def __init__(self, case, message, params):
        super().__init__()
        self.test_case, self._message, self.params = case, message, params
        self.failureException = case.failureException

    def _text(self):
        parts = []
        if self._message is not None:
            parts.append("[{}]".format(self._message))
        if self.params:
            parts.append("({})".format(', '.join("{}={!r}".format(k, v) for k, v in self.params.items())))
        return " ".join(parts) or '(<subtest>)'

    def id(self):
        return "{} {}".format(self.test_case.id(), self._text())

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return "{} {}".format(self.test_case, self._text())


class _SubTestContext:
    def __init__(self, case, msg, params):
        self.case, self.msg, self.params = case, msg, params

    def __enter__(self):
        self.outer = self.case._subtest
        if self.outer is not None:
            self.params = {**self.outer.params, **self.params}
        self.case._subtest = self

    def __exit__(self, kind, value, tb):
        case = self.case
        case._subtest = self.outer
        if kind is None or not issubclass(kind, Exception) or case._result is None:
            return False
        if issubclass(kind, SkipTest):
            case._result.addSkip(_SubTest(case, self.msg, self.params), str(value))
            return True
        case._outcome = 'failed'
        case._result.addSubTest(case, _SubTest(case, self.msg, self.params), (kind, value, tb))
        if case._result.shouldStop:
            raise _ShouldStop
        return True


class IsolatedAsyncioTestCase(TestCase):
    """A name to derive from; coroutines are not part of the language."""


class FunctionTestCase(TestCase):
    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._function, self._up, self._down, self._description = testFunc, setUp, tearDown, description

    def setUp(self):
        if self._up is not None:
            self._up()

    def tearDown(self):
        if self._down is not None:
            self._down()

    def runTest(self):
        self._function()

    def id(self):
        return self._function.__name__

    def __str__(self):
        return "%s (%s)" % (strclass(self.__class__), self._function.__name__)

    def shortDescription(self):
        return self._description


class TestSuite:
    def __init__(self, tests=()):
        self._tests = []
        self.addTests(tests)

    def addTest(self, test):
        if not callable(test):
            raise TypeError("{} is not callable".format(repr(test)))
        self._tests.append(test)

    def addTests(self, tests):
        for test in tests:
            self.addTest(test)

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        return sum(test.countTestCases() for test in self)

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def __repr__(self):
        return "<%s tests=%s>" % (strclass(self.__class__), list(self))

    def debug(self):
        for test in self:
            test.debug()

    def run(self, result, debug=False):
        current, broken = None, False
        for test in self._flat():
            if result.shouldStop:
                break
            cls = test.__class__
            if cls is not current:
                self._leave(current, result)
                current, broken = cls, not self._enter(cls, result)
            if not broken:
                test(result)
        self._leave(current, result)
        return result

    def _flat(self):
        for test in self._tests:
            if isinstance(test, TestSuite):
                yield from test._flat()
            else:
                yield test

    def _enter(self, cls, result):
        module = sys.modules.get(cls.__module__)
        if module is not self.__dict__.get('_module'):
            self._module = module
            setup = getattr(module, 'setUpModule', None)
            if setup and not self._call(setup, result, 'setUpModule (%s)' % cls.__module__):
                return False
        if getattr(cls, "__unittest_skip__", False):
            return True
        return self._call(getattr(cls, 'setUpClass', lambda: None), result, 'setUpClass (%s)' % strclass(cls))

    def _leave(self, cls, result):
        if cls is None or getattr(cls, "__unittest_skip__", False):
            return
        self._call(getattr(cls, 'tearDownClass', lambda: None), result, 'tearDownClass (%s)' % strclass(cls))
        self._call(getattr(cls, 'doClassCleanups', lambda: None), result, 'tearDownClass (%s)' % strclass(cls))

    def _call(self, function, result, name):
        try:
            function()
            return True
        except SkipTest as e:
            result.addSkip(_Holder(name), str(e))
        except Exception:
            result.addError(_Holder(name), sys.exc_info())
        return False


class _Holder:
    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def __str__(self):
        return self.description


class TestLoader:
    testMethodPrefix = 'test'
    testNamePatterns = None
    suiteClass = TestSuite

    def __init__(self):
        self.errors = []

    def sortTestMethodsUsing(self, a, b):
        return (a > b) - (a < b)

    def getTestCaseNames(self, testCaseClass):
        names = [n for n in dir(testCaseClass) if n.startswith(self.testMethodPrefix) and callable(getattr(testCaseClass, n))]
        if self.testNamePatterns is not None:
            names = [n for n in names if any(fnmatch.fnmatchcase(strclass(testCaseClass) + '.' + n, p) for p in self.testNamePatterns)]
        if self.sortTestMethodsUsing:
            names.sort(key=functools.cmp_to_key(self.sortTestMethodsUsing))
        return names

    def loadTestsFromTestCase(self, testCaseClass):
        names = self.getTestCaseNames(testCaseClass)
        if not names and hasattr(testCaseClass, 'runTest'):
            names = ['runTest']
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        tests = []
        for name in dir(module):
            obj = getattr(module, name)
            if isinstance(obj, type) and issubclass(obj, TestCase) and obj not in (TestCase, FunctionTestCase):
                tests.append(self.loadTestsFromTestCase(obj))
        suite = self.suiteClass(tests)
        load_tests = getattr(module, 'load_tests', None)
        if load_tests is not None:
            return load_tests(self, suite, pattern)
        return suite

    def loadTestsFromName(self, name, module=None):
        parts = name.split('.')
        obj = module
        if module is None:
            obj = __import__(parts.pop(0))
        parent = None
        for part in parts:
            parent, obj = obj, getattr(obj, part)
        if isinstance(obj, type) and issubclass(obj, TestCase):
            return self.loadTestsFromTestCase(obj)
        if isinstance(parent, type) and issubclass(parent, TestCase):
            return self.suiteClass([parent(parts[-1])])
        if isinstance(obj, (TestSuite, TestCase)):
            return obj
        if callable(obj):
            return obj()
        return self.loadTestsFromModule(obj)

    def loadTestsFromNames(self, names, module=None):
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])


defaultTestLoader = TestLoader()


class TextTestResult(TestResult):
    separator1 = '=' * 70
    separator2 = '-' * 70

    def __init__(self, stream, descriptions, verbosity, *, durations=None):
        super().__init__(stream, descriptions, verbosity)
        self.stream = stream
        self.showAll = verbosity > 1
        self.dots = verbosity == 1
        self.descriptions = descriptions

    def getDescription(self, test):
        first = test.shortDescription()
        return '\n'.join((str(test), first)) if self.descriptions and first else str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.showAll:
            self.stream.write(self.getDescription(test) + " ... ")
            self.stream.flush()

    def _say(self, long, short):
        if self.showAll:
            self.stream.write(long + "\n")
        elif self.dots:
            self.stream.write(short)
        self.stream.flush()

    def addSuccess(self, test):
        super().addSuccess(test)
        self._say("ok", ".")

    def addError(self, test, err):
        super().addError(test, err)
        self._say("ERROR", "E")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._say("FAIL", "F")

    def addSubTest(self, test, subtest, err):
        if err is not None:
            if self.showAll:
                self.stream.write("\n  " + self.getDescription(subtest) + " ... ")
            if issubclass(err[0], subtest.failureException):
                self._say("FAIL", "F")
            else:
                self._say("ERROR", "E")
        super().addSubTest(test, subtest, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._say("skipped {0!r}".format(reason), "s")

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._say("expected failure", "x")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._say("unexpected success", "u")

    def printErrors(self):
        if self.dots or self.showAll:
            self.stream.write("\n")
        for flavour, errors in (('ERROR', self.errors), ('FAIL', self.failures)):
            for test, err in errors:
                self.stream.write("%s\n%s: %s\n%s\n%s\n" % (self.separator1, flavour, self.getDescription(test), self.separator2, err))
        for test in self.unexpectedSuccesses:
            self.stream.write("%s\nUNEXPECTED SUCCESS: %s\n" % (self.separator1, self.getDescription(test)))
        self.stream.flush()


class TextTestRunner:
    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False, resultclass=None, warnings=None,
                 *, tb_locals=False, durations=None):
        self.stream = sys.stderr if stream is None else stream
        self.descriptions, self.verbosity, self.failfast, self.buffer = descriptions, verbosity, failfast, buffer
        if resultclass is not None:
            self.resultclass = resultclass

    def _makeResult(self):
        return self.resultclass(self.stream, self.descriptions, self.verbosity)

    def run(self, test):
        result = self._makeResult()
        result.failfast = self.failfast
        start = time.perf_counter()
        result.startTestRun()
        try:
            test(result)
        finally:
            result.stopTestRun()
            doModuleCleanups()
        elapsed = time.perf_counter() - start
        if hasattr(result, 'printErrors'):
            result.printErrors()
        write = self.stream.write
        write(getattr(result, 'separator2', '-' * 70) + "\n")
        write("Ran %d test%s in %.3fs\n\n" % (result.testsRun, "" if result.testsRun == 1 else "s", elapsed))
        infos = []
        if not result.wasSuccessful():
            write("FAILED")
            for name, items in (("failures", result.failures), ("errors", result.errors)):
                if items:
                    infos.append("%s=%d" % (name, len(items)))
        elif result.testsRun == 0 and not result.skipped:
            write("NO TESTS RAN")
        else:
            write("OK")
        for name, items in (("skipped", result.skipped), ("expected failures", result.expectedFailures),
                            ("unexpected successes", result.unexpectedSuccesses)):
            if items:
                infos.append("%s=%d" % (name, len(items)))
        write(" (%s)\n" % ", ".join(infos) if infos else "\n")
        self.stream.flush()
        return result


class TestProgram:
    def __init__(self, module='__main__', defaultTest=None, argv=None, testRunner=None, testLoader=defaultTestLoader, exit=True,
                 verbosity=1, failfast=None, catchbreak=None, buffer=None, warnings=None, *, tb_locals=False, durations=None):
        self.module = __import__(module) if isinstance(module, str) else module
        names, patterns = [], []
        args = iter((sys.argv if argv is None else argv)[1:])
        for arg in args:
            if arg in ('-v', '--verbose'):
                verbosity = 2
            elif arg in ('-q', '--quiet'):
                verbosity = 0
            elif arg in ('-f', '--failfast'):
                failfast = True
            elif arg in ('-b', '--buffer'):
                buffer = True
            elif arg == '-k':
                pattern = next(args)
                patterns.append(pattern if '*' in pattern else '*%s*' % pattern)
            elif not arg.startswith('-'):
                names.append(arg)
        loader = testLoader
        if patterns:
            loader.testNamePatterns = patterns
        if not names and defaultTest is not None:
            names = [defaultTest] if isinstance(defaultTest, str) else list(defaultTest)
        if names:
            self.test = loader.loadTestsFromNames(names, self.module)
        else:
            self.test = loader.loadTestsFromModule(self.module)
        if testRunner is None:
            testRunner = TextTestRunner
        if isinstance(testRunner, type):
            testRunner = testRunner(verbosity=verbosity, failfast=bool(failfast), buffer=bool(buffer))
        self.result = testRunner.run(self.test)
        if exit:
            if self.result.testsRun == 0 and not self.result.skipped:
                sys.exit(5)
            sys.exit(0 if self.result.wasSuccessful() else 1)


main = TestProgram
