package nunjucks

import "github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"

// Limits bound what a template may cost. Zero values stand for the defaults.
type Limits struct {
	// Source is the greatest size of a template in bytes. Default 4 MiB.
	Source int
	// Nesting is how deeply tags and expressions may stand within each other. Default and greatest value 400.
	Nesting int
	// Steps is how much work a render may do: about one for each node, loop iteration, element and 64 bytes. Default 5,000,000.
	Steps int
	// Output is the greatest size of what a render gives, in bytes. Default 16 MiB.
	Output int
	// Memory is how many bytes of strings, lists and dicts a render may make altogether. Default 256 MiB.
	Memory int
	// Depth is how deeply macros may call each other. Default 400.
	Depth int
}

// LimitError says that a render reached one of its Limits.
type LimitError = js.LimitError

const (
	maxSource  = 4 << 20
	maxNesting = 400
	maxSteps   = 5_000_000
	maxOutput  = 16 << 20
	maxMemory  = 256 << 20
	maxDepth   = 400
)

// withDefaults fills in what is zero.
func (l Limits) withDefaults() Limits {
	return Limits{
		Source:  orDefault(l.Source, maxSource),
		Nesting: min(orDefault(l.Nesting, maxNesting), maxNesting),
		Steps:   orDefault(l.Steps, maxSteps),
		Output:  orDefault(l.Output, maxOutput),
		Memory:  orDefault(l.Memory, maxMemory),
		Depth:   orDefault(l.Depth, maxDepth),
	}
}

func orDefault(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}
