import html, html.parser, html.entities, http
from urllib.parse import *
import urllib.parse, urllib.error
print(html.escape("<a href='x'>\"&</a>"), html.escape("'\"", quote=False), html.unescape("&lt;p&gt; &amp;amp; &#39;&#x41; &eacute; &nosuch; &copy &ampx &euro; &#128; &#0;"))
class P(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs): print("start", tag, attrs, self.getpos())
    def handle_endtag(self, tag): print("end", tag)
    def handle_data(self, data): print("data", repr(data))
    def handle_comment(self, data): print("comment", repr(data))
    def handle_decl(self, d): print("decl", d)
    def handle_entityref(self, n): print("ent", n)
    def handle_charref(self, n): print("char", n)
    def handle_pi(self, n): print("pi", n)
    def unknown_decl(self, n): print("unk", n)
p = P(); p.feed('<!DOCTYPE html><html><head><title>Te&amp;st</title></head>\n<body class="a b" id=x disabled><img src="p.png" alt=\'x > y\'/><br/><!-- c --><script>if (a < b) {}</script>a < b & c</body></html><?php x?>'); p.close()
p = P(convert_charrefs=False); p.feed('&gt;&#62;&#x3E; te'); p.feed('xt<a hre'); p.feed('f="q">z</A >'); p.close()
for u in ("http://user:pw@NetLoc:80/path;param?query=arg#frag", "//www.x.org/%7Eguido/a.html", "www.x.org/a", "help/X.html", "mailto:a@b.c", "http://[::1]:8080/x", "file:///etc/x", "HTTP://A.B/c?d"):
    r = urlparse(u); print(r, r.hostname, r.port, r.username, r.password, r.geturl(), urlsplit(u).geturl())
print(urlparse(b"http://a/b?c"), urlsplit("http://a/b?c=d#e")._replace(fragment="z").geturl())
for a, b in (("http://a/b/c/d;p?q", x) for x in ("g:h", "g", "./g", "g/", "/g", "//g", "?y", "g?y", "#s", "g#s", ";x", "g;x", ".", "./", "..", "../", "../g", "../..", "../../g", "../../../g", "")):
    print(b, urljoin(a, b), end=" | ")
print(urljoin("http://a.b", "c/d"), urljoin("http://a/b/", "c"), urljoin("http://a/b", "c"), urldefrag("http://a/b#c"))
print(quote("a b/c?é&ü"), quote("/x y", safe=""), quote_plus("a b&c"), unquote("a%20b%C3%A9%zz+"), unquote_plus("a+b%2B"), unquote_to_bytes("a%ff%00"))
print(urlencode({"a": 1, "b": [1, 2], "c": "x y&"}), urlencode({"a": [1, 2], "b": "zz"}, doseq=True), urlencode([("k", "v é")], quote_via=quote))
print(parse_qs("a=1&b=2&a=3&c=&d"), parse_qsl("a=1&b=%20x+y&c=", keep_blank_values=True), parse_qs(b"a=1"))
try: urlsplit("http://a:b/").port
except ValueError as e: print(e)
print(urllib.error.URLError("boom"), urllib.error.HTTPError("u", 404, "Not Found", {}, None), urlunparse(("http", "a", "b", "c", "d", "e")), urlunsplit(("", "", "//x", "", "")))
print(http.HTTPStatus.OK, repr(http.HTTPStatus.NOT_FOUND), http.HTTPStatus.NOT_FOUND.phrase, http.HTTPStatus(500).name, http.HTTPStatus.IM_A_TEAPOT.value, http.HTTPStatus.OK == 200, http.HTTPMethod.GET)
