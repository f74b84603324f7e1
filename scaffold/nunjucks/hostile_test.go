package nunjucks_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// hostile returns templates that must end soon, with an error that has a place.
func hostile() map[string]string {
	deep := func(open, inner, end string, n int) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(end, n)
	}
	return map[string]string{
		"endless range":           `${{ range(0, 1, 0.0000000000001) | length }}`,
		"endless loop":            `{% set l = [1] %}{% for x in l %}{% set n = l.push(1) %}{% endfor %}`,
		"nested loops":            deep("{% for a in range(1000) %}", "x", "{% endfor %}", 5),
		"recursion":               `{% macro f() %}${{ f() }}{% endmacro %}${{ f() }}`,
		"wide recursion":          `{% macro f(n) %}${{ f(n+1) }}${{ f(n+1) }}{% endmacro %}${{ f(0) }}`,
		"doubled string":          `{% set s = "ab" %}{% for i in range(100) %}{% set s = s ~ s %}{% endfor %}`,
		"doubled list":            `{% set s = [1] %}{% for i in range(100) %}{% set s = s.concat(s) %}{% endfor %}`,
		"aliased list":            `{% set s = [1] %}{% for i in range(100) %}{% set s = [s, s] %}{% endfor %}${{ s }}`,
		"aliased dump":            `{% set s = [1] %}{% for i in range(100) %}{% set s = [s, s] %}{% endfor %}${{ s | dump }}`,
		"aliased flat":            `{% set s = [1] %}{% for i in range(100) %}{% set s = [s, s] %}{% endfor %}${{ s.flat(1000) | length }}`,
		"wide center":             `${{ "a" | center(10000000000) }}`,
		"wide indent":             "${{ 'a\nb' | indent(10000000000) }}",
		"long batch":              `${{ [1] | batch(10000000000, "x") }}`,
		"many slices":             `${{ [1] | slice(10000000000) }}`,
		"many replacements":       `{% set s = "aaaaaaaaaaaaaaaa" %}{% for i in range(50) %}{% set s = s | replace("a", "aaaaaaaa") %}{% endfor %}`,
		"replaced between":        `{% set s = "aaaaaaaaaaaaaaaa" %}{% for i in range(50) %}{% set s = s | replace("", "aaaaaaaa") %}{% endfor %}`,
		"joined":                  `{% set s = "abcdefgh" %}{% for i in range(50) %}{% set s = [s,s,s,s] | join(s) %}{% endfor %}`,
		"nested groups":           "${{ " + deep("(", "1", ")", 10000) + " }}",
		"nested lists":            "${{ " + deep("[", "1", "]", 10000) + " }}",
		"open lists":              "${{ " + strings.Repeat("[", 10000),
		"nested dicts":            "${{ " + deep("{a: ", "1", "}", 10000) + " }}",
		"nested nots":             "${{ " + strings.Repeat("not ", 10000) + "1 }}",
		"nested signs":            "${{ " + strings.Repeat("-+", 10000) + "1 }}",
		"nested ifs":              deep("{% if 1 %}", "x", "{% endif %}", 10000),
		"nested calls":            "${{ " + deep("f(", "1", ")", 10000) + " }}",
		"nested members":          "${{ " + deep("a[", "1", "]", 10000) + " }}",
		"long sum":                "${{ 1" + strings.Repeat("+1", 10000) + " }}",
		"long path":               "${{ a" + strings.Repeat(".a", 10000) + " }}",
		"long pipe":               "${{ a" + strings.Repeat("|upper", 10000) + " }}",
		"catastrophic expression": `${{ r/^(a|a?)+$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!") }}`,
		"catastrophic captures":   `${{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" | replace(r/^((a+)+)+$/, "") }}`,
		"large expression":        `${{ r/((((a{999}){999}){999}){999})/ }}`,
		"constructor":             `${{ "".constructor.constructor("return 1")() }}`,
		"prototype":               `${{ [].__proto__.push() }}`,
		"hidden constructor":      `${{ ""["const" ~ "ructor"]("x") }}`,
		"too large":               strings.Repeat("x", 5<<20),
	}
}

func TestHostile(t *testing.T) {
	t.Parallel()
	limits := nunjucks.Limits{Steps: 200_000, Memory: 16 << 20, Output: 1 << 20}
	for name, src := range hostile() {
		for _, o := range []nunjucks.Options{
			{}, {Dialect: nunjucks.Nunjucks3}, {Dialect: nunjucks.Extended},
			{Dialect: nunjucks.Nunjucks3, Cookiecutter: true, Tags: nunjucks.Tags{VariableStart: "${{"}},
		} {
			t.Run(fmt.Sprint(name, " ", o.Dialect, " ", o.Cookiecutter), func(t *testing.T) {
				t.Parallel()
				o.Limits = limits
				_, err := nunjucks.New(&o).Render(t.Context(), name, src, nil)
				var e *nunjucks.Error
				require.ErrorAs(t, err, &e)
				assert.Positive(t, e.Line)
				assert.Positive(t, e.Column)
			})
		}
	}
}

func TestContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	env := nunjucks.New(&nunjucks.Options{Limits: nunjucks.Limits{Steps: 1 << 40, Memory: 1 << 40}})
	_, err := env.Render(ctx, "t", "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}", nil)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	cancelled, stop := context.WithCancel(t.Context())
	stop()
	_, err = env.Render(cancelled, "t", "x", nil)
	require.ErrorIs(t, err, context.Canceled)
}

// TestCauses checks that errors of functions in Go can be told.
func TestCauses(t *testing.T) {
	t.Parallel()
	cause := errors.New("no")
	env := nunjucks.New(&nunjucks.Options{Globals: map[string]any{
		"f": nunjucks.Func(func(context.Context, []any) (any, error) { return nil, cause }),
	}})
	_, err := env.Render(t.Context(), "t", "a\n${{ f() }}", nil)
	require.ErrorIs(t, err, cause)
	assert.Equal(t, "t:2:6: no", err.Error())
}
