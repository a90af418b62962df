"""Variables with a value for each thread, and contexts that hold such values."""

import threading

__all__ = ['Context', 'ContextVar', 'Token', 'copy_context']

_state = threading.local()


def _current():
    try:
        return _state.context
    except AttributeError:
        _state.context = Context()
        return _state.context


class Token:
    MISSING = type('Token.MISSING', (), {'__repr__': lambda self: '<Token.MISSING>'})()

    def __init__(self, context, var, old_value):
        self._context, self.var, self.old_value, self._used = context, var, old_value, False

    def __repr__(self):
        return '<Token%s var=%r at %#x>' % (' used' if self._used else '', self.var, id(self))


class ContextVar:
    def __init__(self, name, *, default=Token.MISSING):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self.name = name
        self._default = default

    def get(self, *default):
        values = _current()._values
        if self in values:
            return values[self]
        if default:
            return default[0]
        if self._default is not Token.MISSING:
            return self._default
        raise LookupError(self)

    def set(self, value):
        context = _current()
        token = Token(context, self, context._values.get(self, Token.MISSING))
        context._values[self] = value
        return token

    def reset(self, token):
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token.var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        context = _current()
        if token._context is not context:
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        if token.old_value is Token.MISSING:
            del context._values[self]
        else:
            context._values[self] = token.old_value

    def __repr__(self):
        default = '' if self._default is Token.MISSING else ' default=%r' % (self._default,)
        return '<ContextVar name=%r%s at %#x>' % (self.name, default, id(self))


class Context:
    def __init__(self):
        self._values = {}
        self._entered = False

    def run(self, callable, *args, **kwargs):
        if self._entered:
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        outer, self._entered = _current(), True
        _state.context = self
        try:
            return callable(*args, **kwargs)
        finally:
            _state.context, self._entered = outer, False

    def copy(self):
        twin = Context()
        twin._values = dict(self._values)
        return twin

    def get(self, var, default=None):
        return self._values.get(var, default)

    def __getitem__(self, var):
        return self._values[var]

    def __contains__(self, var):
        return var in self._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()


def copy_context():
    return _current().copy()
