package update_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/schema"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/update"
	"github.com/goldenpath-go/goldenpath/source"
)

func TestAnswersRoundTrip(t *testing.T) {
	t.Parallel()
	a := &update.Answers{
		Template: update.Origin{Ref: "template:default/x", URL: "https://example.com/t", Path: "t", Version: "v1", Digest: "abc"},
		Folder:   "app",
		Values:   scaffold.NewObject("z", "yes", "a", 1, "list", []any{true, nil, "0x1"}, "deep", scaffold.NewObject("k", "a: b")),
		Files:    map[string]string{"b": "sha256:" + strings.Repeat("0", 64), "a b/ü": "sha256:" + strings.Repeat("f", 64)},
	}
	again, err := update.ParseAnswers("x", a.YAML())
	require.NoError(t, err)
	assert.Equal(t, a, again)
	assert.Equal(t, string(a.YAML()), string(again.YAML()))
}

func TestAnswersErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                  "f:1:1: format is missing; this is no answers file\nf:1:1: template.version is missing: from which version was this generated?",
		"format: 2\ntemplate: {version: v}": "f:1:9: format 2 is not known here, 1 is the latest",
		"format: 1\ntemplate: {version: v}\nvalues: [a]":              "f:3:9: a mapping is wanted here, not a list",
		"format: 1\ntemplate: {version: v}\nfolder: ../x":             `f:3:9: "../x" is no path within the workspace`,
		"format: 1\ntemplate: {version: v}\nfiles:\n  ../x: sha256:a": `f:4:9: "../x" is no path within the tree`,
		"format: 1\ntemplate: {version: v}\nfiles:\n  x: md5:a":       `f:4:6: "md5:a" is no digest of the form sha256:hex`,
		"format: 1\ntemplate: {version: v}\nvalue: {}":                `f:3:1: unknown key "value"`,
		"format: one\ntemplate: {version: v}":                         `f:1:9: a whole number is wanted here, not "one"`,
		"a: [":                                                        "f:1:5: ",
	} {
		_, err := update.ParseAnswers("f", []byte(text))
		var many source.Errors
		require.ErrorAs(t, err, &many, text)
		assert.Contains(t, err.Error(), want)
	}
}

func TestAnswersSchema(t *testing.T) {
	t.Parallel()
	s := schema.New("answers.schema.json", update.AnswersSchema())
	require.NoError(t, s.Compile())
	w := newWorld(t, "-- a --\na\n")
	a, err := update.ParseAnswers("f", []byte(answers(t, w.dir)))
	require.NoError(t, err)
	value := map[string]any{
		"format": 1.0, "template": map[string]any{"version": a.Template.Version, "ref": a.Template.Ref, "digest": a.Template.Digest},
		"values": map[string]any{"name": "x"}, "files": map[string]any{"a": a.Files["a"]},
	}
	faults, err := s.Check(value)
	require.NoError(t, err)
	assert.Empty(t, faults)
	value["secrets"] = map[string]any{}
	faults, err = s.Check(value)
	require.NoError(t, err)
	assert.NotEmpty(t, faults)
	update.AnswersSchema()[0] = 'x'
	assert.True(t, json.Valid(update.AnswersSchema()), "each caller has a copy")
}

func FuzzAnswers(f *testing.F) {
	f.Add("format: 1\ntemplate: {version: v1, ref: 'template:default/x'}\nvalues: {a: [1, {b: c}], d: }\nfiles: {x: 'sha256:0'}\n")
	f.Add("format: 1\ntemplate: &a\n  version: v\nvalues: *a\n")
	f.Add("{\"format\": 1}")
	f.Add("format: 1\ntemplate: {version: v}\nvalues: {? [a]: b, 1: 2, \"\": \"\\u0001\"}\n")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := update.ParseAnswers("f", []byte(text))
		if err != nil {
			var many source.Errors
			require.True(t, errors.As(err, &many))
			return
		}
		again, err := update.ParseAnswers("f", a.YAML())
		require.NoError(t, err, "%s", a.YAML())
		assert.Equal(t, a.Template, again.Template)
		assert.Equal(t, scaffold.JSON(a.Values, ""), scaffold.JSON(again.Values, ""))
	})
}
