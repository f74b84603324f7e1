package lint_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml/parser"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
)

// monorepo returns n catalog files as large repositories have them: a component each, with annotations, links, tags and
// references to its neighbours.
func monorepo(n int) (fsys fstest.MapFS, names []string, size int64) {
	fsys = fstest.MapFS{}
	for i := range n {
		name := fmt.Sprintf("services/s%05d/catalog-info.yaml", i)
		text := fmt.Sprintf(monorepoFile, i, i, i, i, i%50, i%200, (i+1)%n, (i+7)%n, i%30)
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
		names = append(names, name)
		size += int64(len(text))
	}
	return fsys, names, size
}

const monorepoFile = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: service-%05d
  title: Service number %d
  description: |
    Takes orders, keeps them, and tells others about them.
    See the handbook for what to do when it does not.
  annotations:
    github.com/project-slug: acme/service-%05d
    backstage.io/techdocs-ref: dir:.
    pagerduty.com/service-id: P%05d
  labels:
    tier: "2"
  tags: [go, grpc, tier-2]
  links:
    - url: https://grafana.example.com/d/orders
      title: Dashboard
      type: dashboard
    - url: https://handbook.example.com/runbooks/orders
      title: Runbook
      type: runbook
spec:
  type: service
  lifecycle: production
  owner: group:default/team-%d
  system: system-%d
  dependsOn:
    - component:default/service-%05d
    - component:default/service-%05d
    - resource:default/database-%d
  providesApis: []
`

func BenchmarkLint(b *testing.B) {
	rules := []*lint.Rule{nameBad, tagNoise, textFixme, ownerExists}
	for _, n := range []int{1, 1000} {
		fsys, names, size := monorepo(n)
		for _, workers := range []int{1, 0} {
			b.Run(fmt.Sprintf("files=%d/workers=%d", n, workers), func(b *testing.B) {
				b.SetBytes(size)
				b.ReportAllocs()
				for b.Loop() {
					l := lint.Linter{Rules: rules, Workers: workers}
					_, err := l.Run(b.Context(), fsys, names)
					require.NoError(b, err)
				}
			})
		}
	}
}

// BenchmarkBareParse is the yardstick: what it takes to make a syntax tree of the same files and nothing else.
func BenchmarkBareParse(b *testing.B) {
	for _, n := range []int{1, 1000} {
		fsys, names, size := monorepo(n)
		b.Run(fmt.Sprintf("files=%d", n), func(b *testing.B) {
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				for _, name := range names {
					_, err := parser.ParseBytes(fsys[name].Data, 0)
					require.NoError(b, err)
				}
			}
		})
	}
}

// BenchmarkIgnores is for files full of comments that silence rules, which are read a second time.
func BenchmarkIgnores(b *testing.B) {
	text := strings.ReplaceAll(fmt.Sprintf(monorepoFile, 1, 1, 1, 1, 1, 1, 1, 1, 1), "  title:", "  # catalog-lint: ignore=name-bad -- x\n  title:")
	fsys := files("a.yaml", text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		_, err := (&lint.Linter{Rules: []*lint.Rule{nameBad}}).Run(b.Context(), fsys, []string{"a.yaml"})
		require.NoError(b, err)
	}
}
