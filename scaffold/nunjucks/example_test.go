package nunjucks_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/backstage"
)

func Example() {
	env := nunjucks.New(&nunjucks.Options{Filters: backstage.Filters(nil)})
	t, err := env.Parse("catalog-info.yaml", `name: ${{ values.name }}
slug: ${{ values.repoUrl | projectSlug }}
{%- for tag in values.tags %}
- ${{ loop.index }} ${{ tag | upper }}
{%- endfor %}
`)
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := t.Render(context.Background(), map[string]any{"values": map[string]any{
		"name": "orders", "repoUrl": "github.com?owner=acme&repo=orders", "tags": []string{"go", "grpc"},
	}})
	fmt.Print(text, err)
	// Output:
	// name: orders
	// slug: acme/orders
	// - 1 GO
	// - 2 GRPC
	// <nil>
}

func ExampleEnv_Evaluate() {
	env := nunjucks.New(nil)
	values := map[string]any{"parameters": map[string]any{"replicas": 3, "tags": []string{"a", "b"}}}
	for _, src := range []string{"${{ parameters.replicas + 1 }}", "${{ parameters.tags }}", "${{ parameters.none }}", "n=${{ parameters.replicas }}"} {
		v, err := env.Evaluate(context.Background(), "input", src, values)
		fmt.Printf("%T %v %v\n", v, v, err)
	}
	// Output:
	// float64 4 <nil>
	// []interface {} [a b] <nil>
	// js.Undefined {} <nil>
	// string n=3 <nil>
}

func ExampleOptions_dialects() {
	const src = "${{ tier == '1' && 'P-TIER1' || 'P-TIER23' }}"
	for _, d := range []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3, nunjucks.Extended} {
		text, err := nunjucks.New(&nunjucks.Options{Dialect: d}).Render(context.Background(), "service", src, map[string]any{"tier": "1"})
		fmt.Println(d, text, err)
	}
	// Output:
	// backstage4  service:1:17: unexpected character '&'
	// nunjucks3  service:1:17: expected variable end
	// extended P-TIER1 <nil>
}

func ExampleFunc() {
	shout := func(_ context.Context, args []any) (any, error) {
		return strings.ToUpper(fmt.Sprint(args[0])) + "!", nil
	}
	env := nunjucks.New(&nunjucks.Options{Filters: map[string]nunjucks.Func{"shout": shout}})
	fmt.Println(env.Render(context.Background(), "x", "${{ 'hello' | shout }}", nil))
	// Output: HELLO! <nil>
}

func ExampleLimitError() {
	env := nunjucks.New(&nunjucks.Options{Limits: nunjucks.Limits{Steps: 1000}})
	_, err := env.Render(context.Background(), "loop", "{% for i in range(1000000) %}x{% endfor %}", nil)
	var limit *nunjucks.LimitError
	fmt.Println(errors.As(err, &limit), err)
	// Output: true loop:1:18: limit reached: more than 1000 steps
}
