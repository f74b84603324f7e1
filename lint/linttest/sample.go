package linttest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/lint"
)

// Doc tests the samples of the rules' documentation, a subtest each: one under "### Bad" must give at least one finding
// of its rule, one under "### Good" none. A sample is a catalog file, or a txtar archive as [Run] takes.
func Doc(t *testing.T, rules ...*lint.Rule) {
	t.Helper()
	for _, r := range rules {
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			for _, problem := range checkSamples(t.Context(), r) {
				t.Error(problem)
			}
		})
	}
}

func checkSamples(ctx context.Context, r *lint.Rule) []string {
	var problems []string
	for heading, bad := range map[string]bool{"Bad": true, "Good": false} {
		samples := lint.DocSamples(r.Doc, heading)
		if len(samples) == 0 {
			problems = append(problems, fmt.Sprintf("there is no YAML under ### %s", heading))
		}
		for i, sample := range samples {
			if err := checkSample(ctx, r, sample, bad); err != nil {
				problems = append(problems, fmt.Sprintf("sample %d under ### %s: %v", i+1, heading, err))
			}
		}
	}
	slices.Sort(problems)
	return problems
}

func checkSample(ctx context.Context, r *lint.Rule, sample string, bad bool) error {
	if !strings.HasPrefix(sample, "-- ") {
		name := "catalog-info.yaml"
		if r.Tool != nil {
			name = r.Tool.Name + ".yaml"
		}
		sample = "-- " + name + " --\n" + sample
	}
	s, err := newScenario(txtar.Parse([]byte(sample)), []*lint.Rule{r})
	if err != nil {
		return err
	}
	l, err := s.linter([]*lint.Rule{r})
	if err != nil {
		return err
	}
	result, err := l.Run(ctx, s.fs(), s.linted)
	if err != nil {
		return err
	}
	if len(result.Errors) > 0 {
		return result.Errors
	}
	return verdict(result, r.Name, bad)
}

func verdict(result *lint.Result, rule string, bad bool) error {
	for _, d := range result.Diagnostics {
		if d.Rule == rule && !bad {
			return fmt.Errorf("unexpected: %s: %s", d.Range, d.Message)
		}
		if d.Rule == rule {
			return nil
		}
	}
	if bad {
		return fmt.Errorf("there is no finding of %s", rule)
	}
	return nil
}
