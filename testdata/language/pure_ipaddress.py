import ipaddress as ip
for a in ("192.168.0.1", "::1", "2001:db8::1", "10.0.0.0", "8.8.8.8", "224.0.0.1", "fe80::1", "::ffff:1.2.3.4", 3232235521, b"\x01\x02\x03\x04", "1:0:0:2:0:0:0:3"):
    x = ip.ip_address(a)
    print(repr(x), x, x.version, x.is_private, x.is_global, x.is_multicast, x.is_loopback, x.is_link_local, x.is_reserved, int(x), x.exploded, x.compressed, x.reverse_pointer, x.packed, x + 1)
for a in ("1.2.3", "1.2.3.256", "01.2.3.4", "", "1.2.3.x", ":::", "1::2::3", "12345::", "g::", "1.2.3.4/5", "::1.2.3"):
    for f in (ip.ip_address, ip.IPv4Address, ip.IPv6Address):
        try: f(a); print("ok")
        except ValueError as e: print(type(e).__name__, e)
n = ip.ip_network("192.168.0.0/28")
print(n, repr(n), n.num_addresses, n.netmask, n.hostmask, n.broadcast_address, n.prefixlen, n.with_netmask, n.with_hostmask, [str(h) for h in n.hosts()][:3], n[1], n[-1], len(list(n)), ip.ip_address("192.168.0.5") in n, n.is_private)
print(list(n.subnets()), list(n.subnets(new_prefix=30)), n.supernet(), n.supernet(3), n.overlaps(ip.ip_network("192.168.0.8/29")), ip.ip_network("192.168.0.0/30").subnet_of(n))
print(list(n.address_exclude(ip.ip_network("192.168.0.4/30"))), ip.ip_network("10.0.0.0/255.0.0.0"), ip.ip_network("2001:db8::/126"), list(ip.ip_network("2001:db8::/126").hosts()))
for a in ("192.168.0.1/24", "1.2.3.0/33", "1.2.3.0/a", "x/24"):
    try: print(ip.ip_network(a))
    except ValueError as e: print(e)
print(ip.ip_network("192.168.0.1/24", strict=False), sorted([ip.ip_address("10.0.0.2"), ip.ip_address("10.0.0.1")]), ip.ip_address("1.1.1.1") < ip.ip_address("2.2.2.2"), ip.ip_address("1.1.1.1") == ip.ip_address(16843009))
i = ip.ip_interface("192.0.2.5/24"); print(repr(i), i.network, i.ip, i.with_netmask, i.with_prefixlen, i.netmask, i == ip.ip_interface("192.0.2.5/24"))
print(list(ip.summarize_address_range(ip.ip_address("192.0.2.0"), ip.ip_address("192.0.2.130"))), list(ip.collapse_addresses([ip.ip_network("192.0.2.0/25"), ip.ip_network("192.0.2.128/25"), ip.ip_address("1.1.1.1")])))
print(f"{ip.ip_address('1.2.3.4'):b} {ip.ip_address('1.2.3.4'):x} {ip.ip_address('1.2.3.4'):>10s}|", ip.ip_address("::ffff:1.2.3.4").ipv4_mapped, {ip.ip_address("1.1.1.1"): 1}[ip.ip_address("1.1.1.1")])
try: ip.ip_address("1.1.1.1") < ip.ip_address("::1")
except TypeError as e: print(e)
