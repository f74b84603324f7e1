package helmfile

import (
	"errors"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// givenValue finds a state value that a call of helmfile gives, and givenFile that one has a file of them.
var (
	givenValue = expression(`--state-values-set(?:-string)?[ =]["']?([A-Za-z0-9_][A-Za-z0-9_.,=-]*)`)
	givenFile  = expression(`--state-values-file[ =]`)
)

// statePath finds the path below the values that a fault is about.
var statePath = expression(`\.(?:StateValues|Values)((?:\.[A-Za-z0-9_]+)+)|environment values field '((?:\.[A-Za-z0-9_-]+)+)'`)

// given is what CI and scripts give helmfile on the command line.
type given struct {
	files bool     // values from a file
	paths []string // of values
}

// isGiven reports whether a fault is that a state value is missing which is given when helmfile is called.
func (h *project) isGiven(e *helmfile.Error) bool {
	switch e.Class {
	case helmfile.ClassMissingKey, helmfile.ClassConditionMissing:
	default:
		return false
	}
	if h.given == nil {
		h.given = h.readGiven()
	}
	m := statePath().FindStringSubmatch(errorText(e))
	if m == nil {
		return h.given.files
	}
	wanted := strings.TrimPrefix(m[1]+m[2], ".") + "."
	for _, path := range h.given.paths {
		if strings.HasPrefix(wanted, path+".") || strings.HasPrefix(path+".", wanted) {
			return true
		}
	}
	return h.given.files
}

// errorText returns what an error says, with what it wraps.
func errorText(e *helmfile.Error) string {
	text := e.Err.Error()
	for err := errors.Unwrap(e.Err); err != nil; err = errors.Unwrap(err) {
		text += " " + err.Error()
	}
	return text
}

func (h *project) readGiven() *given {
	g := &given{}
	for _, name := range h.callers() {
		text := h.text(name)
		g.files = g.files || givenFile().MatchString(text)
		for _, m := range givenValue().FindAllStringSubmatch(text, -1) {
			for pair := range strings.SplitSeq(m[1], ",") {
				path, _, _ := strings.Cut(pair, "=")
				g.paths = append(g.paths, path)
			}
		}
	}
	return g
}
