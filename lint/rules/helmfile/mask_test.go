package helmfile_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
)

func TestMask(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"none", "a: b\n", "a: b\n"},
		{"a value", "a: {{ .x }} # c\n", "a: xxxxxxxx # c\n"},
		{"a part of one", "a: v{{ .x }}-{{ .y }}\n", "a: vxxxxxxxx-xxxxxxxx\n"},
		{"in quotes", `a: '{{ env "X" }}'`, `a: 'xxxxxxxxxxxxx'`},
		{"in escaped quotes", `a: "{{ env \"X\" }}"`, `a: "xxxxxxxxxxxxxxx"`},
		{"a line", "a: b\n  {{- if eq .a \"}}\" }}\nc: d\r\n{{ end }}\r\n", "a: b\n                      \nc: d\r\n         \r\n"},
		{"several on a line", "{{ if .a }} {{ .b }}\n", "                    \n"},
		{"a text of braces", "a: {{`{{ .x }}`}}\n", "a: xxxxxxxxxxxxxx\n"},
		{"over lines", "{{ define \"x\"\n}}a: b\n", "             \nxxa: b\n"},
		{"without end", "a: {{ b\n", "a: {{ b\n"},
		{"other letters", "ä: {{ \"ö\" }}\n", "ä: xxxxxxxxxx\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, string(helmfile.Mask([]byte(tt.text))))
		})
	}
}

func FuzzMask(f *testing.F) {
	for _, seed := range []string{"a: {{ b }}\n", "{{`}}`}}", "{{\"\\\"}}", "a: '{{\r\n}}'", "{{{{}}}}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got := helmfile.Mask(text)
		if len(got) != len(text) || bytes.Count(got, []byte("\n")) != bytes.Count(text, []byte("\n")) {
			t.Errorf("%q became %q", text, got)
		}
	})
}
