package main

import (
	"context"
	"slices"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cel"
)

// compileCustom returns what makes rules of those that the configuration has in CEL. Show returns how the names of its
// files are shown.
func compileCustom(show func(file string) string) func([]lint.CustomRule) ([]*lint.Rule, error) {
	return func(custom []lint.CustomRule) ([]*lint.Rule, error) {
		return cel.Rules(custom, &cel.Options{Show: show})
	}
}

// customURLs returns where more is to be read of rules: of custom ones as the configuration says, of others as builtin
// does.
func customURLs(c *lint.Config, builtin func(rule string) string) func(rule string) string {
	urls := map[string]string{}
	for _, r := range c.Custom {
		urls[r.Name] = r.URL
	}
	return func(rule string) string {
		if url, own := urls[rule]; own {
			return url
		}
		return builtin(rule)
	}
}

// rulesHere returns the rules that the command has, and those of the configuration of the working directory.
func (p *program) rulesHere(ctx context.Context, f *configFlags) ([]*lint.Rule, error) {
	at, err := p.locate(nil, "")
	if err != nil {
		return nil, err
	}
	c, _, err := p.configuration(ctx, at, f, allRules())
	if err != nil {
		return nil, err
	}
	return slices.Concat(allRules(), c.Own), nil
}
