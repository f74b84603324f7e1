package lint

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/decode"
)

// Validate returns what is wrong with rules as rules: a name that is taken, is not in kebab case or lacks its group, a
// Doc without its sections, none or several checks, parameters that cannot be read from a configuration. A program
// that brings rules of its own does well to call it in a test.
func Validate(rules []*Rule) error {
	var errs []error
	taken := map[string]string{}
	for _, r := range rules {
		for _, err := range []error{checkName(r), checkChecks(r), checkDoc(r), checkParams(r)} {
			if err != nil {
				errs = append(errs, fmt.Errorf("rule %q: %w", r.Name, err))
			}
		}
		for _, name := range append([]string{r.Name}, r.Aliases...) {
			if other, ok := taken[name]; ok {
				errs = append(errs, fmt.Errorf("rule %q: the name %q is taken by %q", r.Name, name, other))
			}
			taken[name] = r.Name
		}
	}
	return errors.Join(errs...)
}

func checkName(r *Rule) error {
	if !isKebab(r.Name) || !strings.Contains(r.Name, "-") {
		return errors.New("a name has the form group-rest in kebab case")
	}
	return nil
}

func checkChecks(r *Rule) error {
	n := 0
	for _, set := range []bool{r.File != nil, r.Entity != nil, r.Catalog != nil, r.Root != nil, r.builtin} {
		if set {
			n++
		}
	}
	if n != 1 {
		return fmt.Errorf("one of File, Entity, Catalog and Root is wanted, not %d", n)
	}
	if (r.Tool != nil && r.Tool.Matches != nil) != (r.Root != nil) {
		return errors.New("a Root check has the Tool that it is about, and no other check has one")
	}
	if r.Keep != nil && r.Catalog == nil {
		return errors.New("only Catalog checks need to have something kept")
	}
	if r.Kinds != nil && r.Entity == nil {
		return errors.New("only Entity checks are limited to kinds")
	}
	return nil
}

func checkDoc(r *Rule) error {
	title := docTitle(r)
	if !strings.HasPrefix(r.Doc, "# "+r.Name+": ") || title == "" {
		return fmt.Errorf("its documentation does not start with %q", "# "+r.Name+": what it finds")
	}
	var errs []error
	for _, heading := range []string{"Bad", "Good"} {
		if len(DocSamples(r.Doc, heading)) == 0 {
			errs = append(errs, fmt.Errorf("its documentation has no YAML sample under ### %s", heading))
		}
	}
	if _, ok := docSection(r.Doc, "Parameters"); ok != (r.Params != nil) {
		errs = append(errs, errors.New("it has parameters but no ### Parameters, or the other way round"))
	}
	return errors.Join(errs...)
}

func checkParams(r *Rule) error {
	if r.Params == nil {
		return nil
	}
	t := reflect.TypeOf(r.Params())
	if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return errors.New("its Params is no pointer to a struct")
	}
	for _, name := range yamlFields(t.Elem()).Names {
		if slices.Contains(ruleKeys(), name) {
			return fmt.Errorf("a parameter cannot be called %s", name)
		}
	}
	return decode.Check(t.Elem())
}

// docTitle returns what follows the name in the first line of the documentation.
func docTitle(r *Rule) string {
	line, _, _ := strings.Cut(r.Doc, "\n")
	line = strings.TrimPrefix(line, "# ")
	return strings.TrimSpace(strings.TrimPrefix(line, r.Name+":"))
}

// docSection returns the text under a heading of the third level.
func docSection(doc, heading string) (string, bool) {
	_, rest, ok := strings.Cut(doc, "\n### "+heading+"\n")
	if !ok {
		return "", false
	}
	text, _, _ := strings.Cut(rest, "\n### ")
	return text, true
}

// DocSamples returns the YAML samples under a heading of a rule's documentation: what stands between ```yaml and ```.
// A sample may be a txtar archive of several files, with its configuration among them.
func DocSamples(doc, heading string) []string {
	text, _ := docSection(doc, heading)
	var samples []string
	for {
		_, rest, ok := strings.Cut(text, "```yaml\n")
		if !ok {
			return samples
		}
		sample, after, _ := strings.Cut(rest, "```")
		samples = append(samples, sample)
		text = after
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
