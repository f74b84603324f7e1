package helmfile

import "time"

// Options say how a helmfile is read. The zero value reads it as `helmfile` does without flags and in an empty
// process environment.
type Options struct {
	// Environ is the process environment that env, requiredEnv and expandenv see. Nothing else of the process is read.
	Environ map[string]string
	// ValuesFiles are what --state-values-file names, relative to the folder of the helmfile.
	ValuesFiles []string
	// Set and SetString are what --state-values-set and --state-values-set-string have: k=v,list[1]=w.
	Set, SetString []string
	// Selectors are what -l has: each a=b,c!=d; a release must match one of them.
	Selectors []string
	// Namespace, KubeContext and Chart override every release's, as -n, --kube-context and --chart do.
	Namespace, KubeContext, Chart string
	// Strict makes whatever cannot be known an error of [ClassUnknown]. Otherwise it is an unknown value, an unknown
	// answer, or a line in [Resolution.Unknowns].
	Strict bool
	// Compatible reads what the tutorials write and today's helmfile refuses: environments and releases in one part,
	// templates in a file without .gotmpl. [Resolution.Today] then has what today's helmfile says.
	Compatible bool
	// Now is the time that now and date see. Zero: what depends on it is unknown.
	Now time.Time
	// Limits bound what an input may cost. A zero field is the default.
	Limits Limits
}

// Limits bound the cost of a resolution, whatever the files contain.
type Limits struct {
	FileSize   int           // bytes of one file; default 1 MiB
	Output     int           // bytes that one template may write or hold; default 2 MiB
	Nodes      int           // YAML nodes of one document, aliases written out; default 1,000,000
	Depth      int           // nesting of YAML, and of include and tpl; default 1000
	Files      int           // files that one resolution reads, and helmfiles it visits; default 10,000
	Nesting    int           // helmfiles within helmfiles; default 32
	Steps      int           // turns of range, calls of templates and functions in one resolution; default 2,000,000
	Resolution time.Duration // of one environment; default 30 s
}

func (l Limits) withDefaults() Limits {
	for _, f := range []struct {
		field *int
		value int
	}{
		{&l.FileSize, 1 << 20}, {&l.Output, 2 << 20}, {&l.Nodes, 1_000_000}, {&l.Depth, 1000}, {&l.Files, 10_000},
		{&l.Nesting, 32}, {&l.Steps, 2_000_000},
	} {
		if *f.field <= 0 {
			*f.field = f.value
		}
	}
	if l.Resolution <= 0 {
		l.Resolution = 30 * time.Second
	}
	return l
}
