package secrets_test

import (
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/goldenpath-go/goldenpath/plan"
)

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// nothing is a journal that keeps nothing.
type nothing struct{}

func (nothing) Append(context.Context, plan.Receipt) error { return nil }

func (nothing) All(context.Context) iter.Seq2[plan.Receipt, error] {
	return func(func(plan.Receipt, error) bool) {}
}
