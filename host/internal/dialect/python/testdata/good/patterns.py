match command, *rest:
    case None | True | False:
        pass
    case 1 | -1 | 2.5 | -3j | 1 + 2j | -1.5 - 3j:
        pass
    case "a" "b" | b"c" | u'd':
        pass
    case a.b | a.b.c:
        pass
    case []:
        pass
    case ():
        pass
    case (x):
        pass
    case (x,):
        pass
    case [x, *rest] if rest:
        pass
    case (x, *_, y) as whole:
        pass
    case x, y, *z:
        pass
    case *z,:
        pass
    case {}:
        pass
    case {"k": v, 1: _, a.b: [w], -1: q, **rest}:
        pass
    case {**rest}:
        pass
    case C() | m.C():
        pass
    case C(1, x, k=2, l=D(),):
        pass
    case str() | int() as n if n > (m := 3):
        match n:
            case 0: pass
            case _: pass
    case _:
        pass
match (1):
    case 1: pass
match [1, 2]:
    case y: pass
match {}:
    case {'a': 1,}: pass
match -x:
    case 1: pass
match not x:
    case 1: pass
match x,:
    case 1,: pass
