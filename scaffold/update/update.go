package update

import (
	"context"
	"errors"
	"fmt"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/internal/merge3"
)

// Updater brings what a template generated to another version of it.
type Updater struct {
	Runner *scaffold.Runner // renders, in dry runs; actions that it does not have are passed over
	Source Source           // of the template's versions
	File   string           // of the template, in its folder; template.yaml by default
	// User, Secrets and TaskID are what both versions are rendered with. What they leave in files is the same on both sides,
	// so that it is no change.
	User    scaffold.User
	Secrets map[string]string
	TaskID  string
}

// Style says how conflicts look.
type Style byte

// The styles, as those of git merge-file.
const (
	Plain        Style = iota // both sides
	Diff3                     // both sides, and what was generated first
	ZealousDiff3              // like Diff3, without what both sides begin with and end in
)

// Options say what an update is to do. Nil stands for the zero value.
type Options struct {
	To         string         // version; the newest by default
	Values     map[string]any // of parameters, over those in the answers
	Style      Style
	MarkerSize int  // of the markers of conflicts; zero: 7
	Force      bool // go on though the git work tree has changes that are not committed
}

// ErrDirty says that the work tree has changes that are not committed, which an update would be mixed with.
var ErrDirty = errors.New("there are changes that are not committed")

// Update is what an update would do.
type Update struct {
	From, To string
	Plan     *plan.Plan
	Files    []File // that the plan changes, or about which there is something to say; sorted by path
	// Drift are files, sorted, that the old version does not make any more as it did when they were generated: it was moved, or
	// the template reads the clock, or something from elsewhere. Where it differs, the merge takes it for an edit.
	Drift []string

	decisions []*decision
}

// Conflicts returns the files that a person must look at.
func (x *Update) Conflicts() []File {
	var out []File
	for _, f := range x.Files {
		if f.Conflict != "" {
			out = append(out, f)
		}
	}
	return out
}

// Plan plans the update of the tree in the folder dir, and changes nothing. The plan is applied with plan.Apply and taken back
// with the Undoer of dir. An update that was interrupted is planned and applied again, to the same journal if there is one.
//
// Errors are ErrNoAnswers, ErrDirty, those that wrap ErrVersion, and what rendering gives: a *scaffold.ValidationError if the new
// version asks for values that there are none of.
func (u *Updater) Plan(ctx context.Context, dir string, o *Options) (*Update, error) {
	if o == nil {
		o = &Options{}
	}
	w, err := scaffold.OpenWorkspace(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = w.Close() }()
	answers, err := readAnswers(w)
	if err != nil {
		return nil, err
	}
	to, err := u.target(ctx, o.To)
	if err != nil {
		return nil, err
	}
	x := &Update{From: answers.Template.Version, To: to.Name}
	run := answers.Template.Version + " " + answers.Template.Digest + " → " + to.Name + " " + to.Digest
	here, err := openWorktree(w, run)
	if err != nil {
		return nil, err
	}
	if err := here.clean(ctx, dir, o.Force); err != nil {
		return nil, err
	}
	base, theirs, err := u.renderBoth(ctx, answers, to.Name, o.Values)
	if err != nil {
		return nil, err
	}
	x.Drift = drift(answers, base)
	markers := &merge3.Options{Ours: "here", Base: x.From, Theirs: x.To, Style: merge3.Style(o.Style), MarkerSize: o.MarkerSize}
	r := &reconciler{here, markers, theirs.files}
	if x.decisions, err = r.all(base.files); err != nil {
		return nil, err
	}
	after := *answers
	after.Template.Version, after.Template.Digest = to.Name, to.Digest
	secret := append(withheld(base.template), withheld(theirs.template)...)
	after.Values, after.Files = without(theirs.values, secret), digests(theirs.files)
	return x, x.plan(here, dir, run, &after)
}

// target returns the version of that name, or the newest.
func (u *Updater) target(ctx context.Context, name string) (Version, error) {
	all, err := u.Source.Versions(ctx)
	if err != nil {
		return Version{}, err
	}
	if name == "" && len(all) > 0 {
		return all[len(all)-1], nil
	}
	for _, v := range all {
		if v.Name == name {
			return v, nil
		}
	}
	return Version{}, fmt.Errorf("%w: %q", ErrVersion, name)
}

// renderBoth renders the version that the tree was generated from, and the one that it is to have.
func (u *Updater) renderBoth(ctx context.Context, a *Answers, to string, given map[string]any) (base, theirs *rendering, err error) {
	base, err = u.render(ctx, a.Template.Version, a.Folder, func(*scaffold.Template) *scaffold.Object { return a.Values })
	if err != nil {
		return nil, nil, err
	}
	theirs, err = u.render(ctx, to, a.Folder, func(t *scaffold.Template) *scaffold.Object {
		return carried(a.Values, given, base.template, t)
	})
	return base, theirs, err
}

// carried returns the values for the new version: those of the old one, what is given, and the defaults of parameters that
// the old version did not have.
func carried(old *scaffold.Object, given map[string]any, before, after *scaffold.Template) *scaffold.Object {
	out := &scaffold.Object{}
	for name, v := range old.All() {
		out.Set(name, v)
	}
	added, _ := scaffold.ValueOf(given).(*scaffold.Object)
	for name, v := range added.All() {
		out.Set(name, v)
	}
	known := before.Defaults(old)
	for name, v := range after.Defaults(out).All() {
		_, given := out.Lookup(name)
		if _, had := known.Lookup(name); !given && !had {
			out.Set(name, v)
		}
	}
	return out
}
