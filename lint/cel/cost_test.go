package cel_test

import (
	"fmt"
	"strconv"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cel"
)

// loops, at various lengths, over ten numbers each.
const (
	ten        = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"
	loops      = ten + ".all(a, " + ten + ".all(b, " + ten + ".all(c, a + b + c >= 0)))"
	manyLoops  = ten + ".all(d, " + ten + ".all(e, " + ten + ".all(f, " + loops + ")))"
	longText   = "cel.bind(a, '0123456789', cel.bind(b, a+a+a+a+a+a+a+a+a+a, cel.bind(c, b+b+b+b+b+b+b+b+b+b, cel.bind(d, c+c+c+c+c+c+c+c+c+c, cel.bind(e, d+d+d+d+d+d+d+d+d+d, e+e+e+e+e+e+e+e+e+e != '')))))"
	deepList   = "cel.bind(a, " + ten + ".map(x, " + ten + "), cel.bind(b, a.map(x, a), cel.bind(c, b.map(x, b), cel.bind(d, c.map(x, c), cel.bind(e, d.map(x, d), cel.bind(f, e.map(x, e), cel.bind(g, f.map(x, f), g == f.map(x, f))))))))"
	replacing  = "'a'.replace('', '0123456789').replace('', '0123456789').replace('', '0123456789').replace('', '0123456789').replace('', '0123456789').replace('', '0123456789') != ''"
	longRegexp = "'x'.matches('((x{1,30}){1,30}){1,30}')"
)

// TestCostlyRulesAreStopped checks that a rule that costs too much is named, with its place, and that the others go on.
func TestCostlyRulesAreStopped(t *testing.T) {
	t.Parallel()
	const steps, size = "after 200000 steps for one entity", "for it makes or looks at a value that is too large"
	for check, why := range map[string]string{
		manyLoops: steps, longText: steps, replacing: steps, "catalog.exists(ref) && " + manyLoops: steps, deepList: size,
	} {
		t.Run(check, func(t *testing.T) {
			t.Parallel()
			r := run(t, configure(t, "custom:\n  - {name: acme-costly, check: "+strconv.Quote(check)+", message: x}\n  - {name: acme-cheap, kinds: [Group], check: \"false\", message: x}\n"), small)
			assert.Equal(t, []string{
				"a.yaml:43:9: acme-cheap: x",
				"! rule acme-costly: check costs too much: it is stopped " + why + " (c.yaml:3:5)",
			}, lines(r))
		})
	}
}

// TestARegexpIsBounded checks that a pattern cannot take memory at will.
func TestARegexpIsBounded(t *testing.T) {
	t.Parallel()
	_, err := lint.ParseConfig("c.yaml", []byte("version: 1\ncustom:\n  - {name: acme-regexp, check: "+strconv.Quote(longRegexp)+", message: x}\n"), nil, &lint.ConfigOptions{Compile: compile})
	assert.ErrorContains(t, err, "c.yaml:3:33: custom rule acme-regexp: check: ")
}

// TestLimits checks the limits that a program may set, and that what a stopped rule had found is dropped.
func TestLimits(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, check string
		options     cel.Options
		want        string
	}{
		{"enough", "!(" + loops + ")", cel.Options{CostLimit: 50_000}, ""},
		{"too little for one", "!(" + loops + ")", cel.Options{CostLimit: 1000}, "check costs too much: it is stopped after 1000 steps for one entity (shown:3:5)"},
		{"enough for all", "!(catalog.exists(ref) && " + loops + ")", cel.Options{TotalLimit: 200_000}, ""},
		{"too little for all", "!(catalog.exists(ref) && " + loops + ")", cel.Options{TotalLimit: 30_000}, "it costs too much: it is stopped after 30000 steps for all entities together (shown:3:5)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.options.Show = func(string) string { return "shown" }
			o := &lint.ConfigOptions{Compile: func(c []lint.CustomRule) ([]*lint.Rule, error) { return cel.Rules(c, &tt.options) }}
			c, err := lint.ParseConfig("c.yaml", []byte("version: 1\ncustom:\n  - {name: acme-rule, check: "+strconv.Quote(tt.check)+", message: x}\n"), nil, o)
			require.NoError(t, err)
			r := run(t, c, small)
			if tt.want == "" {
				assert.Empty(t, r.Errors)
				assert.Len(t, r.Diagnostics, 5)
				return
			}
			assert.Empty(t, r.Diagnostics)
			require.Len(t, r.Errors, 1)
			assert.Equal(t, "rule acme-rule: "+tt.want, r.Errors[0].Unwrap().Error())
		})
	}
}

// TestSameResultEachTime lints files of which some make a rule costly, some make it fail, and some give findings, with
// any number of workers.
func TestSameResultEachTime(t *testing.T) {
	t.Parallel()
	fsys, names := fstest.MapFS{}, []string{}
	for i := range 60 {
		name := fmt.Sprintf("s%d/catalog-info.yaml", i)
		fsys[name] = &fstest.MapFile{Data: fmt.Appendf(nil, "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: s%d\n  labels: {n: \"%d\"}\nspec: {type: service, lifecycle: production, owner: me, n: %d, dependsOn: [component:s%d]}\n", i, i%7, i, i/2)}
		names = append(names, name)
	}
	c := configure(t, `custom:
  - {name: acme-a, check: "int(spec.n) % 9 < 3", message: "${ref} has ${spec.n}"}
  - {name: acme-b, check: "int(spec.n) % 10 == 0 ? metadata.labels.x.size() > 0 : spec.n < 30", message: "${ref}"}
  - {name: acme-c, check: "spec.n == 31 ? `+manyLoops+` : spec.n < 5", message: x}
  - {name: acme-d, check: "known(dependents).all(d, catalog.get(d).metadata.labels.n == metadata.labels.n)", message: "${known(dependents)}"}
  - {name: acme-e, each: metadata.labels, check: "metadata.labels[it] != '3'", message: "${it}"}
`)
	var first []string
	for _, workers := range []int{1, 2, 5, 8} {
		r, err := (&lint.Linter{Config: c, Workers: workers}).Run(t.Context(), fsys, names)
		require.NoError(t, err)
		if first == nil {
			first = lines(r)
			assert.Contains(t, first, "! rule acme-c: check costs too much: it is stopped after 200000 steps for one entity (c.yaml:5:5)")
			assert.Greater(t, len(first), 60)
			assert.Len(t, r.Errors, 7)
		}
		assert.Equal(t, first, lines(r))
	}
}
