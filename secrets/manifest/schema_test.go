package manifest_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/secrets/manifest"
)

// TestSchema holds objects against what their operators and Kubernetes demand, unknown fields refused.
func TestSchema(t *testing.T) {
	t.Parallel()
	s := objectSchema(t)
	all := &manifest.Options{
		Name: "{service}.{environment}", Workload: "StatefulSet", Restart: true, V1Beta1: true, Directory: "/run/x",
	}
	for _, f := range formats()[:3] {
		for _, kv := range []int{1, 2} {
			for _, o := range []*manifest.Options{nil, all} {
				for i, doc := range documents(t, written(t, f, requests(t), vaultAt("secrets", kv), o)) {
					faults, err := s.Check(value(doc))
					require.NoError(t, err)
					assert.Empty(t, faults, "%s, document %d", f.name, i)
				}
			}
		}
	}
}

// TestSchemaBites changes each object in turn: a field that nobody knows in each mapping that is not a caller's, and each
// field that is demanded left out.
func TestSchemaBites(t *testing.T) {
	t.Parallel()
	s := objectSchema(t)
	refused := func(root any, what string) {
		faults, err := s.Check(root)
		require.NoError(t, err)
		assert.NotEmpty(t, faults, what)
	}
	optional := []string{
		"caProvider", "caCertSecretRef", "audiences", "transformation", "excludeRaw", "volumes", "allowStaticCreds", "refreshAfter",
		"audience", "key", "method",
	}
	for _, f := range formats()[:3] {
		for _, doc := range documents(t, written(t, f, requests(t), vaultAt("secrets", 2), nil)) {
			root := value(doc)
			eachMapping(root, "", func(m map[string]any, path string) {
				if path == "/spec/template/metadata/annotations" {
					return
				}
				m["unknown"] = "x"
				refused(root, f.name+path+"/unknown")
				delete(m, "unknown")
				for name, v := range m {
					m[name] = 1.5
					refused(root, f.name+path+"/"+name+" a number")
					if delete(m, name); !slices.Contains(optional, name) {
						refused(root, f.name+path+"/"+name+" left out")
					}
					m[name] = v
				}
			})
		}
	}
}

// eachMapping calls f with each mapping in v.
func eachMapping(v any, path string, f func(map[string]any, string)) {
	switch v := v.(type) {
	case map[string]any:
		f(v, path)
		for name, member := range v {
			eachMapping(member, path+"/"+name, f)
		}
	case []any:
		for i, item := range v {
			eachMapping(item, fmt.Sprintf("%s/%d", path, i), f)
		}
	}
}
