0, 00, 0_0, 1, 1_000, 0x1F, 0X_f, 0o17, 0b1_01, 9223372036854775807, 9223372036854775808, 0xFFFFFFFFFFFFFFFFFFFF
0., .0, 0.5, 5., 1e10, 1E-5, 1_0.0_1e1_0, 1e400, 1e16, 123456789012345680.0, 0.0001, 0.00001, 5e-324
0j, 1J, 1.5j, 1e3j, 00j, 09.5, 09j
'a' "b" '''c
d''' """e"f"""
r'\n' R"\'" 'a\
b'
'\\\'\"\a\b\f\n\r\t\v\0\01\012\777\x41\u00e9\U0001F600\N{LATIN SMALL LETTER E WITH ACUTE}\N{bullet}\N{LF}\q\8'
'\N{HANGUL SYLLABLE GAG}\N{CJK UNIFIED IDEOGRAPH-4E2D}\N{VS17}\N{Greek Small Letter Alpha}'
'\ud800\udc00' 'é日本😀'
b'abc' B"\x00\xff\n\N\u00e9\400" br'\n' Rb'\d' bR"x"
u'text' U"text"
1if 1else 2
1or 2
[1for x in y]
[0x1 for x in y]
"it's", 'say "hi"', '\'"'
