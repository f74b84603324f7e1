package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
	"github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
	"github.com/goldenpath-go/goldenpath/lint/rules/template"
)

const settingsIntro = `# Settings of catalog-lint

<!-- Made from the types that the configuration is read into by go generate ./lint/rules. -->

Every key of ` + "`.catalog-lint.yaml`" + `; what they mean together is in [configuration.md](configuration.md). ` + "`[]`" + ` stands for the items of a list, ` + "`*`" + `
for a name.
`

// form is what this page needs of a JSON Schema.
type form struct {
	Description          string
	Type                 any // a name or several
	Const                any
	Enum                 []any
	Format, Pattern      string
	Properties           map[string]form
	Items                *form
	AdditionalProperties any
	OneOf                []form
	Ref                  string          `json:"$ref"`
	Defs                 map[string]form `json:"$defs"`
}

// Settings returns the page about the keys of the configuration.
func Settings() (string, error) {
	all := slices.Concat(rules.All(), template.All(), helmfile.All(), lint.BuiltinRules())
	var root form
	if err := json.Unmarshal(lint.ConfigSchema(all), &root); err != nil {
		return "", fmt.Errorf("read the schema of the configuration: %w", err)
	}
	var b strings.Builder
	b.WriteString(settingsIntro + "\n| key | value | meaning |\n|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(root.Properties)) {
		writeForm(&b, name, root.Properties[name])
	}
	b.WriteString("\n## Parameters of rules\n\nThey stand beside `severity` and `required` in the mapping of a rule: `rules: {RULE: {severity: error, PARAMETER: …}}`.\n\n" +
		"| rule | parameter | value | meaning | default |\n|---|---|---|---|---|\n")
	slices.SortFunc(all, func(a, b *lint.Rule) int { return strings.Compare(a.Name, b.Name) })
	for _, r := range all {
		writeParams(&b, r, root.Defs["rules"].Properties[r.Name])
	}
	return b.String(), nil
}

// writeForm writes a line for what stands at path, and those for what is in it.
func writeForm(b *strings.Builder, path string, f form) {
	fmt.Fprintf(b, "| `%s` | %s | %s |\n", path, f.value(), cell(f.Description))
	for _, name := range slices.Sorted(maps.Keys(f.Properties)) {
		writeForm(b, path+"."+name, f.Properties[name])
	}
	if f.Items != nil {
		f.Items.writeParts(b, path+"[]")
	}
	if of, ok := f.AdditionalProperties.(map[string]any); ok {
		var value form
		data, _ := json.Marshal(of) // it was JSON
		_ = json.Unmarshal(data, &value)
		value.writeParts(b, path+".*")
	}
}

// writeParts writes the lines for what is in f.
func (f *form) writeParts(b *strings.Builder, path string) {
	for _, one := range append([]form{*f}, f.OneOf...) {
		for _, name := range slices.Sorted(maps.Keys(one.Properties)) {
			writeForm(b, path+"."+name, one.Properties[name])
		}
	}
}

// value says in a few words what is taken.
func (f *form) value() string {
	switch {
	case f.Const != nil:
		return fmt.Sprintf("`%v`", f.Const)
	case f.Enum != nil && len(f.Enum) <= 8:
		return words(f.Enum)
	case f.Enum != nil:
		return "name of a rule"
	case f.Ref != "":
		return map[string]string{
			"rules": "severity, or mapping, by rule", "overrideRules": "severity by rule", "ruleName": "name of a rule", "profile": "mapping",
		}[strings.TrimPrefix(f.Ref, "#/$defs/")]
	case f.OneOf != nil:
		var each []string
		for _, one := range f.OneOf {
			each = append(each, one.value())
		}
		return strings.Join(each, ", or ")
	case f.Format == "date":
		return "day"
	}
	switch fmt.Sprint(f.Type) {
	case "array":
		return "list: " + f.Items.value()
	case "object":
		return "mapping"
	case "boolean":
		return "true or false"
	case "integer", "number":
		return "number"
	}
	return "text"
}

func words(list []any) string {
	var quoted []string
	for _, w := range list {
		quoted = append(quoted, fmt.Sprintf("`%v`", w))
	}
	return strings.Join(quoted, ", ")
}

// writeParams writes a line for each parameter of a rule, of whose setting f is the schema.
func writeParams(b *strings.Builder, r *lint.Rule, f form) {
	if r.Params == nil {
		return
	}
	defaults := reflect.ValueOf(r.Params()).Elem()
	for i := range defaults.NumField() {
		name := defaults.Type().Field(i).Tag.Get("yaml")
		param := f.OneOf[1].Properties[name] // the first is a severity alone
		shown := ""
		if value, err := json.Marshal(defaults.Field(i).Interface()); err == nil && !defaults.Field(i).IsZero() {
			shown = "`" + string(value) + "`"
		}
		fmt.Fprintf(b, "| [%s](rules.md#%s) | `%s` | %s | %s | %s |\n", r.Name, r.Name, name, param.value(), cell(param.Description), cell(shown))
	}
}

// cell keeps text from ending its cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
