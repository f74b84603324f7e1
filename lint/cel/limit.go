package cel

import (
	celgo "cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// The limits of values that an expression makes or looks at. A value is as large as all that is in it, however often: a
// list of ten lists that are one and the same takes as long to compare as ten.
const (
	maxValue   = 1_000_000 // elements; ten bytes of text are one
	maxParts   = 100_000   // lists, mappings and what is in them
	maxDepth   = 110       // of lists and mappings in each other: YAML may have a hundred
	sampleSize = 50        // of values in a loop, one in so many is measured
)

func sizing() []types.SizeCalculatorOption {
	return []types.SizeCalculatorOption{types.SizeCalculatorMaxDepth(maxDepth), types.SizeCalculatorMaxTraversal(maxParts)}
}

// programOptions returns how an expression is to be evaluated. Only with comprehensions, which bindings are, too, can it
// make values that are larger than the expression and what it looks at together.
func programOptions(a *ast.AST, limit uint64) []celgo.ProgramOption {
	options := []celgo.ProgramOption{
		celgo.EvalOptions(celgo.OptOptimize), celgo.CostLimit(limit), celgo.CustomDecoratorV2(missingIsNull(a)),
	}
	if comprehensions := nodes(a, func(e ast.Expr) bool { return e.Kind() == ast.ComprehensionKind }); len(comprehensions) > 0 {
		options = append(options, celgo.CustomDecoratorV2(openIsUnknown(comprehensions)), celgo.MemoryLimit(maxValue), celgo.MemoryTracking(
			types.MemoryTrackerSampleInterval(sampleSize), types.MemoryTrackerSizeCalculator(types.NewSizeCalculator(sizing()...))))
	}
	return options
}
