"""A parser of HTML that calls a method for each thing it meets."""

import re
from html import unescape

__all__ = ["HTMLParser"]

_attribute = re.compile(r"""([^\s/>=][^\s/>=]*)(\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?[\s/]*""")


class HTMLParser:
    CDATA_CONTENT_ELEMENTS = ("script", "style")

    def __init__(self, *, convert_charrefs=True):
        self.convert_charrefs = convert_charrefs
        self.reset()

    def reset(self):
        self.rawdata = ''
        self.lasttag = '???'
        self.cdata_elem = None
        self._starttag_text = None
        self.lineno, self.offset = 1, 0

    def feed(self, data):
        self.rawdata += data
        self._go(False)

    def close(self):
        self._go(True)

    def getpos(self):
        return self.lineno, self.offset

    def get_starttag_text(self):
        return self._starttag_text

    def _pass(self, i, j):
        lines = self.rawdata.count("\n", i, j)
        if lines:
            self.lineno += lines
            self.offset = j - self.rawdata.rindex("\n", i, j) - 1
        else:
            self.offset += j - i
        return j

    def _text(self, i, j):
        if i < j:
            text = self.rawdata[i:j]
            if self.convert_charrefs and not self.cdata_elem:
                text = unescape(text)
            self.handle_data(text)
        return self._pass(i, j)

    def _go(self, end):
        raw = self.rawdata
        i, n = 0, len(raw)
        while i < n:
            if self.cdata_elem:
                m = re.compile(r'</%s(?=[\s/>])' % self.cdata_elem, re.I).search(raw, i)
                j = m.start() if m else n
            elif self.convert_charrefs:
                j = raw.find('<', i)
                if j < 0:
                    j = n
                    if not end:
                        # A reference may go on in the next piece of text.
                        amp = raw.rfind('&', max(i, n - 34))
                        if amp >= 0 and not re.compile(r'[\s;]').search(raw, amp):
                            break
            else:
                m = re.compile('[&<]').search(raw, i)
                j = m.start() if m else n
            i = self._text(i, j)
            if i == n:
                break
            k = self._reference(i, end) if raw[i] == '&' else self._markup(i, end)
            if k < 0:
                if not end:
                    break
                k = i + 1
                self._text(i, k)
                i = k
                continue
            i = self._pass(i, k)
        if end and i < n:
            i = self._text(i, n)
        self.rawdata = raw[i:]

    def _reference(self, i, end):
        raw = self.rawdata
        m = re.compile(r'&#([0-9]+|[xX][0-9a-fA-F]+)').match(raw, i)
        handler = self.handle_charref
        if not m:
            m = re.compile(r'&([a-zA-Z][-.a-zA-Z0-9]*)').match(raw, i)
            handler = self.handle_entityref
        if not m:
            return -1 if i + 1 == len(raw) else self._literal(i)
        k = m.end()
        if k == len(raw) and not end:
            return -1
        handler(m.group(1))
        return k + 1 if raw.startswith(';', k) else k

    def _literal(self, i):
        self.handle_data(self.rawdata[i])
        return i + 1

    def _markup(self, i, end):
        raw = self.rawdata
        if re.compile('<[a-zA-Z]').match(raw, i):
            return self._start(i)
        if raw.startswith('</', i):
            return self._end(i)
        if raw.startswith('<!--', i):
            j = raw.find('-->', i + 4)
            if j >= 0:
                self.handle_comment(raw[i + 4:j])
                return j + 3
            return -1
        if raw.startswith('<?', i):
            j = raw.find('>', i + 2)
            if j >= 0:
                self.handle_pi(raw[i + 2:j])
                return j + 1
            return -1
        if raw.startswith('<![', i):
            close = ']]>' if raw.startswith('<![CDATA[', i) else '>'
            j = raw.find(close, i + 3)
            if j >= 0:
                self.unknown_decl(raw[i + 3:j])
                return j + len(close)
            return -1
        if raw.startswith('<!', i):
            j = raw.find('>', i + 2)
            if j >= 0:
                if raw[i + 2:i + 9].lower() == 'doctype':
                    self.handle_decl(raw[i + 2:j])
                else:
                    self.handle_comment(raw[i + 2:j])
                return j + 1
            return -1
        if i + 1 == len(raw) and not end:
            return -1
        return self._literal(i)

    def _start(self, i):
        raw = self.rawdata
        m = re.compile(r'<([a-zA-Z][^\t\n\r\f />]*)[\s/]*').match(raw, i)
        tag, k = m.group(1).lower(), m.end()
        self.lasttag = tag
        attrs = []
        while k < len(raw) and raw[k] != '>':
            m = _attribute.match(raw, k)
            if not m:
                return -1
            name, rest, value = m.groups()
            if not rest:
                value = None
            elif value[:1] in ('"', "'") and value[:1] == value[-1:] and len(value) > 1:
                value = value[1:-1]
            attrs.append((name.lower(), unescape(value) if value else value))
            k = m.end()
        if k >= len(raw):
            return -1
        self._starttag_text = raw[i:k + 1]
        if raw[k - 1] == '/':
            self.handle_startendtag(tag, attrs)
        else:
            self.handle_starttag(tag, attrs)
            if tag in self.CDATA_CONTENT_ELEMENTS:
                self.set_cdata_mode(tag)
        return k + 1

    def _end(self, i):
        raw = self.rawdata
        j = raw.find('>', i + 1)
        if j < 0:
            return -1
        m = re.compile(r'</([a-zA-Z][^\t\n\r\f />]*)').match(raw, i)
        if m:
            tag = m.group(1).lower()
            self.handle_endtag(tag)
            self.clear_cdata_mode()
        elif raw[i + 2:i + 3] != '>':
            self.handle_comment(raw[i + 2:j])
        return j + 1

    def set_cdata_mode(self, elem):
        self.cdata_elem = elem.lower()

    def clear_cdata_mode(self):
        self.cdata_elem = None

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_starttag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        pass

    def handle_charref(self, name):
        pass

    def handle_entityref(self, name):
        pass

    def handle_data(self, data):
        pass

    def handle_comment(self, data):
        pass

    def handle_decl(self, decl):
        pass

    def handle_pi(self, data):
        pass

    def unknown_decl(self, data):
        pass
