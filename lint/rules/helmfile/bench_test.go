package helmfile_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
)

// BenchmarkRules runs all rules over helmfiles with four environments, a plain one and a template of so many releases, each
// with a values file of its own and one by environment.
func BenchmarkRules(b *testing.B) {
	for _, n := range []int{100, 400} {
		for _, suffix := range []string{"", ".gotmpl"} {
			b.Run(fmt.Sprintf("%d%s", n, suffix), func(b *testing.B) {
				fsys := large(n, suffix)
				l := linter(helmfile.All()...)
				for b.Loop() {
					r, err := l.Run(b.Context(), fsys, []string{"helmfile.yaml" + suffix})
					if err != nil || len(r.Errors) > 0 {
						b.Fatal(err, r.Errors)
					}
				}
			})
		}
	}
}

// large returns a helmfile of n releases, with something to be said of most of them.
func large(n int, suffix string) fstest.MapFS {
	environments := []string{"dev", "test", "staging", "production"}
	fsys := fstest.MapFS{}
	add := func(name, text string) { fsys[name] = &fstest.MapFile{Data: []byte(text)} }
	var state strings.Builder
	state.WriteString("environments:\n")
	for _, e := range environments {
		fmt.Fprintf(&state, "  %s:\n    values: [env/common.yaml, env/%s.yaml]\n", e, e)
		var values strings.Builder
		for i := range n {
			fmt.Fprintf(&values, "service%d:\n  enabled: %v\n  domain: %s.example.com\n  cleared: null\n", i, i%7 != 0 || e != "dev", e)
		}
		add("env/"+e+".yaml", values.String())
	}
	var common strings.Builder
	state.WriteString("---\nrepositories: [{name: acme, url: https://charts.example.com}]\nreleases:\n")
	for i := range n {
		fmt.Fprintf(&common, "service%d: {replicas: 2, cleared: {a: 1}, unused: %d}\n", i, i)
		fmt.Fprintf(&state, "  - name: service%d\n    namespace: shop\n    chart: acme/service\n    version: 1.%d.x\n    condition: service%d.enabled\n", i, i, i)
		if i > 0 {
			fmt.Fprintf(&state, "    needs: [service%d]\n", i-1)
		}
		fmt.Fprintf(&state, "    values: [values/service%d.yaml, \"values/service%d.{{ .Environment.Name }}.yaml\"]\n", i, i)
		fmt.Fprintf(&state, "    set: [{name: image.tag, value: 2024%04d}]\n", i)
		add(fmt.Sprintf("values/service%d.yaml", i), "enabled: yes\nresources:\n  requests: {cpu: 100m, memory: 64Mi}\nauth: {password: changeme}\n")
		for _, e := range environments {
			add(fmt.Sprintf("values/service%d.%s.yaml", i, e), "replicas: 3\n")
		}
	}
	add("env/common.yaml", common.String())
	add("helmfile.yaml"+suffix, state.String())
	return fsys
}
