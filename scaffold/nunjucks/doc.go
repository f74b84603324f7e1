// Package nunjucks renders Nunjucks templates with the results, to the byte, that Backstage's scaffolder gives: JavaScript's
// conversions, printing, precedence and methods included. It needs nothing but the standard library.
//
//	env := nunjucks.New(nil)
//	t, err := env.Parse("README.md", "# ${{ values.name | title }}\n")
//	text, err := t.Render(ctx, map[string]any{"values": values})
//
// A [Template] is compiled once and may be rendered by many goroutines at once. [Env.Evaluate] gives the value of a single
// expression instead of text, as for the inputs of a step.
//
// Backstage has run two engines, and they do not agree: see [Dialect]. Filters of Backstage's own are in the package backstage
// below this one; others, and global functions, are a [Func] in [Options].
//
// Templates may be hostile. There is no way from them to the program, other templates or the world, and [Limits] bound what they
// cost: time also by the context. Every error is an [Error] with line and column; that a limit was reached is told by a
// [LimitError] within it.
package nunjucks
