package compare_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/helmfile/compare"
)

// fleet returns n releases in four environments, each with fifty values.
func fleet(b *testing.B, n int) []*helmfile.Resolution {
	b.Helper()
	fsys := fstest.MapFS{"common.yaml": {Data: []byte("v: 1.0.0\n")}}
	var text strings.Builder
	text.WriteString("environments:\n")
	environments := []string{"dev", "test", "staging", "production"}
	for i, e := range environments {
		fmt.Fprintf(&text, "  %s: {values: [common.yaml, {replicas: %d}]}\n", e, i)
	}
	text.WriteString("---\nreleases:\n")
	values := "replicas: {{ .Values.replicas }}\nenv:\n"
	for i := range 24 {
		values += fmt.Sprintf("- {name: N%d, value: v%d}\n", i, i)
	}
	fsys["values.yaml.gotmpl"] = &fstest.MapFile{Data: []byte(values)}
	for i := range n {
		fmt.Fprintf(&text, "- {name: app-%d, namespace: n, chart: repo/app, version: \"{{ .Values.v }}\", values: [values.yaml.gotmpl]}\n", i)
	}
	fsys["helmfile.yaml"] = &fstest.MapFile{Data: []byte(text.String())}
	return resolve(b, fsys, nil, environments...)
}

func BenchmarkCompare(b *testing.B) {
	rs := fleet(b, 100)
	for b.Loop() {
		compare.Compare(rs[2], rs[3], nil)
	}
}

func BenchmarkMatrix(b *testing.B) {
	rs := fleet(b, 100)
	for b.Loop() {
		compare.NewMatrix(rs, nil)
	}
}
