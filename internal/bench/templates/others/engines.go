package main

import (
	"encoding/json"
	"strings"
	"text/template"

	"github.com/nikolalohinski/gonja/v2/builtins"
	"github.com/nikolalohinski/gonja/v2/config"
	"github.com/nikolalohinski/gonja/v2/exec"
	"github.com/nikolalohinski/gonja/v2/loaders"
)

// functions are what the filters of Nunjucks are in the template.
func functions() template.FuncMap {
	return template.FuncMap{
		"lower":   strings.ToLower,
		"upper":   strings.ToUpper,
		"title":   title,
		"replace": func(from, to, s string) string { return strings.ReplaceAll(s, from, to) },
		"dump": func(v any) (string, error) {
			data, err := json.Marshal(v)
			return string(data), err
		},
		"add":    func(a, b int) int { return a + b },
		"double": func(n int) int { return 2 * n },
	}
}

func title(s string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		if w != "" {
			words[i] = strings.ToUpper(w[:1]) + strings.ToLower(w[1:])
		}
	}
	return strings.Join(words, " ")
}

func textTemplate(src string, values map[string]any) (func() (string, error), error) {
	t, err := template.New("t").Funcs(functions()).Parse(src)
	return func() (string, error) {
		var b strings.Builder
		err := t.Execute(&b, values)
		return b.String(), err
	}, err
}

func gonja(src string, values map[string]any) (func() (string, error), error) {
	c := config.New()
	c.VariableStartString = "${{"
	c.KeepTrailingNewline = true
	loader, err := loaders.NewMemoryLoader(map[string]string{"/t": src})
	if err != nil {
		return nil, err
	}
	t, err := exec.NewTemplate("/t", c, loader, &exec.Environment{
		Filters: builtins.Filters, ControlStructures: builtins.ControlStructures, Tests: builtins.Tests,
		Context: builtins.GlobalFunctions, Methods: builtins.Methods,
	})
	return func() (string, error) { return t.ExecuteToString(exec.NewContext(values)) }, err
}
