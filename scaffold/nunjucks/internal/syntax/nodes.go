package syntax

import "github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/slab"

// nodes makes the nodes of a tree that there are many of.
type nodes struct {
	texts    slab.Of[Text]
	outputs  slab.Of[Output]
	symbols  slab.Of[Symbol]
	literals slab.Of[Literal]
	members  slab.Of[Member]
	filters  slab.Of[Filter]
	binaries slab.Of[Binary]
	stmts    slab.Lists[Stmt]
	lists    slab.Lists[Expr]
}
