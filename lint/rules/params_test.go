package rules_test

import "reflect"

// yamlNames returns the names of the parameters in a pointer to a struct.
func yamlNames(params any) []string {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(params).Elem()) {
		names = append(names, f.Tag.Get("yaml"))
	}
	return names
}
