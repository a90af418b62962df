import hashlib
import hmac
import struct
import binascii
import base64
import zlib
import secrets
from multiprocessing import Pool


def sha(data):
    return hashlib.sha256(data).hexdigest()


def tries(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "blake2b", "blake2s"):
        h = hashlib.new(name, b"hello")
        g = getattr(hashlib, name)()
        g.update(b"hel")
        c = g.copy()
        g.update(b"lo")
        c.update(b"p" * 500)
        print(name, h.hexdigest() == g.hexdigest(), h.hexdigest(), c.hexdigest()[:16], h.digest_size, h.block_size, h.name)
    print(hashlib.blake2b(b"x", digest_size=16).hexdigest(), hashlib.blake2b(b"x", key=b"k").hexdigest()[:20], hashlib.blake2s(b"", digest_size=8, key=b"kk").hexdigest(), hashlib.shake_128(b"a").hexdigest(10), hashlib.shake_256(b"a").hexdigest(4))
    print(hashlib.pbkdf2_hmac("sha256", b"pw", b"salt", 1000).hex(), hmac.new(b"key", b"msg", hashlib.sha256).hexdigest(), hmac.new(b"k", digestmod="md5").hexdigest(), hmac.compare_digest("a", "a"), hmac.digest(b"k", b"m", "sha1").hex())
    tries(lambda: hashlib.md5("text"), lambda: hashlib.new("nope"), lambda: hashlib.md5(5))
    print(struct.pack("<IhB", 1, -2, 255), struct.pack(">d", 1.5), struct.pack("3s5sx?", b"abcd", b"x", True), struct.unpack("<IhB", b"\x01\x00\x00\x00\xfe\xff\xff"), struct.calcsize("@bi"), struct.calcsize("=bi"), struct.calcsize("bq"), struct.calcsize("4s2h"))
    print(struct.unpack("!4H", bytes(range(8))), list(struct.iter_unpack("<h", b"\x01\x00\x02\x00")), struct.pack("e", 1.25), struct.unpack("<e", b"\x00\x3d"), struct.pack("<f", 0.1), struct.unpack("<f", struct.pack("<f", 0.1)), struct.pack(">q", -1), struct.pack("5p", b"abc"), struct.unpack("c2x", b"aaa"))
    s = struct.Struct(">HI")
    buf = bytearray(8)
    struct.pack_into("<I", buf, 2, 0xdeadbeef)
    print(s.size, s.format, s.pack(1, 2), s.unpack(b"\x00\x01\x00\x00\x00\x02"), buf, struct.unpack_from("<I", buf, 2))
    tries(lambda: struct.pack("B", 300), lambda: struct.pack("h", 40000), lambda: struct.pack("ii", 1), lambda: struct.unpack("i", b"abc"), lambda: struct.pack("i", "x"), lambda: struct.pack("z", 1), lambda: struct.pack("s", "x"), lambda: struct.pack("f", 1e300), lambda: struct.pack("d", "x"), lambda: struct.unpack_from("i", b"abc"))
    print(binascii.hexlify(b"\x00\xff"), binascii.unhexlify("00ff"), binascii.crc32(b"hello"), zlib.crc32(b"lo", zlib.crc32(b"hel")), zlib.adler32(b"hello"), binascii.b2a_base64(b"hi"), zlib.decompress(zlib.compress(b"abc" * 100)) == b"abc" * 100, binascii.crc_hqx(b"ab", 0))
    e = base64.b64encode(b"hello world?>")
    print(e, base64.b64decode(e), base64.b64decode("aGk="), base64.urlsafe_b64encode(b"\xff\xfe?"), base64.urlsafe_b64decode("__4_"), base64.b32encode(b"hi"), base64.b32decode("NBUQ===="), base64.b16encode(b"hi"), base64.b16decode("6869"), base64.b85encode(b"hello"), base64.b85decode(b"Xk~0{Zv"), base64.a85encode(b"hello"), base64.a85decode(b"BOu!rDZ"), base64.encodebytes(b"x" * 60))
    tries(lambda: base64.b64decode("abc"), lambda: base64.b64decode("a"), lambda: binascii.unhexlify("abc"), lambda: binascii.unhexlify("zz"), lambda: base64.b64encode("x"), lambda: zlib.decompress(b"junk"))
    print(len(secrets.token_hex(8)), len(secrets.token_bytes(5)), secrets.choice([1]), secrets.randbelow(1), len(secrets.token_urlsafe(16)), secrets.compare_digest(b"a", b"b"))
    with Pool(2) as pool:
        print(pool.map(sha, [b"a", b"b"]), pool.map(struct.calcsize, [">HI"]), pool.map(base64.b64encode, [b"a"]), pool.map(binascii.crc32, [b"a"]))
