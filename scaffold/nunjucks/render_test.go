package nunjucks_test

import (
	"encoding/json"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

func TestOptions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		options nunjucks.Options
		src     string
		want    string
	}{
		{"lines kept", nunjucks.Options{}, "a\n  {% if 1 %}\nb\n{% endif %}\n", "a\n  \nb\n\n"},
		{"trim", nunjucks.Options{TrimBlocks: true}, "a\n{% if 1 %}\nb\n{% endif %}\r\nc", "a\nb\nc"},
		{"lstrip", nunjucks.Options{LstripBlocks: true}, "a\n  {% if 1 %}b{% endif %}\n", "a\nb\n"},
		{"cookiecutter", nunjucks.Options{Cookiecutter: true}, "{{ [1, 2, 3][1:] | jsonify }} ${{ True }}", "[2,3] $true"},
		{"autoescape", nunjucks.Options{Autoescape: true}, "${{ '<b>' }}${{ '<b>' | safe }}", "&lt;b&gt;<b>"},
		{"tags", nunjucks.Options{Tags: nunjucks.Tags{BlockStart: "<%", BlockEnd: "%>", VariableStart: "<=", VariableEnd: "=>", CommentStart: "<#", CommentEnd: "#>"}},
			"<% if 1 %><= 1 + 1 =><% endif %><# c #>{{ x }}", "2{{ x }}"},
		{"extended", nunjucks.Options{Dialect: nunjucks.Extended}, "${{ !x && (y || 'z') }} ${{ not x and y or 'z' }}", "z z"},
		{"indented by no number", nunjucks.Options{}, "${{ 'a\nb' | indent({}) }}${{ 'c' | center([1, 2]) }}", "a\nbc"},
		{"no more of loop than is used", nunjucks.Options{}, "{% for x in [1, 2] %}${{ loop.index0 }}${{ loop.last }}${{ loop.other }}{% endfor %}", "0false1true"},
		{"all of loop", nunjucks.Options{}, "{% for x in [1] %}{% set l = loop %}${{ l.index }}${{ loop | dump }}{% endfor %}",
			`1{"index":1,"index0":0,"revindex":1,"revindex0":0,"first":true,"last":true,"length":1}`},
		{"globals", nunjucks.Options{Globals: map[string]any{"g": []int{1, 2}}}, "${{ g | join('+') }}", "1+2"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := nunjucks.New(&test.options).Render(t.Context(), "t", test.src, nil)
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
}

// TestValues checks what Go values become.
func TestValues(t *testing.T) {
	t.Parallel()
	var ordered nunjucks.Object
	require.NoError(t, json.Unmarshal([]byte(`{"z":1,"a":[{"y":2,"b":null}],"1":true}`), &ordered))
	name := "n"
	tests := []struct {
		name  string
		value any
		want  string
	}{
		{"integers", []any{1, int8(2), uint16(3), int64(1) << 53, float32(0.5), json.Number("1e21")}, "[1,2,3,9007199254740992,0.5,1e+21]"},
		{"order", &ordered, `{"1":true,"z":1,"a":[{"y":2,"b":null}]}`},
		{"map", map[string]int{"b": 2, "a": 1}, `{"a":1,"b":2}`},
		{"strings", []string{"a", "\xff", "é😀"}, `["a","�","é😀"]`},
		{"array", [2]bool{true, false}, "[true,false]"},
		{"struct", struct {
			A int `json:"a"`
		}{1}, `{"a":1}`},
		{"pointer", &name, `"n"`},
		{"nil", nil, "null"},
		{"undefined", nunjucks.Undefined{}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := nunjucks.New(nil).Render(t.Context(), "t", "${{ v | dump }}", map[string]any{"v": test.value})
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
	_, err := nunjucks.New(nil).Render(t.Context(), "t", "x", 5)
	require.Error(t, err)
}

// TestConcurrent renders one template many times at once, each changing what it can reach.
func TestConcurrent(t *testing.T) {
	t.Parallel()
	env := nunjucks.New(&nunjucks.Options{Globals: map[string]any{"g": []any{1}}})
	template, err := env.Parse("t", "{% set n = v.list.push(2) + g.push(3) %}${{ v.list }} ${{ g }} ${{ r/a/g.test('a') }}")
	require.NoError(t, err)
	values := map[string]any{"v": map[string]any{"list": []any{1}}}
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			got, err := template.Render(t.Context(), values)
			assert.NoError(t, err)
			assert.Equal(t, "1,2 1,3 true", got)
		})
	}
	group.Wait()
	assert.Equal(t, map[string]any{"v": map[string]any{"list": []any{1}}}, values)
	assert.Equal(t, "t", template.Name())
}

// TestErrors checks places, which count lines and code points from 1, and the words of Nunjucks.
func TestErrors(t *testing.T) {
	t.Parallel()
	tests := []struct{ src, want, classic string }{
		{"é😀 ${{ x | }}", "t:1:12: expected symbol, got variable-end", "(unknown path) [Line 1, Column 13]\n  expected symbol, got variable-end"},
		{"a\n{% if x %}", "t:2:11: parseIf: expected elif, else, or endif, got end of file", "(unknown path)\n  parseIf: expected elif, else, or endif, got end of file"},
		{"a\nb ${{ x.y() }}", "t:2:10: Unable to call `x[\"y\"]`, which is undefined or falsey", "(unknown path) [Line 1, Column 9]\n  Error: Unable to call `x[\"y\"]`, which is undefined or falsey"},
		{"${{ 1 }}\n${{ 5 | upper }}", "t:2:9: TypeError: the input of the filter is not a string", "(unknown path)\n  TypeError: the input of the filter is not a string"},
	}
	env := nunjucks.New(&nunjucks.Options{Dialect: nunjucks.Nunjucks3})
	for _, test := range tests {
		t.Run(test.src, func(t *testing.T) {
			t.Parallel()
			_, err := env.Render(t.Context(), "t", test.src, nil)
			var e *nunjucks.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, test.want, e.Error())
			assert.Equal(t, test.classic, e.Classic())
		})
	}
}
