package helmfile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// releases resolves the releases of a file: templates, overrides, labels, conditions, selectors, values.
func (r *run) releases(f *File, o visitOptions) {
	selectors, err := parseSelectors(o.selectors)
	if err != nil {
		r.fail(asFaults(err, source.Position{File: f.Name}, ClassSelector)...)
	}
	for _, entry := range f.spec.Get("releases").Items() {
		if entry.Kind() == Null {
			continue
		}
		if entry.Kind() == Unknown {
			r.note(entry.pos(), entry.reason.Text)
			continue
		}
		release, fault := r.release(f, entry)
		if fault != nil {
			r.failOrNote(fault)
			continue
		}
		f.all = append(f.all, release)
	}
	for _, release := range f.all {
		r.applyOverrides(f, release)
	}
	conditions := r.judgeAll(f)
	f.Releases = selected(f, selectors)
	// With selectors, conditions are judged before repeats are looked for.
	if len(selectors) > 0 {
		r.fail(conditions...)
	}
	r.duplicates(f)
	r.fail(conditions...)
	if !r.listOnly {
		r.needs(f)
		r.allValues(f, selectors)
	}
}

// release makes one release of its entry.
func (r *run) release(f *File, entry *Value) (*Release, *Error) {
	spec, err := r.inherit(f.spec, defaultInherit(f.spec, entry), nil)
	if err != nil {
		return nil, err
	}
	if spec.Kind() != Map {
		spec = emptyMap()
	}
	if spec.Get("kubeContext").Text() == "" {
		if context := f.spec.Get("helmDefaults").Get("kubeContext"); context != nil {
			spec = spec.withField("kubeContext", context)
		}
	}
	for _, name := range []string{"apiVersions", "kubeVersion"} {
		if own := spec.Get(name); own.Len() == 0 && own.Text() == "" && f.spec.Get(name) != nil {
			spec = spec.withField(name, f.spec.Get(name))
		}
	}
	if common := f.spec.Get("commonLabels"); common.Kind() == Map {
		labels := spec.Get("labels")
		if labels.Kind() != Map {
			labels = emptyMap()
		}
		spec = spec.withField("labels", mergeKeys(labels, common))
	}
	if spec, err = r.rounds(f, spec); err != nil {
		return nil, err
	}
	release := &Release{File: f, Pos: entry.pos(), spec: spec, Unknown: map[string]*Reason{}}
	if err := r.booleans(release); err != nil {
		return nil, err
	}
	if chart := spec.Get("chart"); chart.Text() == "" && chart.Kind() != Unknown {
		e := fault(release.Pos, ClassEmptyChart, fmt.Errorf("encountered empty chart while reading release %q", spec.Get("name").Text()))
		return nil, e
	}
	return release, nil
}

// booleans reads the fields that a template makes a boolean of.
func (r *run) booleans(release *Release) *Error {
	installed := release.spec.Get("installed")
	release.Installed = Yes
	if b, ok := installed.truth(); ok {
		release.Installed = truthOf(b)
	}
	if installed.Kind() == Unknown {
		release.Installed, release.Unknown["installed"] = Maybe, installed.reason
	}
	if v := release.spec.Get("installedTemplate"); v.Kind() != Null {
		truth, err := r.boolean(release, "installed", v)
		if err != nil {
			return err
		}
		release.Installed = truth
	}
	for _, name := range []string{"verify", "wait"} { // which only deploying asks for, but which must be booleans
		if v := release.spec.Get(name + "Template"); v.Kind() != Null {
			if _, err := r.boolean(release, name, v); err != nil {
				return err
			}
		}
	}
	if v := release.spec.Get("conditionTemplate"); v.Kind() != Null {
		truth, err := r.boolean(release, "condition", v)
		if err != nil {
			return err
		}
		condition := &Value{kind: Unknown, reason: release.Unknown["condition"], origin: v.origin}
		if truth != Maybe {
			condition = textValue(fmt.Sprint(truth == Yes), v)
		}
		release.spec = release.spec.withField("condition", condition)
	}
	return nil
}

func (r *run) boolean(release *Release, name string, v *Value) (Truth, *Error) {
	if v.Kind() == Unknown {
		release.Unknown[name] = v.reason
		return Maybe, nil
	}
	f, err := parseYAML([]byte(v.Text()), valuePlaces{v.pos()})
	if err == nil && len(f) == 0 {
		return No, nil
	}
	if err == nil {
		c := &converter{at: valuePlaces{v.pos()}, left: 10, depth: 10}
		got := c.document(f[0])
		if b, ok := got.truth(); ok {
			return truthOf(b), nil
		}
		if got.Kind() == Null {
			return No, nil
		}
		err = fmt.Errorf("%sTemplate is %q, which cannot be unmarshaled into a bool", name, v.Text())
	}
	return Maybe, asFaults(err, v.pos(), ClassYAML)[0]
}

// applyOverrides gives a release what the file forces on all, its complete needs and its built-in labels.
func (r *run) applyOverrides(f *File, release *Release) {
	for _, name := range []string{"kubeContext", "namespace"} {
		if v := f.spec.Get(name); v.Text() != "" {
			release.spec = release.spec.withField(name, hide(release.spec.Get(name), v))
		}
	}
	for name, field := range map[string]*string{
		"name": &release.Name, "namespace": &release.Namespace, "chart": &release.Chart, "version": &release.Version, "kubeContext": &release.KubeContext,
	} {
		v := release.spec.Get(name)
		*field = v.Text()
		if v.Kind() == Unknown {
			*field = "(unknown)"
			release.Unknown[name] = v.reason
		}
	}
	release.Labels = map[string]string{}
	for k, v := range release.spec.Get("labels").fieldsOrNil() {
		release.Labels[k] = v.Text()
		if v.Kind() == Unknown {
			release.Labels[k], release.Unknown["labels."+k] = "(unknown)", v.reason
		}
	}
	release.Labels["name"], release.Labels["namespace"] = release.Name, release.Namespace
	release.Labels["chart"] = release.Chart[strings.LastIndex(release.Chart, "/")+1:]
	for _, need := range release.spec.Get("needs").Items() {
		if need.Kind() != Unknown {
			release.Needs = append(release.Needs, completeNeed(need.Text(), release))
		}
	}
}

// completeNeed returns a need with the namespace and context of the release that has it, where it names none.
func completeNeed(need string, release *Release) string {
	parts := strings.Split(need, "/")
	namespace, kubeContext := release.Namespace, release.KubeContext
	if n := len(parts); n > 1 {
		namespace = parts[n-2]
		if n > 2 {
			kubeContext = strings.Join(parts[:n-2], "/")
		}
	}
	name := parts[len(parts)-1]
	if kubeContext != "" {
		return kubeContext + "/" + namespace + "/" + name
	}
	if namespace != "" {
		return namespace + "/" + name
	}
	return name
}

// judgeAll judges the conditions of all releases.
func (r *run) judgeAll(f *File) Errors {
	var faults Errors
	for _, release := range f.all {
		field := release.spec.Get("condition")
		c, err := judge(field, field.Text(), f.Values, release.Unknown["condition"])
		if field.Kind() == Unknown && c.Truth != Maybe {
			c = Condition{Pos: field.pos(), Why: field.reason.Text}
		}
		release.Condition, release.Enabled = c, c.Truth
		if err != nil {
			faults = append(faults, err)
		}
		if c.Truth == Maybe && err == nil {
			r.noteReason(&Reason{Text: fmt.Sprintf("whether release %s is on: %s", release.Name, c.Why), Pos: c.Pos})
		}
	}
	return faults
}

// selected returns the releases that the selectors match; with selectors, those that are off are left out, as in
// helmfile.
func selected(f *File, selectors []Selector) []*Release {
	var out []*Release
	for _, release := range f.all {
		matches := len(selectors) == 0 || slices.ContainsFunc(selectors, func(s Selector) bool { return s.Matches(release.Labels) })
		if matches && (len(selectors) == 0 || release.Enabled != No) {
			out = append(out, release)
		}
	}
	return out
}

// duplicates finds releases with the same name, namespace and context.
func (r *run) duplicates(f *File) {
	first := map[string]*Release{}
	for _, release := range f.Releases {
		if len(release.Unknown) > 0 {
			continue
		}
		key := strings.Join([]string{release.KubeContext, release.Namespace, release.Name}, "\x00")
		other, twice := first[key]
		if !twice {
			first[key] = release
			continue
		}
		e := fault(release.Pos, ClassDuplicateRelease, fmt.Errorf("duplicate release %q in namespace %q: the other is at %s", release.Name, release.Namespace, other.Pos))
		if e.Stages = StageList | StageValues | StageNeeds; other.Enabled == Yes && release.Enabled == Yes {
			e.Stages = stageAll
		}
		r.fail(e)
	}
}
