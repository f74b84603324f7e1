// Command others renders a template with text/template or gonja for internal/bench: once, or as often as it is asked to.
// It is a module of its own, so that nobody needs gonja for anything else.
//
//	others text|gonja TEMPLATE VALUES once
//	others text|gonja TEMPLATE VALUES      # then lines of parse or render and a number
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// engine reads a template, and returns what renders it.
type engine func(src string, values map[string]any) (render func() (string, error), err error)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "others:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return errors.New("an engine, a template and its values are needed")
	}
	src, values, err := read(args[1], args[2])
	if err != nil {
		return err
	}
	parse := engine(textTemplate)
	if args[0] == "gonja" {
		parse = gonja
	}
	both := func() (string, error) {
		render, err := parse(src, values)
		if err != nil {
			return "", err
		}
		return render()
	}
	if len(args) > 3 {
		text, err := both()
		fmt.Print(text)
		return err
	}
	parsed := sync.OnceValues(func() (func() (string, error), error) { return parse(src, values) })
	return serve(both, func() (string, error) {
		render, err := parsed()
		if err != nil {
			return "", err
		}
		return render()
	})
}

// serve does what the lines of the standard input ask for, and answers each with the nanoseconds it took.
func serve(both, render func() (string, error)) error {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var name string
		var times int
		if _, err := fmt.Sscan(lines.Text(), &name, &times); err != nil {
			return err
		}
		op := render
		if name == "parse" {
			op = both
		}
		start := time.Now()
		for range times {
			if _, err := op(); err != nil {
				return err
			}
		}
		fmt.Println(time.Since(start).Nanoseconds())
	}
	return lines.Err()
}

// read returns the template and the values; numbers are int where they are whole, as programs in Go have them.
func read(template, values string) (string, map[string]any, error) {
	src, err := os.ReadFile(template)
	if err != nil {
		return "", nil, err
	}
	data, err := os.ReadFile(values)
	if err != nil {
		return "", nil, err
	}
	tree := map[string]any{}
	err = json.Unmarshal(data, &tree)
	whole(tree)
	return string(src), tree, err
}

func whole(v any) any {
	switch v := v.(type) {
	case float64:
		if v == float64(int(v)) {
			return int(v)
		}
	case []any:
		for i := range v {
			v[i] = whole(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = whole(v[k])
		}
	}
	return v
}
