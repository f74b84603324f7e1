package template

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// parameters are what a template asks for.
type parameters struct {
	at    map[string]string // JSON pointer of the property that declares a name first
	names []string          // in the order in which they are found
	open  bool              // there may be more: a schema refers elsewhere, or there is no form at all
	bound map[string]bool   // names on which other parts of the form depend
	named map[string]bool   // words in the options of fields: they may name other parameters
}

// findParameters collects the properties of all pages.
func (t *template) findParameters() *parameters {
	p := &parameters{at: map[string]string{}, bound: map[string]bool{}, named: map[string]bool{}}
	addOptions(t.spec["parameters"], false, p.named)
	switch pages := t.spec["parameters"].(type) {
	case []any:
		for i, page := range pages {
			p.schema(page, "/spec/parameters/"+strconv.Itoa(i))
		}
	case map[string]any:
		p.schema(pages, "/spec/parameters")
	default:
		p.open = true
	}
	return p
}

// schema collects the properties of the value that a schema describes, and of those that it consists of.
func (p *parameters) schema(v any, at string) {
	o, ok := v.(map[string]any)
	if !ok {
		return
	}
	for _, keyword := range slices.Sorted(maps.Keys(o)) {
		below, arg := at+"/"+tree.Escape(keyword), o[keyword]
		switch keyword {
		case "properties":
			p.properties(arg, below)
		case "allOf", "anyOf", "oneOf":
			list, _ := arg.([]any)
			for i, item := range list {
				p.schema(item, below+"/"+strconv.Itoa(i))
			}
		case "if", "then", "else":
			p.schema(arg, below)
		case "dependencies", "dependentSchemas":
			p.dependencies(arg, below)
		case "patternProperties":
			p.open = true
		case "additionalProperties":
			p.open = p.open || arg != false
		default:
			p.open = p.open || isElsewhere(keyword)
		}
	}
}

// isElsewhere reports whether a key stands for content that is somewhere else: $ref, $yaml, a merge key.
func isElsewhere(key string) bool {
	return key == "<<" || strings.HasPrefix(key, "$") && key != "$schema" && key != "$id" && key != "$comment"
}

func (p *parameters) properties(v any, at string) {
	o, _ := v.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(o)) {
		switch {
		case isElsewhere(name):
			p.open = true
		case p.at[name] == "":
			p.at[name] = at + "/" + tree.Escape(name)
			p.names = append(p.names, name)
		default:
			p.bound[name] = true // a branch of the form says more of it
		}
	}
}

func (p *parameters) dependencies(v any, at string) {
	o, _ := v.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(o)) {
		p.bound[name] = true
		p.schema(o[name], at+"/"+tree.Escape(name))
	}
}

// checkUnused reports parameters that are asked for and then not read.
func checkUnused(t *template) {
	if t.open || hasForeignField(t.spec["parameters"]) || t.hasUnreadable() {
		return
	}
	params := t.parameters()
	used := map[string]bool{}
	for _, in := range t.inspected() {
		for _, r := range slices.Concat(in.Reads, in.Dashed) {
			if isAll(r) {
				return
			}
			if len(r.Keys) > 1 {
				used[r.Keys[1].Name] = true
			}
		}
	}
	for _, name := range params.names {
		at := params.at[name]
		if used[name] || params.bound[name] || isShownOnly(t.property(at)) || params.named[name] {
			continue
		}
		if key := t.Key(at); !t.Full(key) {
			t.Report(lint.Finding{Range: key, Pointer: at, Message: "parameter " + name + " is asked for but never read"})
		}
	}
}

// isAll reports whether the parameters are read as a whole, or by names that are not known.
func isAll(r nunjucks.Read) bool { return r.Keys[0].Name == "parameters" && len(r.Keys) == 1 }

// hasUnreadable reports whether there are texts of which nobody knows what they read.
func (t *template) hasUnreadable() bool {
	for _, x := range t.texts() {
		if isTemplate(x.value) {
			if _, err := x.inspect(); err != nil {
				return true
			}
		}
	}
	return false
}

// addOptions adds the words of the texts that steer the fields of a form.
func addOptions(v any, inside bool, words map[string]bool) {
	switch v := v.(type) {
	case string:
		if inside {
			for _, word := range strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune(" .,:;/|()[]{}$'\"", r) }) {
				words[word] = true
			}
		}
	case []any:
		for _, item := range v {
			addOptions(item, inside, words)
		}
	case map[string]any:
		for name, value := range v {
			addOptions(value, inside || isOption(name), words)
		}
	}
}

// isOption reports whether what a member of a schema has steers a field, beyond its looks.
func isOption(name string) bool {
	return strings.HasPrefix(name, "ui:") && !slices.Contains([]string{
		"ui:order", "ui:autofocus", "ui:help", "ui:placeholder", "ui:title", "ui:description", "ui:enumNames", "ui:field", "ui:widget",
	}, name)
}

// property returns the schema at a pointer within the spec.
func (t *template) property(pointer string) map[string]any {
	var at any = map[string]any{"spec": t.spec}
	for _, key := range strings.Split(pointer, "/")[1:] {
		switch v := at.(type) {
		case map[string]any:
			at = v[tree.Unescape(key)]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(v) {
				return nil
			}
			at = v[i]
		}
	}
	o, _ := at.(map[string]any)
	return o
}

// isShownOnly reports whether a property is a part of the form that only shows something, or keeps what it is told
// elsewhere.
func isShownOnly(o map[string]any) bool { return o["type"] == "null" || o["ui:field"] == "Secret" }

// hasForeignField reports whether a form has a field that is none of Backstage's own: it may read any other.
func hasForeignField(v any) bool {
	switch v := v.(type) {
	case []any:
		return slices.ContainsFunc(v, hasForeignField)
	case map[string]any:
		if name, _ := v["ui:field"].(string); name != "" && !slices.Contains(ownFields(), name) {
			return true
		}
		for _, value := range v {
			if hasForeignField(value) {
				return true
			}
		}
	}
	return false
}

// ownFields are the fields that Backstage has.
func ownFields() []string {
	return []string{
		"EntityPicker", "EntityNamePicker", "EntityTagsPicker", "MultiEntityPicker", "MyGroupsPicker", "OwnedEntityPicker", "OwnerPicker",
		"RepoBranchPicker", "RepoOwnerPicker", "RepoUrlPicker", "Secret",
	}
}

// checkSecrets reports parameters that are meant for secrets: what people type there is kept with the task, and shown.
func checkSecrets(t *template) {
	params := t.parameters()
	for _, name := range params.names {
		at := params.at[name]
		if !isSecret(name, t.property(at)) {
			continue
		}
		t.Report(lint.Finding{
			Range: t.Key(at), Pointer: at,
			Message: "parameter " + name + " asks for a secret, which is stored with the task and shown to all who may see it",
			Help:    "use ui:field: Secret, and read it from secrets",
		})
	}
}

func isSecret(name string, o map[string]any) bool {
	if o["ui:field"] != nil || o["type"] != nil && o["type"] != "string" || o["enum"] != nil {
		return false
	}
	if o["ui:widget"] == "password" || o["format"] == "password" {
		return true
	}
	low := strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(name, "_", ""), "-", ""))
	return slices.ContainsFunc([]string{"password", "passphrase", "apitoken", "accesstoken", "apikey", "privatekey", "clientsecret"}, func(end string) bool {
		return strings.HasSuffix(low, end)
	})
}
