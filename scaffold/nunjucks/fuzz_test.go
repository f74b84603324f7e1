package nunjucks_test

import (
	"errors"
	"testing"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

func seeds() []string {
	list := []string{
		"${{ a.b[0] | default('x') | dump }}", "{% if a and not b %}x{% elif c %}y{% else %}z{% endif %}",
		"{% for k, v in o %}${{ loop.index }}${{ k }}{% else %}-{% endfor %}", "{% set a, b = {x: [1, 2.5]} %}${{ a.x.slice(1) }}",
		"{% macro m(a, b=a) %}${{ caller() if caller else b }}{% endmacro %}{% call(x) m(1) %}${{ x }}{% endcall %}",
		"{% switch a %}{% case 1 %}x{% default %}y{% endswitch %}", "{% raw %}${{ x }}{% endraw %}{#- c -#}",
		"{% filter upper %}x{% endfilter %}{% block b %}y{% endblock %}", "${{ 'a😀b' | reverse }}${{ r/(a)(?=b)/gi }}",
		"${{ 1 // 2 ** -3 % 4 ~ 'x' in 'y' is not defined }}", "${{ [3, 'b', null, [1]] | sort | join('-') }}",
		"{% set s %}x{% endset %}${{ s[1:2:3] }}{{ s }}", "${{ a && b || !c }}", "${{ 'aXbX'.replace(r/x(\\w)?/gi, '$1$&') }}",
	}
	for _, src := range hostile() {
		if len(src) < 1000 {
			list = append(list, src)
		}
	}
	return list
}

// FuzzRender parses and renders anything in every dialect: there is a result, or an error with a place.
func FuzzRender(f *testing.F) {
	for _, src := range seeds() {
		f.Add(src)
	}
	limits := nunjucks.Limits{Steps: 5000, Memory: 1 << 20, Output: 1 << 16, Depth: 50}
	values := map[string]any{"a": []any{1, "x", nil, map[string]any{"b": 2}}, "o": map[string]any{"k": "v", "1": 2}, "s": "a😀b", "n": 2.5}
	f.Fuzz(func(t *testing.T, src string) {
		for _, o := range []nunjucks.Options{
			{}, {Dialect: nunjucks.Nunjucks3, TrimBlocks: true, LstripBlocks: true}, {Dialect: nunjucks.Extended},
			{Dialect: nunjucks.Nunjucks3, Cookiecutter: true, Autoescape: true},
		} {
			o.Limits = limits
			env := nunjucks.New(&o)
			_, err := env.Render(t.Context(), "t", src, values)
			check(t, err)
			_, err = env.Evaluate(t.Context(), "t", src, values)
			check(t, err)
		}
	})
}

// FuzzParse parses anything in every dialect.
func FuzzParse(f *testing.F) {
	for _, src := range seeds() {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		for _, o := range []nunjucks.Options{{}, {Dialect: nunjucks.Nunjucks3}, {Dialect: nunjucks.Extended, Cookiecutter: true}} {
			_, err := nunjucks.New(&o).Parse("t", src)
			check(t, err)
		}
	})
}

func check(t *testing.T, err error) {
	t.Helper()
	var e *nunjucks.Error
	if err != nil && !(errors.As(err, &e) && e.Line > 0 && e.Column > 0) && err.Error() != "not valid JSON" {
		t.Fatalf("error without a place: %v", err)
	}
}
