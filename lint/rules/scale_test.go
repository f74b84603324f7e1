package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// TestLargeCatalogs runs all rules over catalogs whose shape is the worst for one of them or another: chains, circles
// and stars of thousands of entities.
func TestLargeCatalogs(t *testing.T) {
	t.Parallel()
	const n = 5000
	shapes := []struct {
		name string
		deps func(i int) []int // of entity i
		want map[string]int    // findings by rule
	}{
		{"chain", func(i int) []int { return []int{i + 1} }, nil},
		{"circle", func(i int) []int { return []int{(i + 1) % n} }, map[string]int{"graph-dependency-cycle": 1}},
		{"star", func(i int) []int { return []int{0} }, map[string]int{"ref-self": 1}},
		{"two circles", func(i int) []int { return []int{i ^ 1} }, map[string]int{"graph-dependency-cycle": n / 2}},
	}
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: c%d\nspec:\n"+
					"  type: service\n  lifecycle: production\n  owner: shop\n  dependsOn:\n", i)
				for _, to := range s.deps(i) {
					fmt.Fprintf(&b, "    - component:c%d\n", to)
				}
			}
			linter := lint.Linter{Rules: rules.All(), MaxPerRule: -1}
			r, err := linter.Run(t.Context(), memory{fuzzed: b.String()}.fs(), []string{fuzzed})
			require.NoError(t, err)
			require.Empty(t, r.Errors)
			found := map[string]int{}
			for _, d := range r.Diagnostics {
				found[d.Rule]++
				assert.Less(t, len(d.Message), 1000)
			}
			for rule, count := range s.want {
				assert.Equal(t, count, found[rule], rule)
			}
		})
	}
}
