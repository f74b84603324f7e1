package yamlsrc

import (
	"slices"
	"strings"
)

const (
	version11  = "1.1"
	version12  = "1.2"
	coreTag    = "tag:yaml.org,2002:"
	coreHandle = "!!"
)

// directives are those that apply to the next document.
type directives struct {
	version  string
	explicit bool // a %YAML directive was given
	handles  []handle
	renew    bool // the next directive makes the others void: they were a document's already
}

// handle is what tags may begin with in place of a longer prefix.
type handle struct{ name, prefix string }

// prefixOf returns what a handle stands for; empty if it is unknown.
func prefixOf(handles []handle, name string) string {
	for _, h := range handles {
		if h.name == name {
			return h.prefix
		}
	}
	if name == coreHandle {
		return coreTag
	}
	return ""
}

// allHandles returns the handles with the one that needs no directive, which comes first.
func allHandles(handles []handle) []handle {
	all := []handle{{coreHandle, prefixOf(handles, coreHandle)}}
	for _, h := range handles {
		if h.name != coreHandle {
			all = append(all, h)
		}
	}
	return all
}

func newDirectives() directives {
	return directives{version: version12}
}

// forDocument returns the version and the tag handles of the document that begins. Those of YAML 1.2 are for one document;
// those of 1.1 hold until there are others.
func (d *directives) forDocument() (version string, handles []handle) {
	version, handles = version12, d.handles
	if d.explicit {
		version = d.version
	}
	if d.version == version11 {
		d.renew = true
		return version, slices.Clone(handles)
	}
	d.renew, d.explicit, d.handles = false, false, nil
	return version, handles
}

// isVersion tells whether s is two numbers with a dot between.
func isVersion(s string) bool {
	major, rest := cutDigits(s)
	if major == 0 || !strings.HasPrefix(rest, ".") {
		return false
	}
	minor, rest := cutDigits(rest[1:])
	return minor > 0 && rest == ""
}

// add takes a directive. A message tells what is wrong, if anything, at offset at of the line. Unknown directives are let
// pass.
func (d *directives) add(line string) (at int, message string) {
	if d.renew {
		d.explicit, d.version, d.handles, d.renew = false, version11, nil, false
	}
	parts := splitDirective(line)
	switch parts[0] {
	case "%TAG":
		return d.addTag(parts[1:])
	case "%YAML":
		return d.addVersion(parts[1:])
	}
	return 0, ""
}

func (d *directives) addTag(parts []string) (at int, message string) {
	if len(parts) != 2 {
		message = "%TAG directive should contain exactly two parts"
	}
	if len(parts) < 2 {
		return 0, message
	}
	if i := slices.IndexFunc(d.handles, func(h handle) bool { return h.name == parts[0] }); i >= 0 {
		d.handles[i].prefix = parts[1]
		return 0, message
	}
	d.handles = append(d.handles, handle{parts[0], parts[1]})
	return 0, message
}

func (d *directives) addVersion(parts []string) (at int, message string) {
	d.explicit = true
	if len(parts) != 1 {
		return 0, "%YAML directive should contain exactly one part"
	}
	switch v := parts[0]; {
	case v == version11 || v == version12:
		d.version = v
	case !isVersion(v):
		return len("%YAML "), "Unsupported YAML version " + v
	}
	return 0, ""
}

// splitDirective splits a directive at spaces and tabs.
func splitDirective(line string) []string {
	return strings.FieldsFunc(strings.TrimFunc(line, isSpace), func(c rune) bool { return c == ' ' || c == '\t' })
}
