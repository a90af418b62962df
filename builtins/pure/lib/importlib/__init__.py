"""Import modules whose names are computed."""

import linecache
import sys

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']

__import__ = __import__


def import_module(name, package=None):
    if name.startswith('.'):
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        from importlib.util import resolve_name
        name = resolve_name(name, package)
    __import__(name)
    return sys.modules[name]


def invalidate_caches():
    pass


def reload(module):
    """Run a module's file again in its namespace. Standard modules stay as they are."""
    if not hasattr(module, '__name__') or sys.modules.get(module.__name__) is not module:
        raise ImportError(f'module {getattr(module, "__name__", module)} not in sys.modules')
    lines = linecache.getlines(getattr(module, '__file__', ''))
    if lines:
        exec(compile(''.join(lines), module.__file__, 'exec'), module.__dict__)
    return module
