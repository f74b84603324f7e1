package nunjucks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// TestDialectsDiffer has what the two template languages of Backstage make of the same text.
func TestDialectsDiffer(t *testing.T) {
	t.Parallel()
	const failed = "\x00"
	tests := []struct{ src, nunjucks3, backstage4 string }{
		// what is not reached need not exist
		{`{% if false %}${{ x | nope }}{% endif %}a`, "a", "a"},
		{`{% macro m() %}${{ x is nope }}{% endmacro %}a`, "a", "a"},
		{`${{ true or (x is ge) }}`, "true", "true"},
		{`${{ x | nope }}`, failed, failed},
		{`${{ 3 is ge }}`, "false", failed},
		// functions are no data
		{`${{ range }}`, "function range() { [native code] }", failed},
		{`${{ [range] | length }}`, "1", failed},
		{`${{ {"a": range} }}`, "[object Object]", failed},
		{`${{ range == "x" }}`, "false", failed},
		{`${{ range == range }}`, "true", "true"},
		{`${{ range is defined }}`, "true", failed},
		{`${{ range is callable }}`, "true", "true"},
		{`${{ [1].push(range) }}`, "2", failed},
		{`{% macro m(f) %}${{ f(2) }}{% endmacro %}${{ m(range) }}`, "0,1", "0,1"},
		{`{% set l = [range] %}${{ l[0](2) }}`, "0,1", "0,1"},
		{`${{ "a" if range }}`, "a", "a"},
		{`{% call range(3) %}x{% endcall %}`, "", failed},
		{`{% macro m() %}[${{ caller() }}]{% endmacro %}{% set q = m %}{% call q() %}x{% endcall %}`, "[x]", "[x]"},
		// lists within themselves
		{`{% set a = [1] %}${{ a.push(a) }}`, "2", failed},
		{`{% set a = [1] %}${{ a.unshift([a]) }}`, "2", failed},
		{`{% set a = [1] %}${{ a.fill(a) | length }}`, "1", failed},
		// groups
		{`${{ [1, 2, 3] | batch("2") | dump }}`, "[[1,2],[3]]", "[[1,2],[3]]"},
		{`${{ [1, 2, 3] | batch(1.5) | dump }}`, "[[1,2,3]]", "[[1],[2],[3]]"},
		{`${{ [1, 2, 3] | batch(0.5) | dump }}`, "[[1],[2],[3]]", failed},
		{`${{ [1, 2, 3] | slice(1.5) | dump }}`, "[[1,2],[3]]", "[[1,2,3]]"},
		// arguments that are undefined
		{`${{ [1, 2, 1].lastIndexOf(1, undef) }}`, "0", "2"},
		{`${{ [1, 2, 3].splice(1, undef) | dump }}`, "[]", "[2,3]"},
		{`${{ "/b/".startsWith(r/b/) }}`, failed, "true"},
		// raw text and dashes
		{`{% raw %} a {% endraw %}{%- if true %}|{% endif %}`, " a |", " a|"},
		{"{% raw %} a {% endraw %}\n${{- 1 }}", " a 1", " a1"},
		{`{% raw %} a {% endraw %} {#- c #}b`, " a b", " ab"},
		{`{% raw %} a {% endraw %} b {%- if true %}|{% endif %}`, " a  b|", " a  b|"},
		// text that is safe
		{`${{ "b c" | safe | dictsort | length }}`, "2", failed},
		{`${{ "abc" | safe | reject | length }}`, "0", "0"},
		{`${{ [1] | dump("--" | safe) }}`, "[1]", "[1]"},
		{`${{ "some words here" | truncate("x") }}`, "some words...", "some words..."},
		{`${{ false | truncate(-1) }}`, "...", "..."},
		// iterators
		{`{% set v = "aXa".matchAll(r/a/g) %}${{ v }}`, "[object RegExp String Iterator]", failed},
		{`{% for m in "aXb".matchAll(r/(a|b)/g) %}${{ m[1] }}${{ loop.index }}{% endfor %}`, "a1b2", failed},
		{`${{ "a".matchAll(r/a/) }}`, failed, failed},
		{`{% set k = ["x", "y"].keys() %}{% for i in k %}${{ i }}{% endfor %}|{% for i in k %}${{ i }}{% endfor %}`, "01|", failed},
		{`{% for i, v in ["x"].entries() %}${{ i }}${{ v }}{% endfor %}${{ ["x"].values() | dump }}`, "0x{}", failed},
		// blocks
		{`{% set x %}{% block a %}b{% endblock %}{% endset %}${{ x }}`, failed, "b"},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			t.Parallel()
			for d, want := range map[nunjucks.Dialect]string{nunjucks.Nunjucks3: tt.nunjucks3, nunjucks.Backstage4: tt.backstage4} {
				got, err := nunjucks.New(&nunjucks.Options{Dialect: d}).Render(t.Context(), "x", tt.src, map[string]any{"x": "X"})
				if want == failed {
					require.Error(t, err, "%v: %q", d, got)
					continue
				}
				require.NoError(t, err, d)
				assert.Equal(t, want, got, d)
			}
		})
	}
}

// TestSlices has bounds of all types, as JavaScript takes them.
func TestSlices(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`${{ "abcdef"[:2] | dump }}`:       `["a","b"]`,
		`${{ "abcdef"[::-2] | dump }}`:     `["f","d","b"]`,
		`${{ [3, 1, 2][-1:] | dump }}`:     `[2]`,
		`${{ [3, 1, 2][::"1"] | dump }}`:   `[3,null]`,
		`${{ [1, 2][:undef] | dump }}`:     `[1,2,null]`,
		`${{ 7[2:5] | dump }}`:             `[null,null,null]`,
		`${{ undef[:] | dump }}`:           `[]`,
		`${{ ["a", "b"][true:9] | dump }}`: `[null,null]`,
		`${{ 7[:] }}`:                      "",
		`${{ [1][::0] }}`:                  "",
		`${{ [1]["x":] }}`:                 "",
	} {
		got, err := nunjucks.New(&nunjucks.Options{Limits: nunjucks.Limits{Steps: 10000}}).Render(t.Context(), "x", src, nil)
		if want == "" {
			require.Error(t, err, src)
			continue
		}
		require.NoError(t, err, src)
		assert.Equal(t, want, got, src)
	}
}

// TestErrorsInBlocks has the text of Nunjucks for what goes wrong in a block or after one: it wraps the error once for each.
func TestErrorsInBlocks(t *testing.T) {
	t.Parallel()
	const cause, wrap = "\n  Error: Unable to call `foo`, which is undefined or falsey", "\n  Template render error: "
	for src, want := range map[string]string{
		"x\n  {% block a %}${{ foo() }}{% endblock %}":                                          "(unknown path)" + wrap + "(unknown path) [Line 1, Column 22]" + cause,
		"x\n {% block a %}x{% endblock %}${{ foo() }}":                                          "(unknown path) [Line 1, Column 36]" + wrap + "(unknown path) [Line 1, Column 4]" + cause,
		"{% block a %}x{% endblock %}{% block b %}x{% endblock %}${{ foo() }}":                  "(unknown path)" + wrap + "(unknown path)" + wrap + "(unknown path)" + cause,
		"x\n {% block a %}\n {% block b %}\n ${{ foo() }}{% endblock %}{% endblock %}":          "(unknown path)" + wrap + "(unknown path) [Line 1, Column 4]" + wrap + "(unknown path) [Line 3, Column 8]" + cause,
		"x\n {% if true %}{% block a %}x{% endblock %}{% endif %}\n ${{ foo() }}":               "(unknown path) [Line 2, Column 8]" + cause,
		"x\n {% block a %}y\n  ${{ super() }}{% endblock %}":                                    "(unknown path)" + wrap + "(unknown path) [Line 1, Column 4]\n  Error: no super block available for \"a\"",
		"{% set x %}{% block a %}b{% endblock %}{% endset %}":                                   "(unknown path)\n  Error: unknown block \"a\"",
		"x\n {% macro m() %}\n ${{ foo() }}{% endmacro %}{% block a %}${{ m() }}{% endblock %}": "(unknown path) [Line 2, Column 8]" + wrap + "(unknown path) [Line 2, Column 45]" + cause,
	} {
		_, err := nunjucks.New(&nunjucks.Options{Dialect: nunjucks.Nunjucks3}).Render(t.Context(), "x", src, nil)
		var e *nunjucks.Error
		require.ErrorAs(t, err, &e, src)
		assert.Equal(t, want, e.Classic(), src)
	}
}

// TestFalsyDicts: in cookiecutter mode, whatever is falsy was an empty dict.
func TestFalsyDicts(t *testing.T) {
	t.Parallel()
	env := nunjucks.New(&nunjucks.Options{Dialect: nunjucks.Nunjucks3, Cookiecutter: true})
	for src, want := range map[string]string{
		`{{ nothing.get("a", "b") }}`:                                     "b",
		`{% for k, v in nothing.items() %}{{ k }}{% else %}-{% endfor %}`: "-",
		`{{ [[1, 2]].pop(0) | dump }}`:                                    "[[1,2]]",
	} {
		got, err := env.Render(t.Context(), "x", src, nil)
		require.NoError(t, err, src)
		assert.Equal(t, want, got, src)
	}
	got, err := nunjucks.New(&nunjucks.Options{Cookiecutter: true}).Render(t.Context(), "x", `{{ [[1, 2]].pop(0) | dump }}`, nil)
	require.NoError(t, err)
	assert.Equal(t, "[1,2]", got)
}
