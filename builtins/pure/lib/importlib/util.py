"""What importlib knows of modules."""

import sys

__all__ = ['find_spec', 'resolve_name']


class _Spec:
    """What find_spec tells of a module."""

    def __init__(self, name, module):
        self.name = name
        self.origin = getattr(module, '__file__', None)
        self.has_location = self.origin is not None
        self.parent = name.rpartition('.')[0]
        self.loader = None

    def __repr__(self):
        return f'ModuleSpec(name={self.name!r}, loader=None, origin={self.origin!r})'


def resolve_name(name, package):
    """The absolute name of a relative one."""
    if not name.startswith('.'):
        return name
    if not package:
        raise ImportError(f'no package specified for {name!r} (required for relative module names)')
    rest = name.lstrip('.')
    parts = package.rsplit('.', len(name) - len(rest) - 1)
    if len(parts) < len(name) - len(rest):
        raise ImportError('attempted relative import beyond top-level package')
    return f'{parts[0]}.{rest}' if rest else parts[0]


def find_spec(name, package=None):
    """A description of a module, which is imported to find out; None if there is none."""
    name = resolve_name(name, package)
    try:
        __import__(name)
    except ModuleNotFoundError:
        return None
    return _Spec(name, sys.modules[name])
