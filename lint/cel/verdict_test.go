package cel_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
)

// small is a catalog with a service that others know, and some that nobody knows.
const small = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: orders
  labels:
    tier: "1"
  annotations:
    a.io/x: one
    b.io/y: two
  links:
    - {url: https://acme.example, title: Home}
spec:
  type: service
  lifecycle: production
  owner: team-a
  system: shop
  replicas: 3
  nothing:
  providesApis: [orders]
  dependsOn: [component:basket, resource:db, component:elsewhere]
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: basket
spec: {type: service, lifecycle: experimental, owner: user:ada, consumesApis: [orders]}
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata:
  name: db
spec: {type: database, owner: team-a, dependencyOf: [component:default/basket]}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata:
  name: orders
spec: {type: openapi, lifecycle: production, owner: team-a, definition: x}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: team-a
spec: {type: team, children: []}
`

// verdict returns what a rule with this check says of the component orders: true when it finds nothing, false when it
// finds something, unknown when neither it nor its opposite does, or an error.
func verdict(t *testing.T, references, check string) string {
	t.Helper()
	of := func(check string) *lint.Result {
		return run(t, configure(t, references+"custom:\n  - {name: acme-rule, when: \"ref == 'component:default/orders'\", check: "+
			strconv.Quote(check)+", message: x}\n"), small)
	}
	r, opposite := of(check), of("!("+check+")")
	switch {
	case len(r.Errors) > 0:
		return r.Errors[0].Error()
	case len(r.Diagnostics) > 0 && len(opposite.Diagnostics) == 0:
		return "false"
	case len(r.Diagnostics) == 0 && len(opposite.Diagnostics) > 0:
		return "true"
	}
	return "unknown"
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	const closed = "references: {catalog: closed}\n"
	tests := []struct{ references, check, want string }{
		// What is there.
		{"", "kind == 'Component' && name == 'orders' && entity.namespace == 'default' && file == 'a.yaml'", "true"},
		{"", "type == 'service' && lifecycle == 'production' && tier == '1' && rank > 0", "true"},
		{"", "owner == 'group:default/team-a' && system == 'system:default/shop'", "true"},
		{"", "entity.metadata.labels.tier == metadata['labels']['tier']", "true"},
		{"", "dependsOn == ['component:default/basket', 'resource:default/db', 'component:default/elsewhere']", "true"},
		{"", "references.map(r, r.field) == ['owner', 'providesApis', 'dependsOn', 'dependsOn', 'dependsOn', 'system']", "true"},
		{"", "references.exists(r, r.type == 'partOf' && r.ref == system)", "true"},
		{"", "spec.replicas == 3 && spec.replicas < 4", "true"},
		{"", "metadata.annotations.map(k, k) == ['a.io/x', 'b.io/y']", "true"},
		{"", "metadata.links.all(l, l.url.startsWith('https://'))", "true"},
		{"", "sets.contains(['service', 'website'], [type])", "true"},

		// What is not there.
		{"", "metadata.labels.team == null", "true"},
		{"", "metadata.labels.team != 'x'", "true"},
		{"", "metadata.labels['team'] in ['a', 'b']", "false"},
		{"", "spec.a.b.c == null", "true"},
		{"", "spec[metadata.labels.tier] == null", "true"},
		{"", "has(spec.a) || has(spec.a.b.c) || has(metadata.labels.team)", "false"},
		{"", "has(spec.replicas) && has(metadata.labels.tier) && has(spec.nothing)", "true"},
		{"", "spec.nothing == null", "true"},
		{"", "metadata.?title.orValue('none') == 'none'", "true"},
		{"", "metadata.labels[?'tier'].orValue('none') == '1'", "true"},
		{"", "spec.?a.?b.hasValue()", "false"},
		{"", "'x' in metadata.tags || size(metadata.tags) > 0", "false"},
		{"", "has(entity.rank) && !has(metadata.title)", "true"},
		{"", "(true ? spec.a.b : spec.c) == null", "true"},
		{"", "type == 'service' ? has(spec.a.b) : has(spec.type)", "false"},
		{"", "[spec.a, 'x'].exists(x, x == null)", "true"},

		// Others, and what nobody knows of them.
		{"", "catalog.exists('component:basket')", "true"},
		{"", "catalog.exists('component:elsewhere')", "unknown"},
		{closed, "catalog.exists('component:elsewhere')", "false"},
		{"references: {closed: [component]}\n", "catalog.exists('component:elsewhere')", "false"},
		{"", "catalog.exists(null) || catalog.get(null) != null", "false"},
		{"", "catalog.get('component:basket').lifecycle == 'experimental'", "true"},
		{"", "catalog.get('component:elsewhere').lifecycle == 'experimental'", "unknown"},
		{"", "has(catalog.get('component:elsewhere').lifecycle)", "unknown"},
		{"", "catalog.get('component:elsewhere').metadata.labels.team.startsWith('x')", "unknown"},
		{"", "catalog.get('component:elsewhere') == null", "unknown"},
		{closed, "catalog.get('component:elsewhere') == null", "true"},
		{closed, "catalog.get('component:elsewhere').spec.x.y == null", "true"},
		{"", "catalog.exists('component:elsewhere') || true", "true"},
		{"", "catalog.exists('component:elsewhere') && false", "false"},
		{"", "dependsOn.all(d, catalog.get(d).lifecycle != 'experimental')", "false"},
		{"", "dependsOn.all(d, catalog.get(d).lifecycle != 'retired')", "unknown"},
		{"", "dependsOn.exists(d, catalog.get(d).type == 'database')", "true"},
		{"", "catalog.get('resource:db').spec.type == 'database' && catalog.get('resource:db').spec.dependencyOf[0] == 'component:default/basket'", "true"},
		{"", "dyn(catalog.get('resource:db')).metadata.name == 'db'", "true"},
		{"", "dyn(catalog.get('resource:db'))['meta' + 'data'].name == 'db'", "true"},
		{"", "catalog.get(ref) == entity", "true"},
		{"", "catalog.exists(ref) && metadata.name == 'orders' && entity.metadata.labels.tier == '1' && spec.replicas == 3", "true"},
		{"", "catalog.exists(ref) && [metadata, spec].all(m, size(m) > 3)", "true"},

		// Lists that may not be whole.
		{"", "catalog.get('api:orders').dependents.exists(d, d == 'component:default/basket')", "true"},
		{"", "catalog.get('api:orders').dependents.exists(d, d == 'component:default/other')", "unknown"},
		{"", "catalog.dependents('api:orders').all(d, d == 'component:default/basket')", "unknown"},
		{"", "catalog.dependents('api:orders').all(d, d == 'component:default/other')", "false"},
		{"", "'component:default/basket' in catalog.dependents('api:orders')", "true"},
		{"", "'component:default/other' in catalog.dependents('api:orders')", "unknown"},
		{"", "dependents.exists(d, true)", "unknown"},
		{"", "dependents.all(d, false)", "unknown"},
		{"", "dependents.exists_one(d, true)", "unknown"},
		{"", "dependents.map(d, 1) == []", "unknown"},
		{"", "dependents.filter(d, false).size() == 0", "unknown"},
		{"", "catalog.dependents('api:orders').exists(d, true)", "true"},
		{"", "catalog.dependents('api:orders').exists(d, catalog.dependents(d).exists(e, true))", "true"},
		{"", "known(dependents) == []", "true"},
		{"", "known(catalog.dependents('resource:db')) == ['component:default/basket', 'component:default/orders']", "true"},
		{closed, "dependents.exists(d, true)", "false"},
		{closed, "known(catalog.dependents('api:orders')).size() == 1", "true"},
		{"references: {closed: [component, resource, api, system]}\n", "dependents.exists(d, true)", "false"},
		{"references: {closed: [component]}\n", "dependents.exists(d, true)", "unknown"},
		{"", "catalog.ownedBy(owner).exists(o, o == 'resource:default/db')", "true"},
		{closed, "catalog.ownedBy(owner).all(o, catalog.get(o).owner == owner)", "true"},
		{"", "relations.exists(r, r.type == 'dependsOn' && r.field == 'dependsOn')", "true"},
		{"", "catalog.get('api:orders').relations.filter(r, true) == []", "unknown"},
		{closed, "catalog.get('api:orders').relations.map(r, r.type + ' ' + r.ref) == ['ownedBy group:default/team-a', 'apiProvidedBy component:default/orders', 'apiConsumedBy component:default/basket']", "true"},

		// What has no value.
		{"", "metadata.labels.team.startsWith('x')", "a.yaml:4:9: rule acme-rule: check cannot be evaluated: startsWith does not go with what it is applied to; a field that is missing is null, which has(…) tells (c.yaml:3:105)"},
		{"", "spec.replicas", "a.yaml:4:9: rule acme-rule: check is a number, not true or false (c.yaml:3:5)"},
		{"", "references[9].ref == ''", "a.yaml:4:9: rule acme-rule: check cannot be evaluated: index out of bounds: 9 (c.yaml:3:87)"},
		{"", "catalog.exists('basket')", `a.yaml:4:9: rule acme-rule: check cannot be evaluated: ask about "basket": entity reference "basket" has no kind, and none can be assumed here (c.yaml:3:88)`},
	}
	for _, tt := range tests {
		t.Run(tt.references+tt.check, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, verdict(t, tt.references, tt.check))
		})
	}
}

func TestWhatIsUnknownIsNotApplied(t *testing.T) {
	t.Parallel()
	r := run(t, configure(t, `custom:
  - {name: acme-when, when: "catalog.exists('component:nowhere')", check: "false", message: x}
  - {name: acme-each, each: dependents, check: "false", message: "${it}"}
`), small)
	assert.Equal(t, []string{
		"a.yaml:25:9: acme-each: component:default/orders",
		"a.yaml:31:9: acme-each: component:default/basket",
		"a.yaml:31:9: acme-each: component:default/orders",
		"a.yaml:37:9: acme-each: component:default/basket",
	}, lines(r))
}

func TestMessages(t *testing.T) {
	t.Parallel()
	tests := []struct{ message, want string }{
		{"plain", "plain"},
		{"${name} of ${owner}", "orders of group:default/team-a"},
		{"a $${name} costs $5 and ${'}' + \"{\"}${{'a': 1}['a']}", "a ${name} costs $5 and }{1"},
		{"${spec.nothing}, ${spec.a.b}, ${metadata.?title}", "nothing, nothing, nothing"},
		{"${spec.replicas} ${spec.replicas > 2} ${1.5}", "3 true 1.5"},
		{"${dependsOn} ${metadata.annotations}", "component:default/basket, resource:default/db, component:default/elsewhere a.io/x, b.io/y"},
		{"${entity} ${references[0]} ${catalog.get('resource:db')}", "component:default/orders group:default/team-a resource:default/db"},
		{"${catalog.exists('component:nowhere')} ${catalog.dependents('api:orders')}", "? component:default/basket"},
		{"${optional.of('x')} ${metadata.name.upperAscii()}", "x ORDERS"},
	}
	for _, tt := range tests {
		t.Run(tt.message, func(t *testing.T) {
			t.Parallel()
			r := run(t, configure(t, "custom:\n  - {name: acme-rule, check: \"ref != 'component:default/orders'\", help: see x, message: "+strconv.Quote(tt.message)+"}\n"), small)
			require.Len(t, r.Diagnostics, 1, "%v", r.Errors)
			assert.Equal(t, tt.want, r.Diagnostics[0].Message)
			assert.Equal(t, "see x", r.Diagnostics[0].Help)
		})
	}
}

// TestMessageThatFails checks that a finding is not lost with its message.
func TestMessageThatFails(t *testing.T) {
	t.Parallel()
	r := run(t, configure(t, "custom:\n  - {name: acme-rule, kinds: [Group], check: 'false', message: 'no ${spec.x.size()} of ${name}'}\n"), small)
	assert.Equal(t, []string{
		"a.yaml:43:9: acme-rule: no ${spec.x.size()} of team-a",
		"! a.yaml:43:9: rule acme-rule: message cannot be evaluated: size does not go with what it is applied to; a field that is missing is null, which has(…) tells (c.yaml:3:81)",
	}, lines(r))
}
