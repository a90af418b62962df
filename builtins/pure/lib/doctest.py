"""Run the examples in docstrings and compare what they print with what stands below them."""

import inspect
import io
import linecache
import os
import re
import sys
import traceback
from collections import namedtuple

__all__ = [
    'register_optionflag', 'DONT_ACCEPT_TRUE_FOR_1', 'DONT_ACCEPT_BLANKLINE', 'NORMALIZE_WHITESPACE', 'ELLIPSIS', 'SKIP',
    'IGNORE_EXCEPTION_DETAIL', 'COMPARISON_FLAGS', 'REPORT_UDIFF', 'REPORT_CDIFF', 'REPORT_NDIFF',
    'REPORT_ONLY_FIRST_FAILURE', 'REPORTING_FLAGS', 'FAIL_FAST', 'Example', 'DocTest', 'DocTestParser', 'DocTestFinder',
    'DocTestRunner', 'OutputChecker', 'DocTestFailure', 'UnexpectedException', 'DebugRunner', 'testmod', 'testfile',
    'run_docstring_examples', 'script_from_examples', 'testsource',
]


class TestResults(namedtuple('TestResults', 'failed attempted')):
    def __new__(cls, failed, attempted, *, skipped=0):
        results = super().__new__(cls, failed, attempted)
        results.skipped = skipped
        return results

    def __repr__(self):
        more = f', skipped={self.skipped}' if self.skipped else ''
        return f'TestResults(failed={self.failed}, attempted={self.attempted}{more})'


# Option flags: one bit each, by their names.

OPTIONFLAGS_BY_NAME = {}


def register_optionflag(name):
    return OPTIONFLAGS_BY_NAME.setdefault(name, 1 << len(OPTIONFLAGS_BY_NAME))


DONT_ACCEPT_TRUE_FOR_1 = register_optionflag('DONT_ACCEPT_TRUE_FOR_1')
DONT_ACCEPT_BLANKLINE = register_optionflag('DONT_ACCEPT_BLANKLINE')
NORMALIZE_WHITESPACE = register_optionflag('NORMALIZE_WHITESPACE')
ELLIPSIS = register_optionflag('ELLIPSIS')
SKIP = register_optionflag('SKIP')
IGNORE_EXCEPTION_DETAIL = register_optionflag('IGNORE_EXCEPTION_DETAIL')
COMPARISON_FLAGS = (DONT_ACCEPT_TRUE_FOR_1 | DONT_ACCEPT_BLANKLINE | NORMALIZE_WHITESPACE | ELLIPSIS | SKIP
                    | IGNORE_EXCEPTION_DETAIL)
REPORT_UDIFF = register_optionflag('REPORT_UDIFF')
REPORT_CDIFF = register_optionflag('REPORT_CDIFF')
REPORT_NDIFF = register_optionflag('REPORT_NDIFF')
REPORT_ONLY_FIRST_FAILURE = register_optionflag('REPORT_ONLY_FIRST_FAILURE')
FAIL_FAST = register_optionflag('FAIL_FAST')
REPORTING_FLAGS = REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF | REPORT_ONLY_FIRST_FAILURE | FAIL_FAST

BLANKLINE_MARKER = '<BLANKLINE>'
ELLIPSIS_MARKER = '...'


def _indented(text):
    return ''.join('    ' + line if line.strip('\n') else line for line in text.splitlines(True))


def _ended(text):
    return text if text == '' or text.endswith('\n') else text + '\n'


def _items(things):
    return f'{len(things)} item' + ('' if len(things) == 1 else 's')


def _report_of(error):
    """The traceback of an example's exception, without the frames of this module."""
    pieces = traceback.format_exception(type(error), error, error.__traceback__)
    return ''.join(p for p in pieces if not p.startswith(f'  File "{__file__}"'))


class Example:
    """A piece of source and what it must print, or the exception that it must raise."""

    def __init__(self, source, want, exc_msg=None, lineno=0, indent=0, options=None):
        self.source = _ended(source)
        self.want = _ended(want)
        self.exc_msg = None if exc_msg is None else _ended(exc_msg)
        self.lineno = lineno
        self.indent = indent
        self.options = {} if options is None else options

    def _key(self):
        return self.source, self.want, self.lineno, self.indent, self.options, self.exc_msg

    def __eq__(self, other):
        return self._key() == other._key() if type(self) is type(other) else NotImplemented

    def __hash__(self):
        return hash((self.source, self.want, self.lineno, self.indent, self.exc_msg))


class DocTest:
    """The examples of one docstring, and the names that they run with."""

    def __init__(self, examples, globs, name, filename, lineno, docstring):
        self.examples = examples
        self.docstring = docstring
        self.globs = globs.copy()
        self.name = name
        self.filename = filename
        self.lineno = lineno

    def __repr__(self):
        if len(self.examples) == 0:
            examples = 'no examples'
        elif len(self.examples) == 1:
            examples = '1 example'
        else:
            examples = f'{len(self.examples)} examples'
        return f'<DocTest {self.name} from {self.filename}:{self.lineno} ({examples})>'

    def __lt__(self, other):
        if not isinstance(other, DocTest):
            return NotImplemented
        mine = self.name, self.filename or '', -1 if self.lineno is None else self.lineno
        return mine < (other.name, other.filename or '', -1 if other.lineno is None else other.lineno)


class DocTestParser:
    """Takes docstrings apart."""

    def parse(self, string, name='<string>'):
        """The text and the Examples of a string, alternating; they begin and end with a text."""
        lines = string.expandtabs().split('\n')
        margin = min((len(line) - len(line.lstrip(' ')) for line in lines if line.strip(' ')), default=0)
        lines = [line[margin:] for line in lines]
        output, text, at = [], [], 0
        while at < len(lines):
            if not lines[at].lstrip(' ').startswith('>>>'):
                text.append(lines[at])
                at += 1
                continue
            output.append(''.join(line + '\n' for line in text))
            text = []
            example, at = self._example(lines, at, name)
            if example is not None:
                output.append(example)
        output.append('\n'.join(text))
        return output

    def _example(self, lines, first, name):
        """The example whose prompt is on a line, None if it is a comment alone, and the number of the line after it."""
        indent = len(lines[first]) - len(lines[first].lstrip(' '))
        at = first + 1
        while at < len(lines) and lines[at].lstrip(' ').startswith('...'):
            at += 1
        prompts = lines[first:at]
        below = at
        while at < len(lines) and lines[at].strip(' ') and not lines[at].lstrip(' ').startswith('>>>'):
            at += 1
        want = lines[below:at]
        for i, line in enumerate(prompts):
            if len(line) >= indent + 4 and line[indent + 3] != ' ':
                raise ValueError('line %r of the docstring for %s lacks blank after %s: %r'
                                 % (first + i + 1, name, line[indent:indent + 3], line))
        self._check_margin(prompts[1:], ' ' * indent + '.', name, first)
        self._check_margin(want, ' ' * indent, name, first + len(prompts))
        source = '\n'.join(line[indent + 4:] for line in prompts)
        options = self._options(source, name, first)
        if all(not line.strip() or line.lstrip().startswith('#') for line in source.split('\n')):
            return None, at
        want = '\n'.join(line[indent:] for line in want)
        found = _EXCEPTION.match(want)
        return Example(source, want, found.group('msg') if found else None, first, indent, options), at

    def _check_margin(self, lines, prefix, name, lineno):
        for i, line in enumerate(lines):
            if line and not line.startswith(prefix):
                raise ValueError('line %r of the docstring for %s has inconsistent leading whitespace: %r'
                                 % (lineno + i + 1, name, line))

    def _options(self, source, name, lineno):
        options = {}
        for directive in _DIRECTIVE.findall(source):
            for option in directive.replace(',', ' ').split():
                if option[0] not in '+-' or option[1:] not in OPTIONFLAGS_BY_NAME:
                    raise ValueError('line %r of the doctest for %s has an invalid option: %r' % (lineno + 1, name, option))
                options[OPTIONFLAGS_BY_NAME[option[1:]]] = option[0] == '+'
        if options and all(not line.strip() or line.lstrip().startswith('#') for line in source.split('\n')):
            raise ValueError('line %r of the doctest for %s has an option directive on a line with no example: %r'
                             % (lineno, name, source))
        return options

    def get_examples(self, string, name='<string>'):
        return [x for x in self.parse(string, name) if isinstance(x, Example)]

    def get_doctest(self, string, globs, name, filename, lineno):
        return DocTest(self.get_examples(string, name), globs, name, filename, lineno, string)


_DIRECTIVE = re.compile(r'#\s*doctest:\s*([^\n\'"]*)$', re.MULTILINE)
_EXCEPTION = re.compile(r'Traceback \((?:most recent call last|innermost last)\):\s*$.*?^(?P<msg>\w+.*)', re.MULTILINE | re.DOTALL)
_OPENING = re.compile(r'(^|.*:)\s*\w*("|\')')


class DocTestFinder:
    """Finds the docstrings of a module, its classes and its functions."""

    def __init__(self, verbose=False, parser=DocTestParser(), recurse=True, exclude_empty=True):
        self._parser = parser
        self._verbose = verbose
        self._recurse = recurse
        self._exclude_empty = exclude_empty

    def find(self, obj, name=None, module=None, globs=None, extraglobs=None):
        if name is None:
            name = getattr(obj, '__name__', None)
            if name is None:
                raise ValueError("DocTestFinder.find: name must be given when obj.__name__ doesn't exist: %r" % (type(obj),))
        if module is False:
            module = None
        elif module is None:
            module = obj if inspect.ismodule(obj) else inspect.getmodule(obj)
        file = getattr(module, '__file__', None)
        lines = linecache.getlines(file) if file else []
        if globs is None:
            globs = {} if module is None else module.__dict__.copy()
        else:
            globs = globs.copy()
        globs.update(extraglobs or {})
        globs.setdefault('__name__', '__main__')
        tests = []
        self._find(tests, obj, name, module, lines or None, globs, [])
        tests.sort()
        return tests

    def _find(self, tests, obj, name, module, lines, globs, seen):
        if self._verbose:
            print('Finding tests in %s' % name)
        if any(obj is other for other in seen):
            return
        seen.append(obj)
        test = self._get_test(obj, name, module, globs, lines)
        if test is not None:
            tests.append(test)
        if not self._recurse:
            return
        if inspect.ismodule(obj):
            for key, value in obj.__dict__.items():
                if (self._is_routine(value) or inspect.isclass(value)) and self._from_module(module, value):
                    self._find(tests, value, f'{name}.{key}', module, lines, globs, seen)
            for key, value in getattr(obj, '__test__', {}).items():
                if not isinstance(key, str):
                    raise ValueError('DocTestFinder.find: __test__ keys must be strings: %r' % (type(key),))
                if not (self._is_routine(value) or inspect.isclass(value) or inspect.ismodule(value) or isinstance(value, str)):
                    raise ValueError('DocTestFinder.find: __test__ values must be strings, functions, methods, classes, or '
                                     'modules: %r' % (type(value),))
                self._find(tests, value, f'{name}.__test__.{key}', module, lines, globs, seen)
        if inspect.isclass(obj):
            for key, value in obj.__dict__.items():
                if isinstance(value, (staticmethod, classmethod)):
                    value = value.__func__
                if ((self._is_routine(value) or inspect.isclass(value) or isinstance(value, property))
                        and self._from_module(module, value)):
                    self._find(tests, value, f'{name}.{key}', module, lines, globs, seen)

    def _is_routine(self, obj):
        return inspect.isroutine(inspect.unwrap(obj))

    def _from_module(self, module, obj):
        if module is None or isinstance(obj, property):
            return True
        return getattr(obj, '__module__', None) == module.__name__

    def _get_test(self, obj, name, module, globs, lines):
        doc = obj if isinstance(obj, str) else getattr(obj, '__doc__', None)
        doc = '' if doc is None else str(doc)
        lineno = self._find_lineno(obj, lines)
        if self._exclude_empty and not doc:
            return None
        file = None if module is None else getattr(module, '__file__', None) or module.__name__
        return self._parser.get_doctest(doc, globs, name, file, lineno)

    def _find_lineno(self, obj, lines):
        """The number of the line, from 0, on which the docstring begins; None if that is not known."""
        lineno = None
        doc = getattr(obj, '__doc__', None)
        if inspect.ismodule(obj) and doc is not None:
            lineno = 0
        if inspect.isclass(obj) and doc is not None:
            if lines is None:
                return None
            opening = re.compile(r'^\s*class\s*%s\b' % re.escape(getattr(obj, '__name__', '-')))
            for i, line in enumerate(lines):
                if opening.match(line):
                    lineno = i
                    break
        if inspect.ismethod(obj):
            obj = obj.__func__
        if isinstance(obj, property):
            obj = obj.fget
        if getattr(obj, '__doc__', None) and inspect.isfunction(inspect.unwrap(obj)):
            lineno = inspect.unwrap(obj).__code__.co_firstlineno - 1
        if lineno is not None and lines is None:
            return lineno + 1
        if lineno is not None:
            for i in range(lineno, len(lines)):
                if _OPENING.match(lines[i]):
                    return i
        return None


class OutputChecker:
    """Compares what an example printed with what it should."""

    def check_output(self, want, got, optionflags):
        want, got = (str(s.encode('ASCII', 'backslashreplace'), 'ASCII') for s in (want, got))
        if got == want:
            return True
        if not optionflags & DONT_ACCEPT_TRUE_FOR_1 and (got, want) in (('True\n', '1\n'), ('False\n', '0\n')):
            return True
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            want = re.sub(r'(?m)^%s\s*?$' % re.escape(BLANKLINE_MARKER), '', want)
            got = re.sub(r'(?m)^[^\S\n]+$', '', got)
            if got == want:
                return True
        if optionflags & NORMALIZE_WHITESPACE:
            want, got = ' '.join(want.split()), ' '.join(got.split())
            if got == want:
                return True
        return bool(optionflags & ELLIPSIS) and self._ellipsis_match(want, got)

    def _ellipsis_match(self, want, got):
        if ELLIPSIS_MARKER not in want:
            return want == got
        pieces = want.split(ELLIPSIS_MARKER)
        first, last = pieces[0], pieces[-1]
        if not got.startswith(first) or not got.endswith(last) or len(first) + len(last) > len(got):
            return False
        at, end = len(first), len(got) - len(last)
        for piece in pieces[1:-1]:
            at = got.find(piece, at, end)
            if at < 0:
                return False
            at += len(piece)
        return True

    def output_difference(self, example, got, optionflags):
        want = example.want
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            got = re.sub('(?m)^[ ]*(?=\n)', BLANKLINE_MARKER, got)
        if optionflags & (REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF) and self._worth_a_diff(want, got, optionflags):
            return self._difference(want, got, optionflags)
        if want and got:
            return 'Expected:\n%sGot:\n%s' % (_indented(want), _indented(got))
        if want:
            return 'Expected:\n%sGot nothing\n' % _indented(want)
        if got:
            return 'Expected nothing\nGot:\n%s' % _indented(got)
        return 'Expected nothing\nGot nothing\n'

    def _worth_a_diff(self, want, got, optionflags):
        if optionflags & REPORT_NDIFF:
            return True
        return want.count('\n') > 2 and got.count('\n') > 2

    def _difference(self, want, got, optionflags):
        import difflib
        want, got = want.splitlines(True), got.splitlines(True)
        if optionflags & REPORT_UDIFF:
            kind, diff = 'unified diff with -expected +actual', list(difflib.unified_diff(want, got, n=2))[2:]
        elif optionflags & REPORT_CDIFF:
            kind, diff = 'context diff with expected followed by actual', list(difflib.context_diff(want, got, n=2))[2:]
        else:
            kind, diff = 'ndiff with -expected +actual', list(difflib.ndiff(want, got, charjunk=difflib.IS_CHARACTER_JUNK))
        return 'Differences (%s):\n' % kind + _indented(''.join(diff))


class DocTestRunner:
    """Runs examples and reports those that fail."""

    DIVIDER = '*' * 70

    def __init__(self, checker=None, verbose=None, optionflags=0):
        self._checker = checker or OutputChecker()
        self._verbose = '-v' in sys.argv if verbose is None else verbose
        self.optionflags = self.original_optionflags = optionflags
        self.tries = self.failures = self.skips = 0
        self._stats = {}

    def report_start(self, out, test, example):
        if self._verbose:
            expecting = 'Expecting:\n' + _indented(example.want) if example.want else 'Expecting nothing\n'
            out('Trying:\n' + _indented(example.source) + expecting)

    def report_success(self, out, test, example, got):
        if self._verbose:
            out('ok\n')

    def report_failure(self, out, test, example, got):
        out(self._failure_header(test, example) + self._checker.output_difference(example, got, self.optionflags))

    def report_unexpected_exception(self, out, test, example, exc_info):
        out(self._failure_header(test, example) + 'Exception raised:\n' + _indented(_report_of(exc_info[1])))

    def _failure_header(self, test, example):
        lines = [self.DIVIDER]
        if test.filename:
            known = test.lineno is not None and example.lineno is not None
            line = test.lineno + example.lineno + 1 if known else '?'
            lines.append('File "%s", line %s, in %s' % (test.filename, line, test.name))
        else:
            lines.append('Line %s, in %s' % (example.lineno + 1, test.name))
        return '\n'.join(lines + ['Failed example:', _indented(example.source)])

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        self.test = test
        outside, hook = sys.stdout, sys.displayhook
        out = outside.write if out is None else out
        sys.displayhook = sys.__displayhook__
        try:
            return self._run(test, out, outside)
        finally:
            sys.stdout, sys.displayhook = outside, hook
            if clear_globs:
                test.globs.clear()
                import builtins
                builtins._ = None

    def _run(self, test, out, outside):
        failures = tries = skips = 0
        original = self.optionflags
        for number, example in enumerate(test.examples):
            quiet = self.optionflags & REPORT_ONLY_FIRST_FAILURE and failures > 0
            self.optionflags = original
            for flag, on in example.options.items():
                self.optionflags = self.optionflags | flag if on else self.optionflags & ~flag
            tries += 1
            if self.optionflags & SKIP:
                skips += 1
                continue
            if not quiet:
                self.report_start(out, test, example)
            got, error = self._execute(test, example, number, outside)
            if error is None:
                ok = self._checker.check_output(example.want, got, self.optionflags)
            else:
                ok = example.exc_msg is not None and self._raised(example, error)
            if ok:
                if not quiet:
                    self.report_success(out, test, example, got)
                continue
            failures += 1
            if not quiet:
                if error is not None and example.exc_msg is None:
                    self.report_unexpected_exception(out, test, example, (type(error), error, error.__traceback__))
                else:
                    self.report_failure(out, test, example, got if error is None else got + _report_of(error))
            if self.optionflags & FAIL_FAST:
                break
        self.optionflags = original
        before = self._stats.get(test.name, (0, 0, 0))
        self._stats[test.name] = tuple(a + b for a, b in zip(before, (failures, tries, skips)))
        self.failures += failures
        self.tries += tries
        self.skips += skips
        return TestResults(failures, tries, skipped=skips)

    def _execute(self, test, example, number, outside):
        """What an example prints, and what it raises, or None."""
        sys.stdout = printed = io.StringIO()
        error = None
        try:
            exec(compile(example.source, f'<doctest {test.name}[{number}]>', 'single'), test.globs)
        except KeyboardInterrupt:
            raise
        except BaseException as e:
            error = e
        finally:
            sys.stdout = outside
        return printed.getvalue(), error

    def _raised(self, example, error):
        """Whether an exception is the one that is expected."""
        lines = ''.join(traceback.format_exception_only(type(error), error)).splitlines(True)
        if isinstance(error, SyntaxError):
            name = type(error).__qualname__ + ':'
            while lines and not lines[0].startswith(name):
                lines = lines[1:]
        message = ''.join(lines)
        if self._checker.check_output(example.exc_msg, message, self.optionflags):
            return True
        return bool(self.optionflags & IGNORE_EXCEPTION_DETAIL) and self._checker.check_output(
            _without_details(example.exc_msg), _without_details(message), self.optionflags)

    def summarize(self, verbose=None):
        if verbose is None:
            verbose = self._verbose
        empty = sorted(name for name, (_, tries, _) in self._stats.items() if tries == 0)
        passed = sorted((name, tries) for name, (failures, tries, _) in self._stats.items() if tries and not failures)
        failed = sorted((name, failures, tries) for name, (failures, tries, _) in self._stats.items() if tries and failures)
        failures, tries, skips = (sum(s[i] for s in self._stats.values()) for i in range(3))
        if verbose and empty:
            print(f'{_items(empty)} had no tests:')
            for name in empty:
                print(f'    {name}')
        if verbose and passed:
            print(f'{_items(passed)} passed all tests:')
            for name, count in passed:
                print(f' {count:3d} test{"" if count == 1 else "s"} in {name}')
        if failed:
            print(self.DIVIDER)
            print(f'{_items(failed)} had failures:')
            for name, bad, count in failed:
                print(f' {bad:3d} of {count:3d} in {name}')
        if verbose:
            print(f'{tries} test{"" if tries == 1 else "s"} in {_items(self._stats)}.')
            print(f'{tries - failures} passed' + (f' and {failures} failed.' if failures else '.'))
        if failures:
            text = f'{failures} failure' + ('' if failures == 1 else 's')
            if skips:
                text += f' and {skips} skipped test' + ('' if skips == 1 else 's')
            print(f'***Test Failed*** {text}.')
        elif verbose:
            print('Test passed.')
        return TestResults(failures, tries, skipped=skips)

    def merge(self, other):
        for name, counts in other._stats.items():
            before = self._stats.get(name, (0, 0, 0))
            self._stats[name] = tuple(a + b for a, b in zip(before, counts))


def _without_details(message):
    """The name of an exception, without the module before and the text after it."""
    line = message.split('\n', 1)[0].split(':', 1)[0]
    return line[line.rfind('.') + 1:]


class DocTestFailure(Exception):
    """An example of a DebugRunner printed what it should not."""

    def __init__(self, test, example, got):
        self.test = test
        self.example = example
        self.got = got

    def __str__(self):
        return str(self.test)


class UnexpectedException(Exception):
    """An example of a DebugRunner raised what it should not."""

    def __init__(self, test, example, exc_info):
        self.test = test
        self.example = example
        self.exc_info = exc_info

    def __str__(self):
        return str(self.test)


class DebugRunner(DocTestRunner):
    """A runner that raises at the first failure."""

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        r = DocTestRunner.run(self, test, compileflags, out, False)
        if clear_globs:
            test.globs.clear()
        return r

    def report_unexpected_exception(self, out, test, example, exc_info):
        raise UnexpectedException(test, example, exc_info)

    def report_failure(self, out, test, example, got):
        raise DocTestFailure(test, example, got)


# The functions that scripts call.

master = None


def _run_all(tests, runner, report):
    global master
    for test in tests:
        runner.run(test)
    if report:
        runner.summarize()
    if master is None:
        master = runner
    else:
        master.merge(runner)
    return TestResults(runner.failures, runner.tries, skipped=runner.skips)


def testmod(m=None, name=None, globs=None, verbose=None, report=True, optionflags=0, extraglobs=None, raise_on_error=False,
            exclude_empty=False):
    if m is None:
        m = sys.modules.get('__main__')
    if not inspect.ismodule(m):
        raise TypeError('testmod: module required; %r' % (m,))
    kind = DebugRunner if raise_on_error else DocTestRunner
    finder = DocTestFinder(exclude_empty=exclude_empty)
    tests = finder.find(m, m.__name__ if name is None else name, globs=globs, extraglobs=extraglobs)
    return _run_all(tests, kind(verbose=verbose, optionflags=optionflags), report)


def testfile(filename, module_relative=True, name=None, package=None, globs=None, verbose=None, report=True, optionflags=0,
             extraglobs=None, raise_on_error=False, parser=DocTestParser(), encoding=None):
    if package and not module_relative:
        raise ValueError('Package may only be specified for module-relative paths.')
    if module_relative:
        if filename.startswith('/'):
            raise ValueError('Module-relative files may not have absolute paths')
        of = sys.modules['__main__'] if package is None else package
        if isinstance(of, str):
            of = __import__(of, fromlist=['*'])
        filename = os.path.join(os.path.dirname(of.__file__), filename)
    with open(filename, encoding=encoding or 'utf-8') as file:
        text = file.read()
    globs = {} if globs is None else globs.copy()
    globs.update(extraglobs or {})
    globs.setdefault('__name__', '__main__')
    kind = DebugRunner if raise_on_error else DocTestRunner
    test = parser.get_doctest(text, globs, os.path.basename(filename) if name is None else name, filename, 0)
    return _run_all([test], kind(verbose=verbose, optionflags=optionflags), report)


def run_docstring_examples(f, globs, verbose=False, name='NoName', compileflags=None, optionflags=0):
    finder = DocTestFinder(verbose=verbose, recurse=False)
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in finder.find(f, name, globs=globs):
        runner.run(test, compileflags=compileflags)


def script_from_examples(s):
    """A script made of the examples of a text, all else as comments."""
    output = []
    for piece in DocTestParser().parse(s):
        if isinstance(piece, Example):
            output.append(piece.source[:-1])
            if piece.want:
                output.append('# Expected:')
                output += ['## ' + line for line in piece.want.split('\n')[:-1]]
        else:
            output += ['# ' + line if line else '#' for line in piece.split('\n')[:-1]]
    while output and output[-1] == '#':
        output.pop()
    while output and output[0] == '#':
        output.pop(0)
    return '\n'.join(output) + '\n'


def testsource(module, name):
    if isinstance(module, str):
        module = __import__(module, fromlist=['*'])
    for test in DocTestFinder().find(module):
        if test.name == name:
            return script_from_examples(test.docstring)
    raise ValueError(name, 'not found in tests')
