"""The locale "C" (with UTF-8), the only one there is."""

__all__ = ["getlocale", "getdefaultlocale", "getpreferredencoding", "Error", "setlocale", "localeconv", "strcoll", "strxfrm", "str",
           "atof", "atoi", "format_string", "currency", "normalize", "LC_CTYPE", "LC_COLLATE", "LC_MESSAGES", "LC_TIME", "LC_MONETARY",
           "LC_NUMERIC", "LC_ALL", "CHAR_MAX", "getencoding", "delocalize", "localize"]

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127

_str = str  # of the language: this module has a str of its own


class Error(Exception):
    pass


_names = {}


def setlocale(category, locale=None):
    if locale is not None:
        if not isinstance(locale, _str):
            locale = '.'.join(locale) if locale and locale[0] else 'C'
        if locale == '':
            locale = 'C.UTF-8'
        if locale not in ('C', 'POSIX', 'C.UTF-8', 'C.utf8'):
            raise Error('unsupported locale setting')
        _names[category] = locale
    return _names.get(category, _names.get(LC_ALL, 'C' if category != LC_CTYPE else 'C.UTF-8'))


def getlocale(category=LC_CTYPE):
    return ('C', 'UTF-8') if 'UTF-8' in setlocale(category) else (None, None)


def getdefaultlocale(envvars=()):
    return 'C', 'UTF-8'


def getpreferredencoding(do_setlocale=True):
    return 'utf-8'


def getencoding():
    return 'utf-8'


def localeconv():
    return {'int_curr_symbol': '', 'currency_symbol': '', 'mon_decimal_point': '', 'mon_thousands_sep': '', 'mon_grouping': [],
            'positive_sign': '', 'negative_sign': '', 'int_frac_digits': 127, 'frac_digits': 127, 'p_cs_precedes': 127,
            'p_sep_by_space': 127, 'n_cs_precedes': 127, 'n_sep_by_space': 127, 'p_sign_posn': 127, 'n_sign_posn': 127,
            'decimal_point': '.', 'thousands_sep': '', 'grouping': []}


def strcoll(a, b):
    return (a > b) - (a < b)


def strxfrm(s):
    return s


def format_string(f, val, grouping=False, monetary=False):
    return f % val


def currency(val, symbol=True, grouping=False, international=False):
    raise ValueError("Currency formatting is not possible using the 'C' locale.")


def str(val):
    return "%.12g" % val


def delocalize(string):
    return string


def localize(string, grouping=False, monetary=False):
    return string


def atof(string, func=float):
    return func(string)


def atoi(string):
    return int(string)


def normalize(localename):
    return localename
