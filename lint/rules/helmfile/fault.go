package helmfile

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// reports returns a check that reports the faults of these classes.
func reports(classes ...helmfile.Class) check {
	return func(_ context.Context, h *project) {
		h.faults(func(e *helmfile.Error) bool { return slices.Contains(classes, e.Class) && !h.isTemplateFault(e) }, nil)
	}
}

// faults reports the faults that a condition selects. Mend, which may be nil, adds to the finding what mends it.
func (h *project) faults(selected func(*helmfile.Error) bool, mend func(*helmfile.Error, *lint.Finding)) {
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, e := range h.found[r] {
			if !selected(e) {
				continue
			}
			f := h.at(e.Pos, lint.Finding{Message: e.Err.Error(), Help: cmp.Or(e.Hint, advice(e.Class))})
			if mend != nil {
				mend(e, &f)
			}
			add(f)
		}
	})
}

// advice returns what to do about faults of a class that do not say so themselves.
func advice(c helmfile.Class) string {
	switch c {
	case helmfile.ClassConditionNotMap:
		return "give the key a map with enabled: true or false"
	case helmfile.ClassDuplicateRelease:
		return "give one of them another name, or have one release and a template for what differs"
	case helmfile.ClassEmptyChart:
		return "set chart"
	case helmfile.ClassNeedsCycle:
		return "remove one of these needs"
	case helmfile.ClassTemplateCycle:
		return "remove one of these inherits"
	case helmfile.ClassSelector:
		return "write a=b or a!=b, without blanks, and commas between several"
	case helmfile.ClassUnknownField:
		return "remove it: helmfile takes no fields of one's own, not even for anchors"
	}
	return ""
}

// isTemplateFault reports whether a fault is that of templates which stand in a file that is none.
func (h *project) isTemplateFault(e *helmfile.Error) bool {
	l := h.layout(e.Pos.File)
	return e.Class == helmfile.ClassYAML && l != nil && !isRendered(e.Pos.File) && l.firstBare() >= 0
}

// checkLoad reports the faults that no other rule is about.
func checkLoad(_ context.Context, h *project) {
	if h.failed != nil {
		h.say(h.at(h.failed.Pos, lint.Finding{Message: h.failed.Err.Error(), Help: h.failed.Hint}))
		return
	}
	h.checkNames()
	selected := func(e *helmfile.Error) bool {
		return !slices.Contains(elsewhere(), e.Class) && !h.isTemplateFault(e) && !h.isMade(e) && !h.isGiven(e)
	}
	h.faults(selected, func(e *helmfile.Error, f *lint.Finding) {
		explainTemplate(f)
		var missing *fs.PathError
		if !errors.As(e.Err, &missing) || !errors.Is(missing, fs.ErrNotExist) {
			return
		}
		f.Message = "there is no file " + missing.Path
		for _, name := range h.stateFiles() {
			if s, l := h.base(name, e.Pos.File); l != nil {
				f.Range, f.Pointer = l.text.Range(s.start, s.end), s.pointer
			}
		}
	})
}

// isMade reports whether a fault is that a file is missing which git would leave out: it is made before helmfile runs.
func (h *project) isMade(e *helmfile.Error) bool {
	var missing *fs.PathError
	return errors.As(e.Err, &missing) && errors.Is(missing, fs.ErrNotExist) && h.isIgnored(path.Clean(missing.Path))
}

// explainTemplate says of a field that templates do not have what may be meant, and leaves out the name that the type of
// their data has here.
func explainTemplate(f *lint.Finding) {
	i := strings.Index(f.Message, " in type *helmfile.")
	if i < 0 {
		return
	}
	if f.Message = f.Message[:i]; strings.HasSuffix(f.Message, "field Release") {
		f.Help = "a release is only known when its own fields are rendered: write {{`{{ .Release.Name }}`}}"
	}
}

// base returns where a state file names another as a base; a nil layout when it does not.
func (h *project) base(name, other string) (spot, *layout) {
	l := h.layout(name)
	if l == nil {
		return spot{}, nil
	}
	for _, s := range l.sorted() {
		if strings.HasPrefix(s.pointer, "/bases/") && path.Join(path.Dir(name), s.value.Text) == other {
			return s, l
		}
	}
	return spot{}, nil
}

// checkNames reports a helmfile beside another that helmfile would take as well: it takes neither.
func (h *project) checkNames() {
	if path.Base(h.Name) != "helmfile.yaml" && (path.Base(h.Name) != "helmfile.yaml"+rendered || h.exists(strings.TrimSuffix(h.Name, rendered))) {
		return
	}
	_, err := helmfile.Load(h.FS(), path.Dir(h.Name), nil)
	var e *helmfile.Error
	if errors.As(err, &e) {
		h.say(h.at(source.Position{File: h.Name, Line: 1, Column: 1}, lint.Finding{Message: e.Err.Error(), Help: e.Hint}))
	}
}

// checkDuplicates reports releases that are there twice, with the other one.
func checkDuplicates(_ context.Context, h *project) {
	h.faults(func(e *helmfile.Error) bool { return e.Class == helmfile.ClassDuplicateRelease }, func(e *helmfile.Error, f *lint.Finding) {
		message, place, ok := strings.Cut(f.Message, ": the other is at ")
		var other *helmfile.Release
		for _, r := range h.resolved {
			for _, rel := range r.Releases() {
				if ok && rel.Pos.String() == place {
					other = rel
				}
			}
		}
		if other != nil {
			at, _ := h.place(other.Pos)
			f.Message, f.Related = message, []lint.Related{{Range: at, Message: "the other one"}}
		}
	})
}

// elsewhere returns the classes of faults that rules of their own are about, or that say nothing of the files: variables
// that are not set here are set elsewhere, and an environment without releases may have some in other files.
func elsewhere() []helmfile.Class {
	return []helmfile.Class{
		helmfile.ClassOnePart, helmfile.ClassOrder, helmfile.ClassRequiredEnv, helmfile.ClassUndefinedEnvironment, helmfile.ClassNoMatch,
		helmfile.ClassConditionMissing, helmfile.ClassConditionNotMap, helmfile.ClassConditionForm, helmfile.ClassEnvValuesMissing,
		helmfile.ClassValuesMissing, helmfile.ClassHandler, helmfile.ClassValuesGlob, helmfile.ClassTemplateUnknown,
		helmfile.ClassTemplateCycle, helmfile.ClassDuplicateRelease, helmfile.ClassNeedsUndefined, helmfile.ClassNeedsCycle,
		helmfile.ClassSelector, helmfile.ClassUnknownField, helmfile.ClassDuplicateKey, helmfile.ClassUnknown, helmfile.ClassLimit,
	}
}
