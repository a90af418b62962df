f''
f'{x}' F"{x}" fr'\{x}' rf"\d{x}\d" f'{{}}' f'{{{x}}}'
f'a{x!r}b{y!s:>10}c{z!a:{w}.{p}}d'
f'{x=}' f'{x = }' f'{x=!s}' f'{x=:>5}' f'{ x + 1 = }'
f'{x:%H:%M}' f'{d["a"]}' f"{d['a']:{w}}" f'{x:{"<"}{10}}'
f'{x!=y}' f'{x==y}' f'{x<=y}' f'{x>=y}' f'{(lambda: 1)()}' f'{ {1: 2}[1] }' f'{a if b else c}'
f'{x,}' f'{*a, b}' f'{(x := 1)}' f'{x:=10}' f'{yield}' f'{await x}'
f'''{
x
}
{y
   + z}'''
f'\n{x}\t\N{BULLET}{{\N{BULLET}}}' f"{x}" "plain {x}" 'more' f'{f"{x}" f"{y!r}"}'
f'{x:\n}' f'{x:a{y}b{z}c}'
