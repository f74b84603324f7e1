package compare_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/helmfile/compare"
)

// stateful returns a helmfile whose release is templated from the state values v of the environments a and b.
func stateful(release, a, b string) string {
	return "-- helmfile.yaml.gotmpl --\nenvironments:\n  a: {values: [common.yaml, a.yaml]}\n  b: {values: [common.yaml, b.yaml]}\n---\n" +
		"releases:\n- name: app\n  chart: repo/app\n" + release +
		"-- common.yaml --\nv: 1.0.0\nw: v1\n-- a.yaml --\n" + a + "\n-- b.yaml --\n" + b + "\n"
}

func TestPromote(t *testing.T) {
	t.Parallel()
	version := "  version: {{ .Values.v }}\n"
	tag := "  version: 1.0.0\n  values: [{image: {tag: {{ .Values.w | quote }}}}]\n"
	for _, tt := range []struct {
		name, release, a, b string
		want                []string
	}{
		{"the same", version, "{}", "{}", nil},
		{"newer", version, "v: 1.1.0", "{}", []string{"version 1.0.0 -> 1.1.0 up"}},
		{"older, and a pin over another", version, "v: 1.1.0", "v: 1.2.0", []string{"version 1.2.0 -> 1.1.0 down pin b.yaml:1 over 1.0.0 false"}},
		{"a pin that is all", version, "{}", "v: 0.9.0", []string{"version 0.9.0 -> 1.0.0 up pin b.yaml:1 over 1.0.0 true"}},
		{"ranges", version, "v: 1.x.x", "v: 1.x.x", []string{"version? not pinned in both: what runs depends on when it was deployed"}},
		{"1.2 is a range", version, "v: '1.2'", "{}", []string{"version? not pinned in a: what runs depends on when it was deployed"}},
		{"no version", "", "{}", "{}", []string{"version? not pinned in both: what runs depends on when it was deployed"}},
		{"a version with a v", version, "v: v1.1.0", "{}", []string{"version 1.0.0 -> v1.1.0 up"}},
		{"a tag", tag, "w: v2", "{}", []string{"image.tag v1 -> v2 up"}},
		{"a tag that is a commit", tag, "w: deadbeef", "{}", []string{"image.tag v1 -> deadbeef "}},
		{
			"images keep their registry", "  version: 1.0.0\n  values: [{image: '{{ .Values.w }}'}]\n", "w: reg-a/app:v2", "w: reg-b:5000/app:v1",
			[]string{"image reg-b:5000/app:v1 -> reg-b:5000/app:v2 up pin b.yaml:1 over v1 false"},
		},
		{
			"a digest", "  version: 1.0.0\n  values: [{image: '{{ .Values.w }}'}]\n", "w: app@sha256:aa", "w: app@sha256:bb",
			[]string{"image app@sha256:bb -> app@sha256:aa  pin b.yaml:1 over v1 false"},
		},
		{
			"set on one side only", "  version: 1.0.0\n  values:\n  {{- if eq .Environment.Name \"a\" }}\n  - imageTag: v3\n  {{- else }}\n  - sidecar: {image: {tag: v4}}\n  {{- end }}\n",
			"{}", "{}", []string{"imageTag (the chart's default) -> v3 ", "sidecar.image.tag v4 ->  "},
		},
		{
			"what cannot be known", "  version: 1.0.0\n  values: [{image: {tag: {{ exec \"git\" (list \"x\") | quote }}}}]\n", "{}", "{}",
			[]string{"image.tag? unknown in both"},
		},
		{"a local chart has no version of its own", "  chart: ./app\n", "{}", "{}", nil},
		{"another value", "  version: 1.0.0\n  values: [{git: {tag: x}, worker: {release: {{ .Values.w }}}}]\n", "w: v2", "{}", []string{"worker.release v1 -> v2 up"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := stateful(tt.release, tt.a, tt.b)
			if tt.name == "a local chart has no version of its own" {
				text = "-- helmfile.yaml --\nenvironments: {a: {}, b: {}}\n---\nreleases:\n- {name: app, chart: ./app}\n"
			}
			rs := resolve(t, archive(t, text), nil, "a", "b")
			p := compare.Promote(rs[0], rs[1], &compare.Options{IsImage: func(keys []string) bool { return fmt.Sprint(keys) == "[worker release]" }})
			assert.Equal(t, tt.want, moves(p))
		})
	}
}

func moves(p *compare.Promotion) []string {
	var got []string
	for _, m := range p.Moves {
		have := fmt.Sprint(m.To.Value)
		if m.To.State == compare.Absent {
			have = "(" + m.To.Why + ")"
		}
		line := fmt.Sprintf("%s %s -> %s %s", m.Path, have, m.Takes, m.Direction)
		if m.Pin != nil {
			line += fmt.Sprintf(" pin %s:%d over %s %t", m.Pin.At.File, m.Pin.At.Line, m.Pin.Hides, m.Pin.Suffices)
		}
		got = append(got, line)
	}
	for _, m := range p.Untold {
		got = append(got, m.Path+"? "+m.Why)
	}
	return got
}
