"""Characters that HTML gives a meaning, and references to characters."""

import re

from html.entities import html5 as _html5

__all__ = ["escape", "unescape"]


def escape(s, quote=True):
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote:
        s = s.replace('"', "&quot;").replace("'", "&#x27;")
    return s


_windows = ('\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f'
            '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178')


def _number(n):
    if 0x80 <= n <= 0x9f:
        return _windows[n - 0x80]
    if n == 0 or 0xd800 <= n <= 0xdfff or n > 0x10ffff:
        return '\ufffd'
    if n == 0xd:
        return '\r'
    if n < 0x20 and n not in (9, 10, 12) or 0x7f <= n < 0xa0 or 0xfdd0 <= n <= 0xfdef or n == 0xb or n & 0xfffe == 0xfffe:
        return ''
    return chr(n)


def _replace(match):
    s = match.group(1)
    if s[0] == '#':
        digits = s[1:].rstrip(';')
        return _number(int(digits[1:], 16) if digits[0] in 'xX' else int(digits))
    if s in _html5:
        return _html5[s]
    for n in range(len(s) - 1, 1, -1):
        if s[:n] in _html5:
            return _html5[s[:n]] + s[n:]
    return '&' + s


def unescape(s):
    if '&' not in s:
        return s
    return re.sub(r'&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)', _replace, s)
