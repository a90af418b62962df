"""Addresses on the web: taken apart, put together, quoted."""

import re
from collections import namedtuple

__all__ = ["urlparse", "urlunparse", "urljoin", "urldefrag", "urlsplit", "urlunsplit", "urlencode", "parse_qs", "parse_qsl",
           "quote", "quote_plus", "quote_from_bytes", "unquote", "unquote_plus", "unquote_to_bytes", "DefragResult",
           "ParseResult", "SplitResult", "DefragResultBytes", "ParseResultBytes", "SplitResultBytes"]

uses_relative = ['', 'ftp', 'http', 'gopher', 'nntp', 'imap', 'wais', 'file', 'https', 'shttp', 'mms', 'prospero', 'rtsp', 'rtsps',
                 'rtspu', 'sftp', 'svn', 'svn+ssh', 'ws', 'wss']
uses_netloc = ['', 'ftp', 'http', 'gopher', 'nntp', 'telnet', 'imap', 'wais', 'file', 'mms', 'https', 'shttp', 'snews', 'prospero',
               'rtsp', 'rtsps', 'rtspu', 'rsync', 'svn', 'svn+ssh', 'sftp', 'nfs', 'git', 'git+ssh', 'ws', 'wss', 'itms-services']
uses_params = ['', 'ftp', 'hdl', 'prospero', 'http', 'imap', 'https', 'shttp', 'rtsp', 'rtsps', 'rtspu', 'sip', 'sips', 'mms',
               'sftp', 'tel']

_scheme = re.compile(r'[a-zA-Z][a-zA-Z0-9+.-]*\Z')


class _Netloc:
    """The parts of the network location, for results of str and of bytes."""

    __slots__ = ()

    def _sign(self, s):
        return s.encode('ascii') if isinstance(self.netloc, bytes) else s

    def _parts(self):
        userinfo, at, hostinfo = self.netloc.rpartition(self._sign('@'))
        if not at:
            return None, None, hostinfo
        user, colon, password = userinfo.partition(self._sign(':'))
        return user, password if colon else None, hostinfo

    def _host(self):
        hostinfo = self._parts()[2]
        _, bracket, inner = hostinfo.partition(self._sign('['))
        if bracket:
            host, _, rest = inner.partition(self._sign(']'))
            _, _, port = rest.partition(self._sign(':'))
        else:
            host, _, port = hostinfo.partition(self._sign(':'))
        return host, port or None

    @property
    def username(self):
        return self._parts()[0]

    @property
    def password(self):
        return self._parts()[1]

    @property
    def hostname(self):
        host = self._host()[0]
        if not host:
            return None
        name, percent, zone = host.partition(self._sign('%'))
        return name.lower() + percent + zone

    @property
    def port(self):
        port = self._host()[1]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f"Port could not be cast to integer value as {port!r}")
        number = int(port)
        if not 0 <= number <= 65535:
            raise ValueError("Port out of range 0-65535")
        return number


class _Encodes:
    __slots__ = ()

    def encode(self, encoding='ascii', errors='strict'):
        return self._other(*(x.encode(encoding, errors) for x in self))


class _Decodes:
    __slots__ = ()

    def decode(self, encoding='ascii', errors='strict'):
        return self._other(*(x.decode(encoding, errors) for x in self))


_Defrag = namedtuple('_Defrag', 'url fragment')
_Split = namedtuple('_Split', 'scheme netloc path query fragment')
_Parse = namedtuple('_Parse', 'scheme netloc path params query fragment')


class DefragResult(_Defrag, _Encodes):
    __slots__ = ()

    def geturl(self):
        return self.url + '#' + self.fragment if self.fragment else self.url


class SplitResult(_Split, _Netloc, _Encodes):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_Parse, _Netloc, _Encodes):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


class DefragResultBytes(_Defrag, _Decodes):
    __slots__ = ()

    def geturl(self):
        return self.url + b'#' + self.fragment if self.fragment else self.url


class SplitResultBytes(_Split, _Netloc, _Decodes):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResultBytes(_Parse, _Netloc, _Decodes):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


for _text, _bytes in ((DefragResult, DefragResultBytes), (SplitResult, SplitResultBytes), (ParseResult, ParseResultBytes)):
    _text._other, _bytes._other = _bytes, _text


def _as_text(*args):
    """The arguments as str, and what turns a result back into the kind that was given."""
    is_text = isinstance(args[0], str)
    for arg in args[1:]:
        if arg and isinstance(arg, str) != is_text:
            raise TypeError("Cannot mix str and non-str arguments")
    if is_text:
        return *args, lambda x: x
    return *(x.decode('ascii') if x else '' for x in args), lambda x: x.encode('ascii')


def urlsplit(url, scheme='', allow_fragments=True):
    url, scheme, back = _as_text(url, scheme)
    url = url.lstrip(''.join(map(chr, range(33))))
    scheme = scheme.strip(''.join(map(chr, range(33))))
    for c in '\t\r\n':
        url, scheme = url.replace(c, ''), scheme.replace(c, '')
    netloc = query = fragment = ''
    i = url.find(':')
    if i > 0 and _scheme.match(url[:i]):
        scheme, url = url[:i].lower(), url[i + 1:]
    if url[:2] == '//':
        end = min((at for at in (url.find(c, 2) for c in '/?#') if at >= 0), default=len(url))
        netloc, url = url[2:end], url[end:]
        if ('[' in netloc) != (']' in netloc):
            raise ValueError("Invalid IPv6 URL")
    if allow_fragments and '#' in url:
        url, fragment = url.split('#', 1)
    if '?' in url:
        url, query = url.split('?', 1)
    return back(SplitResult(scheme, netloc, url, query, fragment))


def urlparse(url, scheme='', allow_fragments=True):
    url, scheme, back = _as_text(url, scheme)
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ''
    if scheme in uses_params and ';' in path:
        head, slash, last = path.rpartition('/')
        last, semicolon, params = last.partition(';')
        path = head + slash + last
    return back(ParseResult(scheme, netloc, path, params, query, fragment))


def urlunsplit(components):
    scheme, netloc, url, query, fragment, back = _as_text(*components)
    if netloc or scheme and scheme in uses_netloc and (not url or url[:1] == '/') and url[:2] != '//' and scheme != '' and (
            not url.startswith('//')) and scheme in ('file',):
        if url and url[:1] != '/':
            url = '/' + url
        url = '//' + netloc + url
    elif url[:2] == '//':
        url = '//' + url
    if scheme:
        url = scheme + ':' + url
    if query:
        url += '?' + query
    if fragment:
        url += '#' + fragment
    return back(url)


def urlunparse(components):
    scheme, netloc, url, params, query, fragment, back = _as_text(*components)
    if params:
        url = url + ';' + params
    return back(urlunsplit((scheme, netloc, url, query, fragment)))


def urljoin(base, url, allow_fragments=True):
    if not base:
        return url
    if not url:
        return base
    base, url, back = _as_text(base, url)
    bscheme, bnetloc, bpath, bparams, bquery, bfragment = urlparse(base, '', allow_fragments)
    scheme, netloc, path, params, query, fragment = urlparse(url, bscheme, allow_fragments)
    if scheme != bscheme or scheme not in uses_relative:
        return back(url)
    if scheme in uses_netloc:
        if netloc:
            return back(urlunparse((scheme, netloc, path, params, query, fragment)))
        netloc = bnetloc
    if not path and not params:
        return back(urlunparse((scheme, netloc, bpath, bparams, query or bquery, fragment)))
    if path[:1] == '/':
        segments = path.split('/')
    else:
        parts = bpath.split('/')
        if parts[-1]:
            parts.pop()
        segments = parts + path.split('/') if not bpath or not parts or parts[-1] else parts[:-1] + path.split('/')
        if bpath == '' and bnetloc:
            segments = [''] + path.split('/')
        segments[1:-1] = [s for s in segments[1:-1] if s]
    out = []
    for s in segments:
        if s == '..':
            if len(out) > 1 or out and out[0]:
                out.pop()
        elif s != '.':
            out.append(s)
    if segments[-1] in ('.', '..'):
        out.append('')
    return back(urlunparse((scheme, netloc, '/'.join(out) or '/', params, query, fragment)))


def urldefrag(url):
    url, back = _as_text(url)
    if '#' in url:
        scheme, netloc, path, params, query, fragment = urlparse(url)
        return back(DefragResult(urlunparse((scheme, netloc, path, params, query, '')), fragment))
    return back(DefragResult(url, ''))


def unquote_to_bytes(string):
    if not string:
        return b''
    if isinstance(string, str):
        string = string.encode('utf-8')
    first, *pieces = bytes(string).split(b'%')
    out = [first]
    for piece in pieces:
        try:
            out += [bytes([int(piece[:2].decode('ascii', 'replace'), 16)]) if re.match(rb'[0-9a-fA-F]{2}', piece) else None, piece[2:]]
            if out[-2] is None:
                raise ValueError
        except ValueError:
            out[-2:] = [b'%', piece]
    return b''.join(out)


def unquote(string, encoding='utf-8', errors='replace'):
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode(encoding, errors)
    if '%' not in string:
        return string

    def decode(match):
        return unquote_to_bytes(match.group()).decode(encoding, errors)

    return re.sub(r'[\x00-\x7f]+', decode, string)


def unquote_plus(string, encoding='utf-8', errors='replace'):
    return unquote(string.replace('+', ' '), encoding, errors)


_SAFE = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~')


def quote_from_bytes(bs, safe='/'):
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    keep = _SAFE | frozenset(safe.encode('ascii', 'ignore') if isinstance(safe, str) else safe)
    return ''.join(chr(b) if b in keep else '%%%02X' % b for b in bs)


def quote(string, safe='/', encoding=None, errors=None):
    if isinstance(string, str):
        string = string.encode(encoding or 'utf-8', errors or 'strict')
    elif encoding is not None:
        raise TypeError("quote() doesn't support 'encoding' for bytes")
    elif errors is not None:
        raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe='', encoding=None, errors=None):
    space = ' ' if isinstance(safe, str) else b' '
    return quote(string, safe + space, encoding, errors).replace(' ', '+')


def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    if hasattr(query, 'items'):
        query = query.items()
    elif len(query) and not isinstance(query[0], tuple):
        raise TypeError("not a valid non-string sequence or mapping object")

    def shown(x):
        if isinstance(x, bytes):
            return quote_via(x, safe)
        return quote_via(x if isinstance(x, str) else str(x), safe, encoding, errors)

    out = []
    for k, v in query:
        values = [v]
        if doseq and not isinstance(v, (str, bytes)):
            try:
                len(v)
                values = v
            except TypeError:
                pass
        for each in values:
            out.append(shown(k) + '=' + shown(each))
    return '&'.join(out)


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None,
              separator='&'):
    qs, back = _as_text(qs or '')
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError("Separator must be of type string or bytes.")
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError('Max number of fields exceeded')
    out = []
    for field in qs.split(separator) if qs else []:
        if not field and not strict_parsing:
            continue
        name, equals, value = field.partition('=')
        if not equals and strict_parsing:
            raise ValueError("bad query field: %r" % (field,))
        if value or keep_blank_values:
            out.append((back(unquote_plus(name, encoding, errors)), back(unquote_plus(value, encoding, errors))))
    return out


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None,
             separator='&'):
    out = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors, max_num_fields, separator):
        out.setdefault(name, []).append(value)
    return out
