package update

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// mask is what Backstage's form puts in the place of a secret.
const mask = "********"

// everyItem stands in a path for each item of a list.
const everyItem = "*"

// withheld returns the paths of parameters that are secret: those whose field is Secret, or whose text is not shown while it is
// entered.
func withheld(t *scaffold.Template) [][]string {
	var paths [][]string
	eachParameter(t, func(path []string, schema *scaffold.Object) {
		if isSecret(schema) {
			paths = append(paths, path)
		}
	})
	return paths
}

func isSecret(schema *scaffold.Object) bool {
	return schema.Text("ui:field") == "Secret" || schema.Text("ui:widget") == "password" ||
		schema.Object("ui:options").Text("widget") == "password"
}

// without returns a copy of values in which what is at the paths is not.
func without(values *scaffold.Object, paths [][]string) *scaffold.Object {
	out, _ := strip(values, paths).(*scaffold.Object)
	return out
}

func strip(v any, paths [][]string) any {
	switch v := v.(type) {
	case *scaffold.Object:
		o := &scaffold.Object{}
		for name, member := range v.All() {
			if rest, all := below(paths, name); !all {
				o.Set(name, strip(member, rest))
			}
		}
		return o
	case []any:
		items := []any{}
		for _, item := range v {
			if rest, all := below(paths, everyItem); !all {
				items = append(items, strip(item, rest))
			}
		}
		return items
	}
	return v
}

// below returns what the paths say of a member, and whether one of them means all of it.
func below(paths [][]string, name string) (rest [][]string, all bool) {
	for _, path := range paths {
		if len(path) > 0 && path[0] == name {
			rest, all = append(rest, path[1:]), all || len(path) == 1
		}
	}
	return rest, all
}

// masked returns values with the mask for each secret that a page of the template requires and that is missing, as Backstage's
// form hands them over.
func masked(t *scaffold.Template, values *scaffold.Object) *scaffold.Object {
	out := &scaffold.Object{}
	for name, v := range values.All() {
		out.Set(name, v)
	}
	for _, path := range withheld(t) {
		_, there := out.Lookup(path[0])
		required := slices.ContainsFunc(t.Pages, func(page *scaffold.Object) bool { return slices.Contains(page.Texts("required"), path[0]) })
		if len(path) == 1 && !there && required {
			out.Set(path[0], mask)
		}
	}
	return out
}
