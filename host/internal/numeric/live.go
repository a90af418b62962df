package numeric

// This file finds out which variables matter at a place: those that may be read before they are assigned again.

import "parlark/host/internal/dialect/python"

// liveBlock returns what matters before statements if out matters after them, brk where a break goes and cont where a
// continue goes.
func (b *body) liveBlock(body []python.Stmt, out, brk, cont set) set {
	for i := len(body) - 1; i >= 0; i-- {
		out = b.liveStatement(body[i], out, brk, cont)
	}
	return out
}

func (b *body) liveStatement(s python.Stmt, out, brk, cont set) set {
	switch s := s.(type) {
	case *python.Assign:
		for _, t := range s.Targets {
			out &^= b.targets(t)
		}
		return out | b.reads(s.Value)
	case *python.AnnAssign:
		if s.Value == nil {
			return out
		}
		return out&^b.targets(s.Target) | b.reads(s.Value)
	case *python.AugAssign:
		return out | b.targets(s.Target) | b.reads(s.Value)
	case *python.Return:
		return b.reads(s.X)
	case *python.Raise:
		return 0
	case *python.Break:
		return brk
	case *python.Continue:
		return cont
	case *python.If:
		b.live[s] = out
		return b.reads(s.Cond) | b.liveBlock(s.Body, out, brk, cont) | b.liveBlock(s.Else, out, brk, cont)
	case *python.While:
		b.live[s] = out
		exit := b.liveBlock(s.Else, out, brk, cont)
		head := b.reads(s.Cond) | exit
		for {
			next := head | b.liveBlock(s.Body, head, out, head)
			if next == head {
				break
			}
			head = next
		}
		b.liveHead[s] = head
		return head
	case *python.For:
		b.live[s] = out
		exit := b.liveBlock(s.Else, out, brk, cont)
		target := b.targets(s.Target)
		// The head is the beginning of the body, where the target has been assigned.
		head := exit
		for {
			next := head | b.liveBlock(s.Body, head, out, head)
			if next == head {
				break
			}
			head = next
		}
		b.liveHead[s] = head | target
		return head&^target | exit | b.reads(s.Iter)
	case *python.ExprStmt:
		return out | b.reads(s.X)
	case *python.Assert:
		return out | b.reads(s.Test)
	}
	return out
}

func (b *body) targets(x python.Expr) set {
	var out set
	python.Walk(x, func(n python.Node) bool {
		if n, ok := n.(*python.Name); ok {
			if i, ok := b.number[n.Id]; ok {
				out = out.with(i)
			}
		}
		return true
	})
	return out
}

// reads returns the variables that an expression names.
func (b *body) reads(x python.Expr) set {
	if x == nil {
		return 0
	}
	return b.targets(x)
}
