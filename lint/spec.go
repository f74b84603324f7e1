package lint

import (
	"strconv"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// specString returns the text of the member of spec called name; numbers as text, since a tier may be one. Empty when
// there is no such member or it is neither.
func specString(spec catalog.Spec, name string) string {
	typ, lifecycle, extra := specParts(spec)
	switch {
	case name == "type" && typ != "":
		return typ
	case name == "lifecycle" && lifecycle != "":
		return lifecycle
	}
	switch v := extra[name].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// specParts returns what is common to the kinds' specs.
func specParts(spec catalog.Spec) (typ, lifecycle string, extra map[string]any) {
	switch s := spec.(type) {
	case *catalog.ComponentSpec:
		return s.Type, s.Lifecycle, s.Extra
	case *catalog.APISpec:
		return s.Type, s.Lifecycle, s.Extra
	case *catalog.ResourceSpec:
		return s.Type, "", s.Extra
	case *catalog.SystemSpec:
		return s.Type, "", s.Extra
	case *catalog.DomainSpec:
		return s.Type, "", s.Extra
	case *catalog.GroupSpec:
		return s.Type, "", s.Extra
	case *catalog.UserSpec:
		return "", "", s.Extra
	case *catalog.LocationSpec:
		return s.Type, "", s.Extra
	case *catalog.TemplateSpec:
		return s.Type, s.Lifecycle, s.Extra
	case *catalog.UnknownSpec:
		return "", "", s.Fields
	}
	return "", "", nil
}
