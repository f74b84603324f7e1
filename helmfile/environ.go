package helmfile

// environ is an environment as it is known at some point of loading: the layers of state values.
type environ struct {
	name, kubeContext       string
	values, defaults, given *Value // given on the command line
}

// with returns e with another's layers on top of its own. Either may be nil.
func (e *environ) with(o *environ) *environ {
	switch {
	case e == nil:
		return o
	case o == nil:
		return e
	}
	out := environ{
		name: e.name, kubeContext: e.kubeContext,
		values: mergeB(e.values, o.values), defaults: mergeB(e.defaults, o.defaults), given: mergeC(e.given, o.given),
	}
	if o.name != "" {
		out.name = o.name
	}
	if o.kubeContext != "" {
		out.kubeContext = o.kubeContext
	}
	return &out
}

// merged returns `.Values`.
func (e *environ) merged() *Value {
	return mergeC(mergeB(mergeB(emptyMap(), e.defaults), e.values), e.given)
}

// environmentData is `.Environment` of templates.
type environmentData struct {
	Name         string
	KubeContext  string
	Values       map[string]any
	Defaults     map[string]any
	CLIOverrides map[string]any
}

// stateData is what templates of state files and of environment values see.
type stateData struct {
	Environment environmentData
	Namespace   string
	Values      map[string]any
	StateValues *map[string]any
}

// releaseData is what templates of releases and their values see.
type releaseData struct {
	Environment environmentData
	Release     releaseNames
	Values      map[string]any
	StateValues *map[string]any
	KubeContext string
	Namespace   string
	Chart       string
}

// releaseNames is `.Release` of templates.
type releaseNames struct {
	Name, Namespace string
	Labels          map[string]string
	Chart           string
	ChartVersion    string
	KubeContext     string
}

func (r *run) environmentData(e *environ, p *parsed) environmentData {
	if d, ok := r.data[e]; ok && !p.uses.mutates {
		return d
	}
	d := environmentData{
		Name: e.name, KubeContext: e.kubeContext, Values: r.plainFor(e.values, p, false),
		Defaults: r.plainFor(e.defaults, p, false), CLIOverrides: r.plainFor(e.given, p, false),
	}
	if !p.uses.mutates {
		r.data[e] = d
	}
	return d
}

func (r *run) stateData(e *environ, values *Value, p *parsed) *stateData {
	d := &stateData{Environment: r.environmentData(e, p), Namespace: r.options.Namespace, Values: r.plainFor(values, p, true)}
	if e.given.Len() > 0 { // which the templates of releases do not see here
		d.Environment.Values = r.plainFor(mergeC(e.values, e.given), p, false)
	}
	d.StateValues = &d.Values
	return d
}

// plainFor returns a map as templates see it: with marks for what is unknown, also for the paths that p asks for and
// that may be there. A template that changes maps gets one of its own.
func (r *run) plainFor(v *Value, p *parsed, paths bool) map[string]any {
	if v.Len() == 0 && v.Reason() == nil {
		return map[string]any{}
	}
	own := p != nil && (p.uses.mutates || paths && v.Reason() != nil)
	if known, ok := r.plain[v]; ok && !own {
		return known
	}
	m, _ := v.plain(func(reason *Reason) any { return r.unknown.markOf(reason) }).(map[string]any)
	if own {
		for _, path := range p.uses.values {
			r.fill(m, v, path)
		}
		return m
	}
	r.plain[v] = m
	return m
}

// fill puts a mark where a path asks for a key that may be there.
func (r *run) fill(m map[string]any, v *Value, path []string) {
	for i, key := range path {
		if next := v.Get(key); next != nil {
			inner, ok := m[key].(map[string]any)
			if !ok {
				return
			}
			m, v = inner, next
			continue
		}
		if reason := v.Reason(); reason != nil && v.Kind() == Map {
			// A key below one that is not known is not known either: maps lead to the mark.
			for _, k := range path[i : len(path)-1] {
				inner, _ := m[k].(map[string]any)
				if inner == nil {
					inner = map[string]any{}
				}
				m[k], m = inner, inner
			}
			if last := path[len(path)-1]; m[last] == nil {
				m[last] = r.unknown.markOf(reason)
			}
		}
		return
	}
}
