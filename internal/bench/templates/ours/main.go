// Command ours renders a template with scaffold/nunjucks for internal/bench: once, or as often as it is asked to.
//
//	ours TEMPLATE VALUES once
//	ours TEMPLATE VALUES        # then lines of parse or render and a number
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/goldenpath-go/goldenpath/internal/bench/templates/serve"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "ours:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) < 2 {
		return errors.New("a template and its values are needed")
	}
	src, values, err := read(args[0], args[1])
	if err != nil {
		return err
	}
	env := nunjucks.New(nil)
	if len(args) > 2 {
		text, err := env.Render(ctx, args[0], src, values)
		fmt.Print(text)
		return err
	}
	parsed := sync.OnceValues(func() (*nunjucks.Template, error) { return env.Parse(args[0], src) })
	return serve.Ops{
		"parse": func() error { _, err := env.Render(ctx, args[0], src, values); return err },
		"render": func() error {
			t, err := parsed()
			if err == nil {
				_, err = t.Render(ctx, values)
			}
			return err
		},
	}.Run(os.Stdin, os.Stdout)
}

func read(template, values string) (string, *nunjucks.Object, error) {
	src, err := os.ReadFile(template)
	if err != nil {
		return "", nil, err
	}
	data, err := os.ReadFile(values)
	if err != nil {
		return "", nil, err
	}
	o := &nunjucks.Object{}
	return string(src), o, o.UnmarshalJSON(data)
}
