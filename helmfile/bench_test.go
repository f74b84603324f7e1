package helmfile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// many is a helmfile of so many releases, each with a condition and a values file that is a template.
func many(t testing.TB, releases int) *helmfile.State {
	t.Helper()
	var state, values strings.Builder
	state.WriteString("environments:\n  staging: {values: [v.yaml]}\n  production: {values: [v.yaml]}\n---\nreleases:\n")
	pairs := []string{}
	for i := range releases {
		fmt.Fprintf(&state, "  - {name: r%d, chart: a/b, condition: s.r%d.enabled, values: [r%d.yaml.gotmpl]}\n", i, i, i)
		fmt.Fprintf(&values, "  r%d: {enabled: true, n: %d}\n", i, i)
		pairs = append(pairs, fmt.Sprintf("r%d.yaml.gotmpl", i), fmt.Sprintf("n: {{ .Values.s.r%d.n }}\nenv: {{ .Environment.Name }}\n", i))
	}
	pairs = append(pairs, "helmfile.yaml", state.String(), "v.yaml", "s:\n"+values.String())
	s, err := helmfile.Load(files(t, pairs...), "", nil)
	require.NoError(t, err)
	return s
}

func BenchmarkResolve(b *testing.B) {
	for _, releases := range []int{1, 100} {
		b.Run(fmt.Sprint(releases), func(b *testing.B) {
			s := many(b, releases)
			b.ReportAllocs()
			for b.Loop() {
				r, err := s.Resolve(b.Context(), "staging")
				require.NoError(b, err)
				require.Empty(b, r.Errors)
			}
		})
	}
}
