package cel_test

import (
	"strconv"
	"testing"

	celgo "cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/ext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
)

// strict evaluates an expression over metadata and spec of the first entity of small with CEL as it is, in which a field
// that is not there is an error.
type strict struct {
	env  *celgo.Env
	vars map[string]any
}

func newStrict(t testing.TB) *strict {
	t.Helper()
	object := celgo.MapType(celgo.StringType, celgo.DynType)
	env, err := celgo.NewEnv(
		celgo.Variable("metadata", object), celgo.Variable("spec", object),
		celgo.OptionalTypes(), ext.Bindings(), ext.Strings(), ext.Sets(), celgo.CrossTypeNumericComparisons(true),
	)
	require.NoError(t, err)
	document := firstEntity(t).Document()
	metadata := document["metadata"].(map[string]any)
	metadata["tags"] = []any{}
	return &strict{env, map[string]any{"metadata": metadata, "spec": document["spec"]}}
}

// holds returns whether the expression is true, and false as its second result when it has no value in CEL.
func (s *strict) holds(check string) (value, ok bool) {
	ast, issues := s.env.Compile(check)
	if issues.Err() != nil {
		return false, false
	}
	program, err := s.env.Program(ast, celgo.CostLimit(10_000))
	if err != nil {
		return false, false
	}
	result, _, err := program.Eval(s.vars)
	if err != nil {
		return false, false
	}
	return result == types.True, result == types.True || result == types.False
}

func firstEntity(t testing.TB) *catalog.Entity {
	t.Helper()
	return load.Parse(t.Context(), "a.yaml", []byte(small), nil).Documents[0].Entity
}

// strictExpressions are expressions about metadata and spec.
func strictExpressions() []string {
	return []string{
		"metadata.name == 'orders'", "metadata.labels.tier == '1'", "metadata.labels.team == 'x'", "has(metadata.labels.team)",
		"has(spec.a.b)", "has(spec.a) && spec.a.b == 1", "spec.a.b == 1 || spec.replicas == 3", "spec.replicas == 3 || spec.a.b == 1",
		"spec.a == 1 && spec.replicas == 4", "has(spec.a) ? spec.a == 1 : spec.replicas == 3", "spec[?'a'].orValue(7) == 7",
		"spec.?a.?b.orValue(7) == 7", "metadata.?labels.?tier == optional.of('1')", "metadata.?labels.tier == optional.of('1')",
		"metadata.labels.all(k, metadata.labels[k] == '1')", "metadata.links.exists(l, l.title == 'Home')",
		"metadata.links.exists(l, l.type == 'x' || l.title == 'Home')", "metadata.links.all(l, has(l.type) || has(l.title))",
		"spec.dependsOn.map(d, d.split(':')[0]) == ['component', 'resource', 'component']", "spec.nothing == null", "has(spec.nothing)",
		"'tier' in metadata.labels && !('x' in metadata.labels)", "metadata.tags == []", "size(metadata.annotations) == 2",
		"cel.bind(n, spec.replicas, n > 2 && n < 4)", "type(spec.replicas) == double", "metadata.name[0] == 'o'", "spec.dependsOn[9] == 'x'",
		"{'a': 1}.a == 1", "{'a': 1}.b == 1", "{'a': 1}.exists(k, k == 'b')", "[{'a': 1}, {'b': 2}].exists(m, m.b == 2)",
		"metadata == metadata && spec.dependsOn == spec.dependsOn", "!has(spec.type.x)", "metadata.labels == {'tier': '1'}",
		"{'tier': '1'} == metadata.labels", "dyn(metadata).labels.tier == '1'", "spec.dependsOn.exists_one(d, d.contains('db'))",
	}
}

// TestWhatHasAValueInCELHasTheSameHere checks that null for what is missing adds to CEL and changes nothing.
func TestWhatHasAValueInCELHasTheSameHere(t *testing.T) {
	t.Parallel()
	s := newStrict(t)
	valued := 0
	for _, check := range strictExpressions() {
		if value, ok := s.holds(check); ok {
			valued++
			assert.Equal(t, strconv.FormatBool(value), verdict(t, "", check), check)
		}
	}
	assert.Greater(t, valued, 30)
}

// FuzzExpressions compiles whatever comes as an expression and applies it: nothing panics, results are findings or
// errors with the rule's name, and what has a value in CEL has the same here.
func FuzzExpressions(f *testing.F) {
	for _, check := range strictExpressions() {
		f.Add(check, "${metadata.name}")
	}
	f.Add("catalog.get(owner).metadata.labels.x == null && dependents.all(d, catalog.exists(d))", "${known(dependents)} $${x} ${'}'}")
	f.Add("relations.exists(r, r.type == 'ownedBy') || references.all(r, r.ref != ref)", "${references[0]}")
	f.Add("cel.bind(a, dyn(entity), a.metadata.name == a.name) ? rank > 1 : tier in ['1']", "${catalog.ownedBy(owner)}")
	f.Add("sets.intersects(dependsOn, ['x']) && 'é'.matches('^.$') && `a`.b == metadata.`a-b`", "${")
	s := newStrict(f)
	f.Fuzz(func(t *testing.T, check, message string) {
		c := &lint.Config{Custom: []lint.CustomRule{{Name: "acme-rule", Check: lint.Expression{Text: check}, Message: lint.Expression{Text: message}}}}
		var err error
		if c.Own, err = compile(c.Custom); err != nil || check == "" {
			return
		}
		r := run(t, c, small)
		for _, e := range r.Errors {
			assert.Contains(t, e.Error(), "rule acme-rule: ")
			assert.NotContains(t, e.Error(), "broke", "a rule panics")
			assert.NotContains(t, e.Error(), "internal error")
		}
		if value, ok := s.holds(check); ok && len(r.Errors) == 0 {
			found := false
			for _, d := range r.Diagnostics {
				found = found || d.Range.Line < 22
			}
			assert.Equal(t, value, !found, "CEL says %v", value)
		}
	})
}
