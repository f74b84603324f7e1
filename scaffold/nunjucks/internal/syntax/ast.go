package syntax

import "github.com/goldenpath-go/goldenpath/scaffold/internal/regex"

// Expr is an expression.
type Expr interface {
	// Pos returns where it begins, in bytes.
	Pos() int
}

// At is the place of a node.
type At int

// Pos returns the place.
func (a At) Pos() int { return int(a) }

// The kinds of expressions.
type (
	// Literal is a string, float64, bool or nil.
	Literal struct {
		At
		Value any
	}
	// Regex is a regular expression.
	Regex struct {
		At
		*regex.Regexp
	}
	// Symbol is a name.
	Symbol struct {
		At
		Name string
	}
	// Group is (a, b); its value is that of the last item.
	Group struct {
		At
		Items []Expr
	}
	// List is [a, b].
	List struct {
		At
		Items []Expr
	}
	// Dict is {a: b}, or the keyword arguments of a call.
	Dict struct {
		At
		Pairs    []Pair
		Keywords bool
	}
	// Call is f(args). Keyword arguments are a Dict at the end of the arguments.
	Call struct {
		At
		Func Expr
		Args []Expr
	}
	// Member is target[key], or target.name if Dotted.
	Member struct {
		At
		Target, Key Expr
		Name        string
		Dotted      bool
	}
	// Slice is the inside of [start:stop:step]; what is missing is nil.
	Slice struct {
		At
		Start, Stop, Step Expr
	}
	// Filter is args[0] | name(args[1:]).
	Filter struct {
		At
		Name string
		Args []Expr
	}
	// Unary is a prefix operator: ! - +.
	Unary struct {
		At
		Op     string
		Target Expr
	}
	// Binary is an operator between two operands. A comparison of several operands is a chain of these, left first.
	Binary struct {
		At
		Op          string
		Left, Right Expr
	}
	// Is is the test left is right; right holds the name and the arguments as they were read.
	Is struct {
		At
		Left, Right Expr
	}
	// InlineIf is body if cond else otherwise; Else may be nil.
	InlineIf struct {
		At
		Cond, Body, Else Expr
	}
	// Caller is the body of a call block, as a function.
	Caller struct {
		At
		Params []Expr
		Body   []Stmt
	}
	// Capture is the text that statements print.
	Capture struct {
		At
		Body []Stmt
	}
)

// Pair is a key and a value of a Dict.
type Pair struct{ Key, Value Expr }

// Stmt is a statement: something that prints.
type Stmt interface{ Pos() int }

// The kinds of statements.
type (
	// Text is printed as it is.
	Text struct {
		At
		Value string
	}
	// Output prints a value.
	Output struct {
		At
		Value Expr
	}
	// If runs the first branch whose condition holds.
	If struct {
		At
		Branches []Branch
		Else     []Stmt
	}
	// For runs its body for each element, or Else if there are none.
	For struct {
		At
		Names   []Expr
		Several bool // there is more than one name
		List    Expr
		Body    []Stmt
		Else    []Stmt
		HasElse bool
		Async   bool
	}
	// Set assigns a value, or what the body prints if Value is nil.
	Set struct {
		At
		Targets []Expr
		Value   Expr
		Body    []Stmt
	}
	// Macro defines a function.
	Macro struct {
		At
		Name   Expr
		Params []Expr
		Body   []Stmt
	}
	// Switch runs the body of the first case that is equal.
	Switch struct {
		At
		Value      Expr
		Cases      []Branch
		Default    []Stmt
		HasDefault bool
	}
	// Block is a named part, printed in place.
	Block struct {
		At
		Name string
		Body []Stmt
	}
	// Load is a tag that needs another template: include, import, from or extends.
	Load struct {
		At
		Tag      string
		Template Expr
	}
)

// Branch is a condition, or case, and what to run then.
type Branch struct {
	Cond Expr
	Body []Stmt
}
