package helmfile

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// Resolution is a helmfile in one environment: its releases, and what is wrong or not known about them. It is there
// also when there are faults, with all that could be found out.
type Resolution struct {
	Environment string
	// Files are the state files that were visited, in the order in which helmfile does: those of `helmfiles` before
	// the one that names them.
	Files []*File
	// Errors are all faults, first that at which the real helmfile stops.
	Errors Errors
	// Today is what the real helmfile says of a file that [Options.Compatible] reads all the same.
	Today Errors
	// Unknowns are what could not be known, and why. Where it did not decide anything it is only told here.
	Unknowns []*Reason
	// MissingEnv are the variables that requiredEnv asks for and that are not set, by name, with the places.
	MissingEnv map[string][]source.Position
	// References are what the templates mention, in the order in which they are met.
	References []Reference
	// Misreadings are what helm reads otherwise than helmfile in the values files of releases.
	Misreadings []Misreading
}

// File is a state file in one environment.
type File struct {
	Name     string     // in the file system
	Parent   *File      // the file whose `helmfiles` names it; nil for the first
	Values   *Value     // `.Values`
	Releases []*Release // in the order of the file, of those that the selectors match
	spec     *Value
	env      *environ
	all      []*Release // before selectors
	dag      [][]*Release
}

// Field returns a top-level field of the file after its parts and bases are merged, such as repositories; nil when it
// is not set.
func (f *File) Field(name string) *Value { return f.spec.Get(name) }

// KubeContext returns the context that the environment names, which releases fall back to.
func (f *File) KubeContext() string { return f.env.kubeContext }

// Release is one release in one environment.
type Release struct {
	Name, Namespace, Chart, Version string
	KubeContext                     string            // of the release or of helmDefaults; see [Release.Context]
	Labels                          map[string]string // with the built-in name, namespace and chart
	Needs                           []string          // [[context/]namespace/]name, complete
	Condition                       Condition
	Enabled                         Truth // by its condition
	Installed                       Truth // Yes unless `installed: false`
	File                            *File
	Pos                             source.Position    // of its entry
	Unknown                         map[string]*Reason // fields that are not known, by name

	spec      *Value
	values    *Value
	effective *Value
	ready     bool // values were read
}

// Field returns a field of the release after templates are inherited and rendered, such as version; nil when it is
// not set. Its origin is the place that set it.
func (r *Release) Field(name string) *Value { return r.spec.Get(name) }

// ID returns [context/][namespace/]name as `needs` names it.
func (r *Release) ID() string { return releaseID(r.KubeContext, r.Namespace, r.Name) }

// Key returns namespace/name.
func (r *Release) Key() string { return r.Namespace + "/" + r.Name }

// Context returns the kube context that the release is deployed to: its own or that of helmDefaults, else that of
// the environment; empty for the current one.
func (r *Release) Context() string {
	if r.KubeContext != "" {
		return r.KubeContext
	}
	return r.File.spec.Get("environments").Get(r.File.env.name).Get("kubeContext").Text()
}

// Active tells whether the release is enabled and installed.
func (r *Release) Active() Truth {
	switch {
	case r.Enabled == No || r.Installed == No:
		return No
	case r.Enabled == Yes && r.Installed == Yes:
		return Yes
	}
	return Maybe
}

// Values returns the merged files and maps of `values`, as `helmfile write-values` does; nil for a release that is
// off, not installed, or whose values could not be read.
func (r *Release) Values() *Value {
	if !r.ready {
		return nil
	}
	return r.values
}

// Effective returns what the chart receives: the defaults of a local chart, the values as helm reads them, set and
// setString. The defaults of another chart are not known, which its [Value.Reason] says. It is nil where
// [Release.Values] is.
func (r *Release) Effective() *Value {
	if !r.ready {
		return nil
	}
	return r.effective
}

// Releases returns all releases by namespace, then name, as `helmfile list` does.
func (r *Resolution) Releases() []*Release {
	var all []*Release
	for _, f := range r.Files {
		all = append(all, f.Releases...)
	}
	slices.SortStableFunc(all, func(a, b *Release) int {
		if c := strings.Compare(a.Namespace, b.Namespace); c != 0 {
			return c
		}
		return strings.Compare(a.Name, b.Name)
	})
	return all
}

// Err returns the faults that stop a stage, or nil.
func (r *Resolution) Err(stage Stage) error { return r.Errors.At(stage).Err() }

// Row is one line of `helmfile show-dag`: releases of one group may be deployed at once, after those of the groups
// before.
type Row struct {
	Group   int // from 1, in each file
	File    *File
	Release *Release
}

// Order returns the releases in the order of their needs, file by file.
func (r *Resolution) Order() []Row {
	var rows []Row
	for _, f := range r.Files {
		for i, group := range f.dag {
			for _, release := range group {
				rows = append(rows, Row{i + 1, f, release})
			}
		}
	}
	return rows
}

func releaseID(kubeContext, namespace, name string) string {
	switch {
	case kubeContext != "":
		return kubeContext + "/" + namespace + "/" + name
	case namespace != "":
		return namespace + "/" + name
	}
	return name
}
