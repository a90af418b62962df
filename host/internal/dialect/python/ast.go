package python

// This file defines the nodes of the tree. Each node's comment shows the source that it stands for.

import "math/big"

// A Pos is a place in the source: 1-based line, 0-based column in bytes of UTF-8, as in CPython's ast module.
type Pos struct{ Line, Col int32 }

// A Node is a part of the tree. Span returns where its text begins and where it ends (after the last byte); like
// CPython, an expression in parentheses spans what is inside of them.
type Node interface{ Span() (Pos, Pos) }

// N is embedded in each node: P is its start, E its end.
type N struct{ P, E Pos }

// Span returns the start and the end of the node.
func (n *N) Span() (Pos, Pos) { return n.P, n.E }

// An Expr is a node of the expression table, a Stmt one of the statement table.
type (
	Expr interface{ Node }
	Stmt interface{ Node }
)

// Ctx says what happens to a name, attribute, subscript, list, tuple or starred expression.
type Ctx uint8

const (
	Load Ctx = iota
	Store
	Del
)

// Kind says what a Constant is, and which of its fields holds the value.
type Kind uint8

const (
	KNone Kind = iota
	KTrue
	KFalse
	KEllipsis
	KInt   // Int
	KBig   // Big: beyond int64
	KFloat // Float
	KImag  // Float: the imaginary part
	KStr   // Str: UTF-8, with lone surrogates as three bytes each
	KBytes // Str: the bytes
)

// Module is a whole file.
type Module struct {
	N
	File   string
	Source string // decoded text: UTF-8, lines end with "\n"
	Body   []Stmt
}

// Expressions. A field that may be absent is nil then, a string is empty.
type (
	Name struct { // Id
		N
		Id  string
		Ctx Ctx
	}
	Constant struct { // None, 1, 2.5, 'text', b'bytes'
		N
		Kind  Kind
		Int   int64
		Big   *big.Int
		Float float64
		Str   string
		U     bool // written with the prefix u
	}
	JoinedStr struct { // f"text{value}": Constant and FormattedValue nodes
		N
		Values []Expr
	}
	FormattedValue struct { // {Value!Conv:Spec}
		N
		Value Expr
		Conv  byte // 0, 's', 'r' or 'a'
		Spec  Expr // *JoinedStr or nil
	}
	BinOp struct { // L Op R
		N
		L, R  Expr
		Op    string // + - * @ / // % ** << >> | & ^
		OpPos Pos
	}
	BoolOp struct { // Values[0] Op Values[1] Op ...
		N
		Op     string // and, or
		Values []Expr
	}
	UnaryOp struct { // Op X
		N
		Op string // not - + ~
		X  Expr
	}
	Compare struct { // L Ops[0] Rs[0] Ops[1] Rs[1] ...
		N
		L     Expr
		Ops   []string // == != < <= > >= is, is not, in, not in
		OpPos []Pos
		Rs    []Expr
	}
	Call struct { // Func(Args, Keywords)
		N
		Func     Expr
		Args     []Expr // may hold Starred
		Keywords []*Keyword
		LP       Pos // the parenthesis
	}
	Keyword struct { // Arg=Value, **Value
		N
		Arg   string // "" for **
		Value Expr
	}
	Attribute struct { // X.Attr
		N
		X    Expr
		Attr string
		Ctx  Ctx
		Dot  Pos
	}
	Subscript struct { // X[Index]
		N
		X     Expr
		Index Expr // may be a Slice or a Tuple that holds some
		Ctx   Ctx
		LB    Pos // the bracket
	}
	Slice struct { // Lo:Hi:Step
		N
		Lo, Hi, Step Expr
	}
	Starred struct { // *X
		N
		X   Expr
		Ctx Ctx
	}
	IfExp struct { // Then if Cond else Else
		N
		Cond, Then, Else Expr
	}
	Lambda struct { // lambda Args: Body
		N
		Args *Arguments
		Body Expr
	}
	List struct { // [Elts]
		N
		Elts []Expr
		Ctx  Ctx
	}
	Tuple struct { // Elts, with or without parentheses
		N
		Elts []Expr
		Ctx  Ctx
	}
	Dict struct { // {Keys[0]: Values[0], **Values[1]}
		N
		Keys   []Expr // a nil entry for **
		Values []Expr
	}
	Set struct { // {Elts}
		N
		Elts []Expr
	}
	ListComp struct { // [Elt Gens]
		N
		Elt  Expr
		Gens []*Comp
	}
	SetComp struct { // {Elt Gens}
		N
		Elt  Expr
		Gens []*Comp
	}
	DictComp struct { // {Key: Value Gens}
		N
		Key, Value Expr
		Gens       []*Comp
	}
	GeneratorExp struct { // (Elt Gens)
		N
		Elt  Expr
		Gens []*Comp
	}
	Comp struct { // for Target in Iter if Ifs[0] if Ifs[1] ...
		N
		Target, Iter Expr
		Ifs          []Expr
		Async        bool
	}
	Await struct { // await X
		N
		X Expr
	}
	Yield struct { // yield X
		N
		X Expr
	}
	YieldFrom struct { // yield from X
		N
		X Expr
	}
	NamedExpr struct { // Target := Value
		N
		Target *Name
		Value  Expr
	}
)

// Parameters of a def or lambda.
type (
	Arguments struct { // PosOnly, /, Args, *Vararg, KwOnly, **Kwarg
		N
		PosOnly, Args, KwOnly []*Arg
		Vararg, Kwarg         *Arg
		Defaults              []Expr // of the last PosOnly and Args
		KwDefaults            []Expr // of KwOnly, a nil entry for none
	}
	Arg struct { // Name: Ann
		N
		Name string
		Ann  Expr
	}
)

// Statements.
type (
	FunctionDef struct { // @Decos async def Name(Args) -> Returns: Body; spans from the def
		N
		Name    string
		NamePos Pos
		Args    *Arguments
		Body    []Stmt
		Decos   []Expr
		Returns Expr
		Async   bool
	}
	ClassDef struct { // @Decos class Name(Bases, Keywords): Body
		N
		Name     string
		Bases    []Expr
		Keywords []*Keyword
		Body     []Stmt
		Decos    []Expr
	}
	Return struct { // return X
		N
		X Expr
	}
	Delete struct { // del Targets
		N
		Targets []Expr
	}
	Assign struct { // Targets[0] = Targets[1] = ... = Value
		N
		Targets []Expr
		Value   Expr
	}
	AugAssign struct { // Target Op= Value
		N
		Target Expr
		Op     string // without the =
		Value  Expr
		OpPos  Pos
	}
	AnnAssign struct { // Target: Ann = Value
		N
		Target, Ann, Value Expr
		Simple             bool // Target is a name without parentheses
	}
	For struct { // async for Target in Iter: Body else: Else
		N
		Target, Iter Expr
		Body, Else   []Stmt
		Async        bool
	}
	While struct { // while Cond: Body else: Else
		N
		Cond       Expr
		Body, Else []Stmt
	}
	If struct { // if Cond: Body else: Else; elif is an If in Else
		N
		Cond       Expr
		Body, Else []Stmt
	}
	With struct { // async with Items: Body
		N
		Items []*WithItem
		Body  []Stmt
		Async bool
	}
	WithItem struct { // Ctx as Vars
		N
		Ctx  Expr
		Vars Expr
	}
	Raise struct { // raise Exc from Cause
		N
		Exc, Cause Expr
	}
	Try struct { // try: Body Handlers else: Else finally: Finally
		N
		Body     []Stmt
		Handlers []*Handler
		Else     []Stmt
		Finally  []Stmt
		Star     bool // the handlers are except*
	}
	Handler struct { // except Type as Name: Body
		N
		Type Expr
		Name string
		Body []Stmt
	}
	Assert struct { // assert Test, Msg
		N
		Test, Msg Expr
	}
	Import struct { // import Names
		N
		Names []*Alias
	}
	ImportFrom struct { // from ...Module import Names
		N
		Module string
		Names  []*Alias // one Alias named * for all
		Level  int      // leading dots
	}
	Alias struct { // Name as As
		N
		Name, As string
	}
	Global struct { // global Names
		N
		Names []string
	}
	Nonlocal struct { // nonlocal Names
		N
		Names []string
	}
	ExprStmt struct { // X
		N
		X Expr
	}
	Pass     struct{ N }
	Break    struct{ N }
	Continue struct{ N }
	Match    struct { // match Subject: Cases
		N
		Subject Expr
		Cases   []*MatchCase
	}
	MatchCase struct { // case Pattern if Guard: Body
		N
		Pattern Node
		Guard   Expr
		Body    []Stmt
	}
)

// Patterns.
type (
	MatchValue struct { // 1, 'text', a.b
		N
		X Expr
	}
	MatchSingleton struct { // None, True, False
		N
		X *Constant
	}
	MatchSequence struct { // [Pats]
		N
		Pats []Node
	}
	MatchMapping struct { // {Keys[0]: Pats[0], **Rest}
		N
		Keys []Expr
		Pats []Node
		Rest string
	}
	MatchClass struct { // Cls(Pats, KwNames[0]=KwPats[0])
		N
		Cls     Expr
		Pats    []Node
		KwNames []string
		KwPats  []Node
	}
	MatchStar struct { // *Name, "" for *_
		N
		Name string
	}
	MatchAs struct { // Pat as Name; Name alone if Pat is nil; _ if Name is ""
		N
		Pat  Node
		Name string
	}
	MatchOr struct { // Pats[0] | Pats[1] ...
		N
		Pats []Node
	}
)
