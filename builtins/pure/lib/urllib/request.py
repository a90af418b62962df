"""Requests: they can be made, not sent, for there is no network."""

from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, urlsplit

__all__ = ["Request", "urlopen", "urlretrieve", "build_opener", "install_opener", "pathname2url", "url2pathname"]


class Request:
    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        self.full_url = url
        parts = urlsplit(url)
        if not parts.scheme:
            raise ValueError("unknown url type: %r" % url)
        self.type, self.host, self.fragment = parts.scheme, parts.netloc, parts.fragment or None
        self.selector = (parts.path or '') + ('?' + parts.query if parts.query else '')
        self.data = data
        self.headers = {}
        for key, value in headers.items():
            self.add_header(key, value)
        self.origin_req_host = parts.hostname if origin_req_host is None else origin_req_host
        self.unverifiable = unverifiable
        if method:
            self.method = method

    def get_method(self):
        return getattr(self, 'method', "GET" if self.data is None else "POST")

    def get_full_url(self):
        return self.full_url

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val

    add_unredirected_header = add_header

    def has_header(self, name):
        return name in self.headers

    def get_header(self, name, default=None):
        return self.headers.get(name, default)

    def header_items(self):
        return list(self.headers.items())


def urlopen(url, data=None, timeout=None, *, context=None):
    if isinstance(url, str):
        Request(url)
    raise URLError(PermissionError(1, "there is no network"))


def urlretrieve(url, filename=None, reporthook=None, data=None):
    urlopen(url, data)


class OpenerDirector:
    def __init__(self):
        self.addheaders = []

    def open(self, fullurl, data=None, timeout=None):
        return urlopen(fullurl, data, timeout)


def build_opener(*handlers):
    return OpenerDirector()


def install_opener(opener):
    pass


def pathname2url(pathname):
    return quote(pathname)


def url2pathname(pathname):
    return unquote(pathname)
