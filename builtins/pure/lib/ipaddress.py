"""Addresses and networks of the Internet Protocol, versions 4 and 6."""

import functools

__all__ = ["ip_address", "ip_network", "ip_interface", "IPv4Address", "IPv4Network", "IPv4Interface", "IPv6Address", "IPv6Network",
           "IPv6Interface", "AddressValueError", "NetmaskValueError", "summarize_address_range", "collapse_addresses", "v4_int_to_packed",
           "v6_int_to_packed", "get_mixed_type_key"]

IPV4LENGTH, IPV6LENGTH = 32, 128


class AddressValueError(ValueError):
    pass


class NetmaskValueError(ValueError):
    pass


def _try(kinds, value, what):
    for kind in kinds:
        try:
            return kind(value)
        except (AddressValueError, NetmaskValueError):
            pass
    raise ValueError(f'{value!r} does not appear to be an IPv4 or IPv6 {what}')


def ip_address(address):
    return _try((IPv4Address, IPv6Address), address, 'address')


def ip_network(address, strict=True):
    return _try((lambda a: IPv4Network(a, strict), lambda a: IPv6Network(a, strict)), address, 'network')


def ip_interface(address):
    return _try((IPv4Interface, IPv6Interface), address, 'interface')


def v4_int_to_packed(address):
    return address.to_bytes(4, 'big')


def v6_int_to_packed(address):
    return address.to_bytes(16, 'big')


def get_mixed_type_key(obj):
    if isinstance(obj, _Network):
        return obj._version, obj.network_address, obj.netmask
    if isinstance(obj, _Address):
        return obj._version, obj
    return NotImplemented


def _parse4(text):
    if not text:
        raise AddressValueError('Address cannot be empty')
    octets = text.split('.')
    if len(octets) != 4:
        raise AddressValueError("Expected 4 octets in %r" % text)
    n = 0
    for octet in octets:
        if not octet:
            problem = "Empty octet not permitted"
        elif not (octet.isascii() and octet.isdigit()):
            problem = "Only decimal digits permitted in %r" % octet
        elif len(octet) > 3:
            problem = "At most 3 characters permitted in %r" % octet
        elif octet != '0' and octet[0] == '0':
            problem = "Leading zeros are not permitted in %r" % octet
        elif int(octet) > 255:
            problem = "Octet %d (> 255) not permitted" % int(octet)
        else:
            n = n << 8 | int(octet)
            continue
        raise AddressValueError("%s in %r" % (problem, text))
    return n


def _parse6(text):
    if not text:
        raise AddressValueError('Address cannot be empty')
    parts = text.split(':')
    if len(parts) < 3:
        raise AddressValueError("At least 3 parts expected in %r" % text)
    if '.' in parts[-1]:
        try:
            n = _parse4(parts.pop())
        except AddressValueError as e:
            raise AddressValueError("%s in %r" % (e, text)) from None
        parts += ['%x' % (n >> 16), '%x' % (n & 0xffff)]
    if len(parts) > 9:
        raise AddressValueError("At most 8 colons permitted in %r" % text)
    gap = None
    for i in range(1, len(parts) - 1):
        if not parts[i]:
            if gap is not None:
                raise AddressValueError("At most one '::' permitted in %r" % text)
            gap = i
    if gap is not None:
        head, tail = parts[:gap], parts[gap + 1:]
        if not head[0]:
            if len(head) > 1:
                raise AddressValueError("Leading ':' only permitted as part of '::' in %r" % text)
            head = []
        if not tail[-1]:
            if len(tail) > 1:
                raise AddressValueError("Trailing ':' only permitted as part of '::' in %r" % text)
            tail = []
        if len(head) + len(tail) > 7:
            raise AddressValueError("Expected at most 7 other parts with '::' in %r" % text)
        parts = head + ['0'] * (8 - len(head) - len(tail)) + tail
    else:
        if len(parts) != 8:
            raise AddressValueError("Exactly 8 parts expected without '::' in %r" % text)
        if not parts[0]:
            raise AddressValueError("Leading ':' only permitted as part of '::' in %r" % text)
        if not parts[-1]:
            raise AddressValueError("Trailing ':' only permitted as part of '::' in %r" % text)
    n = 0
    for part in parts:
        if not set(part) <= set('0123456789abcdefABCDEF'):
            raise AddressValueError("Only hex digits permitted in %r in %r" % (part, text))
        if len(part) > 4:
            raise AddressValueError("At most 4 characters permitted in %r in %r" % (part, text))
        n = n << 16 | int(part, 16)
    return n


def _text4(n):
    return '.'.join(str(n >> shift & 255) for shift in (24, 16, 8, 0))


def _text6(n):
    if n >> 32 == 0xffff:
        return '::ffff:' + _text4(n & 0xffffffff)
    groups = ['%x' % (n >> shift & 0xffff) for shift in range(112, -1, -16)]
    best, size, i = -1, 1, 0
    while i < 8:
        j = i
        while j < 8 and groups[j] == '0':
            j += 1
        if j - i > size:
            best, size = i, j - i
        i = max(j, i + 1)
    if best < 0:
        return ':'.join(groups)
    return ':'.join(groups[:best]) + '::' + ':'.join(groups[best + size:])


class _Base:
    @property
    def version(self):
        return self._version

    @property
    def max_prefixlen(self):
        return self._length

    @property
    def exploded(self):
        return self._show(self._long)

    @property
    def compressed(self):
        return str(self)

    def _long(self, n):
        if self._version == 4:
            return _text4(n)
        digits = '%032x' % n
        if n >> 32 == 0xffff:
            return ':'.join(digits[i:i + 4] for i in range(0, 24, 4)) + ':' + _text4(n & 0xffffffff)
        return ':'.join(digits[i:i + 4] for i in range(0, 32, 4))

    def _number(self, value):
        """The number and the zone of an address given as an int, bytes or text."""
        if isinstance(value, int):
            if value < 0:
                raise AddressValueError("%d (< 0) is not permitted as an IPv%d address" % (value, self._version))
            if value >> self._length:
                raise AddressValueError("%d (>= 2**%d) is not permitted as an IPv%d address" % (value, self._length, self._version))
            return value, None
        if isinstance(value, bytes):
            if len(value) != self._length // 8:
                raise AddressValueError("%r (len %d != %d) is not permitted as an IPv%d address" % (
                    value, len(value), self._length // 8, self._version))
            return int.from_bytes(value, 'big'), None
        text = str(value)
        if '/' in text:
            raise AddressValueError(f"Unexpected '/' in {text!r}")
        zone = None
        if self._version == 6 and '%' in text:
            text, _, zone = text.partition('%')
            if not zone or '%' in zone:
                raise AddressValueError('Invalid IPv6 address: "%r"' % value)
        return (_parse4 if self._version == 4 else _parse6)(text), zone

    def _prefix(self, mask):
        """The length of a prefix given as a number, a netmask or a hostmask."""
        full = (1 << self._length) - 1
        text = str(mask)
        if text.isascii() and text.isdigit():
            if int(text) <= self._length:
                return int(text)
        elif self._version == 4:
            try:
                n = _parse4(text)
            except AddressValueError:
                n = -1
            for each in (n, n ^ full):
                if n >= 0 and bin(each)[2:].rjust(32, '0').rstrip('0').find('0') < 0:
                    return bin(each).count('1')
        raise NetmaskValueError("%r is not a valid netmask" % text)

    def _ranges(self, names):
        return [_network(self._version)(x) for x in names]


@functools.total_ordering
class _Address(_Base):
    def __init__(self, address):
        self._ip, self._zone = self._number(address)

    def _show(self, text):
        return text(self._ip) + ('%' + self._zone if self._zone else '')

    def __int__(self):
        return self._ip

    def __index__(self):
        return self._ip

    def __str__(self):
        return self._show(_text4 if self._version == 4 else _text6)

    def __repr__(self):
        return '%s(%r)' % (self.__class__.__name__, str(self))

    def __hash__(self):
        return hash(hex(self._ip))

    def __eq__(self, other):
        if not isinstance(other, _Address):
            return NotImplemented
        return (self._ip, self._version, self._zone) == (other._ip, other._version, other._zone)

    def __lt__(self, other):
        if not isinstance(other, _Address):
            return NotImplemented
        if self._version != other._version:
            raise TypeError('%s and %s are not of the same version' % (self, other))
        return self._ip < other._ip

    def __add__(self, other):
        return self.__class__(self._ip + other) if isinstance(other, int) else NotImplemented

    def __sub__(self, other):
        return self.__class__(self._ip - other) if isinstance(other, int) else NotImplemented

    def __format__(self, spec):
        if not spec or spec[-1] == 's':
            return format(str(self), spec)
        kind = spec[-1]
        if kind == 'n':
            kind = 'b' if self._version == 4 else 'x'
        grouping, width = '_' if '_' in spec else '', self._length // (1 if kind == 'b' else 4)
        if grouping:
            width += width // 4 - 1
        return format(self._ip, '%s0%d%s%s' % ('#' if '#' in spec else '', width + (2 if '#' in spec else 0), grouping, kind))

    @property
    def packed(self):
        return self._ip.to_bytes(self._length // 8, 'big')

    @property
    def reverse_pointer(self):
        if self._version == 4:
            return '.'.join(reversed(str(self).split('.'))) + '.in-addr.arpa'
        return '.'.join(reversed('%032x' % self._ip)) + '.ip6.arpa'

    def _in(self, *names):
        return any(self in _network(self._version)(x) for x in names)

    @property
    def is_multicast(self):
        return self._in('224.0.0.0/4' if self._version == 4 else 'ff00::/8')

    @property
    def is_unspecified(self):
        return self._ip == 0

    @property
    def is_loopback(self):
        return self._in('127.0.0.0/8') if self._version == 4 else self._ip == 1

    @property
    def is_link_local(self):
        return self._in('169.254.0.0/16' if self._version == 4 else 'fe80::/10')

    @property
    def is_reserved(self):
        if self._version == 4:
            return self._in('240.0.0.0/4')
        return self._in('::/8', '100::/8', '200::/7', '400::/6', '800::/5', '1000::/4', '4000::/3', '6000::/3', '8000::/3', 'a000::/3',
                        'c000::/3', 'e000::/4', 'f000::/5', 'f800::/6', 'fe00::/9')

    @property
    def is_private(self):
        if self._version == 4:
            return self._in('0.0.0.0/8', '10.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.0.170/31',
                            '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '240.0.0.0/4',
                            '255.255.255.255/32') and not self._in('192.0.0.9/32', '192.0.0.10/32')
        if self.ipv4_mapped is not None:
            return self.ipv4_mapped.is_private
        return self._in('::1/128', '::/128', '::ffff:0:0/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16',
                        '3fff::/20', 'fc00::/7', 'fe80::/10') and not self._in(
            '2001:1::1/128', '2001:1::2/128', '2001:3::/32', '2001:4:112::/48', '2001:20::/28', '2001:30::/28')

    @property
    def is_global(self):
        if self._version == 4:
            return not self._in('100.64.0.0/10') and not self.is_private
        return not self.is_private


class IPv4Address(_Address):
    _version, _length = 4, 32

    @property
    def ipv6_mapped(self):
        return IPv6Address(0xffff << 32 | self._ip)


class IPv6Address(_Address):
    _version, _length = 6, 128

    @property
    def scope_id(self):
        return self._zone

    @property
    def is_site_local(self):
        return self._in('fec0::/10')

    @property
    def ipv4_mapped(self):
        return IPv4Address(self._ip & 0xffffffff) if self._ip >> 32 == 0xffff else None

    @property
    def sixtofour(self):
        return IPv4Address(self._ip >> 80 & 0xffffffff) if self._ip >> 112 == 0x2002 else None

    @property
    def teredo(self):
        if self._ip >> 96 != 0x20010000:
            return None
        return IPv4Address(self._ip >> 64 & 0xffffffff), IPv4Address(~self._ip & 0xffffffff)


def _split(value, length):
    if isinstance(value, tuple):
        return value if len(value) > 1 else (value[0], length)
    if isinstance(value, (int, bytes)):
        return value, length
    parts = str(value).split('/')
    if len(parts) > 2:
        raise AddressValueError(f"Only one '/' permitted in {value!r}")
    return parts[0], parts[1] if len(parts) == 2 else length


@functools.total_ordering
class _Network(_Base):
    def __init__(self, address, strict=True):
        address, mask = _split(address, self._length)
        self.network_address = self._address_class(address)
        self._prefixlen = self._prefix(mask)
        full = (1 << self._length) - 1
        self.netmask = self._address_class(full >> (self._length - self._prefixlen) << (self._length - self._prefixlen))
        packed = int(self.network_address)
        if packed & int(self.netmask) != packed:
            if strict:
                raise ValueError('%s has host bits set' % self)
            self.network_address = self._address_class(packed & int(self.netmask))
        self.hostmask = self._address_class(int(self.netmask) ^ full)
        self.broadcast_address = self._address_class(int(self.network_address) | int(self.hostmask))

    def _show(self, text):
        return '%s/%d' % (text(int(self.network_address)), self._prefixlen)

    def __str__(self):
        return '%s/%d' % (self.network_address, self._prefixlen)

    def __repr__(self):
        return '%s(%r)' % (self.__class__.__name__, str(self))

    def __hash__(self):
        return hash((int(self.network_address), int(self.netmask)))

    def __eq__(self, other):
        if not isinstance(other, _Network):
            return NotImplemented
        return (self._version, self.network_address, self._prefixlen) == (other._version, other.network_address, other._prefixlen)

    def __lt__(self, other):
        if not isinstance(other, _Network):
            return NotImplemented
        if self._version != other._version:
            raise TypeError('%s and %s are not of the same version' % (self, other))
        return (self.network_address, self.netmask) < (other.network_address, other.netmask)

    def __iter__(self):
        yield from self._some(int(self.network_address), int(self.broadcast_address))

    def _some(self, n, last):
        while n <= last:
            yield self._address_class(n)
            n += 1

    def __getitem__(self, n):
        start, end = int(self.network_address), int(self.broadcast_address)
        at = start + n if n >= 0 else end + n + 1
        if not start <= at <= end:
            raise IndexError('address out of range')
        return self._address_class(at)

    def __contains__(self, other):
        if isinstance(other, _Network) or self._version != other._version:
            return False
        return int(other) & int(self.netmask) == int(self.network_address)

    def hosts(self):
        first, last = int(self.network_address), int(self.broadcast_address)
        if self._prefixlen == self._length:
            return [self._address_class(first)]
        if self._prefixlen == self._length - 1:
            return [self._address_class(first), self._address_class(last)]
        return self._some(first + 1, last - (self._version == 4))

    @property
    def prefixlen(self):
        return self._prefixlen

    @property
    def num_addresses(self):
        return 1 << (self._length - self._prefixlen)

    @property
    def with_prefixlen(self):
        return '%s/%d' % (self.network_address, self._prefixlen)

    @property
    def with_netmask(self):
        return '%s/%s' % (self.network_address, self.netmask)

    @property
    def with_hostmask(self):
        return '%s/%s' % (self.network_address, self.hostmask)

    @property
    def reverse_pointer(self):
        return _Address.reverse_pointer.fget(self)

    def overlaps(self, other):
        return self.network_address in other or self.broadcast_address in other or other.network_address in self or (
            other.broadcast_address in self)

    def _within(self, other):
        if self._version != other._version:
            raise TypeError(f"{self} and {other} are not of the same version")
        return other.network_address <= self.network_address and other.broadcast_address >= self.broadcast_address

    def subnet_of(self, other):
        return self._within(other)

    def supernet_of(self, other):
        return other._within(self)

    def subnets(self, prefixlen_diff=1, new_prefix=None):
        if self._prefixlen == self._length:
            yield self
            return
        if new_prefix is not None:
            if new_prefix < self._prefixlen:
                raise ValueError('new prefix must be longer')
            if prefixlen_diff != 1:
                raise ValueError('cannot set prefixlen_diff and new_prefix')
            prefixlen_diff = new_prefix - self._prefixlen
        if prefixlen_diff < 0:
            raise ValueError('prefix length diff must be > 0')
        longer = self._prefixlen + prefixlen_diff
        if longer > self._length:
            raise ValueError('prefix length diff %d is invalid for netblock %s' % (longer, self))
        n = int(self.network_address)
        while n <= int(self.broadcast_address):
            yield self.__class__((n, longer))
            n += 1 << (self._length - longer)

    def supernet(self, prefixlen_diff=1, new_prefix=None):
        if self._prefixlen == 0:
            return self
        if new_prefix is not None:
            if new_prefix > self._prefixlen:
                raise ValueError('new prefix must be shorter')
            if prefixlen_diff != 1:
                raise ValueError('cannot set prefixlen_diff and new_prefix')
            prefixlen_diff = self._prefixlen - new_prefix
        shorter = self._prefixlen - prefixlen_diff
        if shorter < 0:
            raise ValueError('current prefixlen is %d, cannot have a prefixlen_diff of %d' % (self._prefixlen, prefixlen_diff))
        return self.__class__((int(self.network_address), shorter), strict=False)

    def address_exclude(self, other):
        if not other.subnet_of(self):
            raise ValueError('%s not contained in %s' % (other, self))
        if other == self:
            return
        first, second = self.subnets()
        while first != other and second != other:
            if other.subnet_of(first):
                yield second
                first, second = first.subnets()
            else:
                yield first
                first, second = second.subnets()
        yield second if first == other else first

    def compare_networks(self, other):
        a, b = (self.network_address, self.netmask), (other.network_address, other.netmask)
        return (a > b) - (a < b)

    def _both(self, name):
        return getattr(self.network_address, name) and getattr(self.broadcast_address, name)

    is_multicast = property(lambda self: self._both('is_multicast'))
    is_reserved = property(lambda self: self._both('is_reserved'))
    is_link_local = property(lambda self: self._both('is_link_local'))
    is_private = property(lambda self: self._both('is_private'))
    is_global = property(lambda self: self._both('is_global'))
    is_unspecified = property(lambda self: self._both('is_unspecified'))
    is_loopback = property(lambda self: self._both('is_loopback'))


class IPv4Network(_Network):
    _version, _length = 4, 32
    _address_class = IPv4Address


class IPv6Network(_Network):
    _version, _length = 6, 128
    _address_class = IPv6Address


def _network(version):
    return IPv4Network if version == 4 else IPv6Network


class _Interface:
    def __init__(self, address):
        address, mask = _split(address, self._length)
        super().__init__(address)
        self.network = _network(self._version)((address if not isinstance(address, bytes) else int.from_bytes(address, 'big'), mask), strict=False)
        self.netmask, self.hostmask, self._prefixlen = self.network.netmask, self.network.hostmask, self.network.prefixlen

    @property
    def ip(self):
        return (IPv4Address if self._version == 4 else IPv6Address)(self._ip)

    def __str__(self):
        return '%s/%d' % (super().__str__(), self._prefixlen)

    def __hash__(self):
        return hash((self._ip, self._prefixlen, int(self.network.network_address)))

    def __eq__(self, other):
        if not isinstance(other, _Interface):
            return False if isinstance(other, _Address) else NotImplemented
        return self._ip == other._ip and self.network == other.network

    def __lt__(self, other):
        if not isinstance(other, _Interface):
            return NotImplemented
        return (self.network, self._ip) < (other.network, other._ip)

    @property
    def with_prefixlen(self):
        return '%s/%s' % (self.ip, self._prefixlen)

    @property
    def with_netmask(self):
        return '%s/%s' % (self.ip, self.netmask)

    @property
    def with_hostmask(self):
        return '%s/%s' % (self.ip, self.hostmask)


class IPv4Interface(_Interface, IPv4Address):
    pass


class IPv6Interface(_Interface, IPv6Address):
    pass


def summarize_address_range(first, last):
    if first.version != last.version:
        raise TypeError("%s and %s are not of the same version" % (first, last))
    if first > last:
        raise ValueError('last IP address must be greater than first')
    network, length = _network(first.version), first.max_prefixlen
    at, end = int(first), int(last)
    while at <= end:
        bits = min((at & -at).bit_length() - 1 if at else length, (end - at + 1).bit_length() - 1)
        yield network((at, length - bits))
        at += 1 << bits


def collapse_addresses(addresses):
    networks = [x if isinstance(x, _Network) else _network(x.version)((int(x), x.max_prefixlen)) for x in addresses]
    out = []
    for net in sorted(set(networks)):
        if out and out[-1]._version != net._version:
            raise TypeError("%s and %s are not of the same version" % (net, out[-1]))
        if out and net.subnet_of(out[-1]):
            continue
        out.append(net)
        while len(out) > 1 and out[-1].prefixlen == out[-2].prefixlen and out[-2].supernet() == out[-1].supernet():
            out[-2:] = [out[-2].supernet()]
    return iter(out)
