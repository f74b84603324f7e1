package nunjucksconf

import (
	"context"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// run renders a case in its mode.
func (r *row) run(ctx context.Context, d nunjucks.Dialect) outcome {
	env := r.env(d)
	var values any
	if r.Context != nil {
		values = r.Context
	}
	switch r.Options.Mode {
	case "value":
		return outcome{tree(ctx, env, r.Template.any, values), nil}
	case "if":
		return outcome{holds(tree(ctx, env, r.Template.any, values)), nil}
	}
	src, _ := r.Template.any.(string)
	text, err := env.Render(ctx, r.ID, src, values)
	return outcome{text, err}
}

// tree renders the strings of a step's input. What has no value is left out, or null in a list; what fails stays as it is.
func tree(ctx context.Context, env *nunjucks.Env, v, values any) any {
	switch v := v.(type) {
	case string:
		rendered, err := env.Evaluate(ctx, "input", v, values)
		if err != nil {
			return v
		}
		return rendered
	case []any:
		list := make([]any, len(v))
		for i, elem := range v {
			list[i] = tree(ctx, env, elem, values)
			if missing(list[i]) {
				list[i] = nil
			}
		}
		return list
	case *nunjucks.Object:
		o := &nunjucks.Object{}
		for key, member := range v.All() {
			if rendered := tree(ctx, env, member, values); !missing(rendered) {
				o.Set(key, rendered)
			}
		}
		return o
	}
	return v
}

func missing(v any) bool {
	_, ok := v.(nunjucks.Undefined)
	return ok
}

// holds is how Backstage takes the value of a condition: an empty list does not hold.
func holds(v any) bool {
	switch v := v.(type) {
	case nil, nunjucks.Undefined:
		return false
	case bool:
		return v
	case string:
		return v != ""
	case float64:
		return v != 0
	case []any:
		return len(v) > 0
	}
	return true
}
