"""Options of a command line, in the manner of the C function getopt."""

import os

__all__ = ["GetoptError", "error", "getopt", "gnu_getopt"]


class GetoptError(Exception):
    opt = ''
    msg = ''

    def __init__(self, msg, opt=''):
        self.msg = msg
        self.opt = opt
        Exception.__init__(self, msg, opt)

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    opts, rest = [], args
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    while rest and rest[0].startswith('-') and rest[0] != '-':
        if rest[0] == '--':
            rest = rest[1:]
            break
        rest = _one(opts, rest, shortopts, longopts)
    return opts, rest


def gnu_getopt(args, shortopts, longopts=[]):
    opts, others = [], []
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    in_order = shortopts.startswith('+') or bool(os.environ.get('POSIXLY_CORRECT'))
    if shortopts.startswith('+'):
        shortopts = shortopts[1:]
    while args:
        if args[0] == '--':
            others += args[1:]
            break
        if args[0].startswith('-') and args[0] != '-':
            args = _one(opts, args, shortopts, longopts)
        elif in_order:
            others += args
            break
        else:
            others.append(args[0])
            args = args[1:]
    return opts, others


def _one(opts, args, shortopts, longopts):
    if args[0].startswith('--'):
        return _long(opts, args[0][2:], longopts, args[1:])
    return _short(opts, args[0][1:], shortopts, args[1:])


def _long(opts, opt, longopts, rest):
    opt, equals, value = opt.partition('=')
    takes, opt = _match(opt, longopts)
    if takes:
        if not equals:
            if not rest:
                raise GetoptError('option --%s requires argument' % opt, opt)
            value, rest = rest[0], rest[1:]
    elif equals:
        raise GetoptError('option --%s must not have an argument' % opt, opt)
    opts.append(('--' + opt, value))
    return rest


def _match(opt, longopts):
    """Returns whether the option takes a value, and its full name."""
    found = [o for o in longopts if o.startswith(opt)]
    if not found:
        raise GetoptError('option --%s not recognized' % opt, opt)
    if opt in found:
        return False, opt
    if opt + '=' in found:
        return True, opt
    if len(found) > 1:
        raise GetoptError('option --%s not a unique prefix' % opt, opt)
    return found[0].endswith('='), found[0].removesuffix('=')


def _short(opts, letters, shortopts, rest):
    while letters:
        opt, letters = letters[0], letters[1:]
        at = shortopts.find(opt)
        if at < 0 or opt == ':':
            raise GetoptError('option -%s not recognized' % opt, opt)
        value = ''
        if shortopts.startswith(':', at + 1):
            if not letters:
                if not rest:
                    raise GetoptError('option -%s requires argument' % opt, opt)
                letters, rest = rest[0], rest[1:]
            value, letters = letters, ''
        opts.append(('-' + opt, value))
    return rest
