package update

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// AdoptOptions say among what Adopt looks. Nil stands for the zero value.
type AdoptOptions struct {
	// Candidates are values to try, each over what catalog-info.yaml and the template's defaults give. None: these alone.
	Candidates []map[string]any
	Versions   []string // to try; nil: all
	Folder     string   // of the workspace: what the tree has; empty: all of it
	URL, Path  string   // of the template, for the answers
	Force      bool     // replace answers that are there
}

// Adoption is the version and the values whose rendering is nearest to a tree.
type Adoption struct {
	Answers *Answers
	// Nearness is how much of the tree, as far as it is a template's, is what the version makes of the values: 1 is all.
	// A tree that was never generated from the template has a few percent.
	Nearness float64
	Files    []Near  // of the version, sorted by path
	Failed   []error // of versions that could not be rendered with some values
	Plan     *plan.Plan
}

// Near is how near a file is to what the template makes.
type Near struct {
	Path     string
	Likeness int // percent; 0 also where there is no such file
}

// ErrNothingNear says that no version could be rendered.
var ErrNothingNear = errors.New("no version of the template can be rendered with these values")

// Adopt finds out from which version of the template, and with which values, the tree in the folder dir was generated, as far
// as that can be seen, and plans to write its answers file. Of versions that are as near the newest counts. Answers that are there
// are an fs.ErrExist.
func (u *Updater) Adopt(ctx context.Context, dir string, o *AdoptOptions) (*Adoption, error) {
	if o == nil {
		o = &AdoptOptions{}
	}
	w, err := scaffold.OpenWorkspace(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = w.Close() }()
	if w.Exists(AnswersFile) && !o.Force {
		return nil, fmt.Errorf("%s: %w", AnswersFile, fs.ErrExist)
	}
	versions, err := u.Source.Versions(ctx)
	if err != nil {
		return nil, err
	}
	here, err := openWorktree(w, "")
	if err != nil {
		return nil, err
	}
	s := &adoption{updater: u, options: o, here: here, tree: map[string]*file{}, pieces: map[*file]map[string]int{}}
	for _, v := range versions {
		if o.Versions == nil || slices.Contains(o.Versions, v.Name) {
			if err := s.try(ctx, v); err != nil {
				return nil, err
			}
		}
	}
	return s.best(dir)
}

// adoption is a search for the nearest rendering.
type adoption struct {
	updater *Updater
	options *AdoptOptions
	here    *worktree
	tried   []attempt
	failed  []error
	tree    map[string]*file // files here that some version makes
	pieces  map[*file]map[string]int
}

type attempt struct {
	version  Version
	nearness float64 // known when all were tried
	*rendering
}

// try renders a version with each of the candidates.
func (s *adoption) try(ctx context.Context, v Version) error {
	info, err := s.here.file("catalog-info.yaml")
	if err != nil && !errors.Is(err, errInTheWay) {
		return err
	}
	candidates := s.options.Candidates
	if len(candidates) == 0 {
		candidates = []map[string]any{nil}
	}
	for _, given := range candidates {
		r, err := s.updater.render(ctx, v.Name, s.options.Folder, func(t *scaffold.Template) *scaffold.Object {
			values := &scaffold.Object{}
			if info != nil {
				values = Infer(t, info.data)
			}
			added, _ := scaffold.ValueOf(given).(*scaffold.Object)
			for name, value := range added.All() {
				values.Set(name, value)
			}
			return t.Defaults(values)
		})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			s.failed = append(s.failed, err)
			continue
		}
		s.tried = append(s.tried, attempt{version: v, rendering: r})
		s.read(r)
	}
	return nil
}

// read reads the files that a rendering has, too.
func (s *adoption) read(r *rendering) {
	for name := range r.files {
		if _, known := s.tree[name]; !known {
			f, err := s.here.file(name)
			if err != nil {
				f = nil // something else is there
			}
			s.tree[name] = f
		}
	}
}

// best returns the attempt that is nearest, the later of two that are as near.
func (s *adoption) best(dir string) (*Adoption, error) {
	if len(s.tried) == 0 {
		return nil, errors.Join(append([]error{ErrNothingNear}, s.failed...)...)
	}
	best := s.tried[0]
	for _, a := range s.tried {
		a.nearness = s.nearness(a)
		if a.nearness > best.nearness || a.nearness == best.nearness && a.version != best.version {
			best = a
		}
	}
	from := Origin{Ref: best.template.Ref(), URL: s.options.URL, Path: s.options.Path, Version: best.version.Name, Digest: best.version.Digest}
	x := &Adoption{Nearness: best.nearness, Failed: s.failed, Plan: &plan.Plan{Title: "Adopt " + from.Ref + " " + from.Version}}
	x.Answers = &Answers{
		Template: from, Folder: s.options.Folder, Files: digests(best.files),
		Values: without(best.values, withheld(best.template)),
	}
	for name, f := range best.files {
		x.Files = append(x.Files, Near{name, s.likeness(f, s.tree[name])})
	}
	slices.SortFunc(x.Files, func(a, b Near) int { return cmp.Compare(a.Path, b.Path) })
	return x, x.plan(s.here, dir)
}

// nearness returns how much the rendering and the tree have in common, of both together.
func (s *adoption) nearness(a attempt) float64 {
	common, all := 0, 0
	for name, f := range a.files {
		all += len(f.data)
		if ours := s.tree[name]; ours != nil && ours.isLink() == f.isLink() {
			common += inCommon(f, ours, s.pieces)
		}
	}
	for _, f := range s.tree {
		if f != nil {
			all += len(f.data)
		}
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(common) / float64(all)
}

func (s *adoption) likeness(f, ours *file) int {
	if ours == nil || ours.isLink() != f.isLink() {
		return 0
	}
	return likeness(f, ours, s.pieces)
}

// plan makes the one step: the answers file.
func (x *Adoption) plan(here *worktree, dir string) error {
	d, err := here.answers(x.Answers)
	if err != nil || !d.changes() {
		return err
	}
	d.Note = fmt.Sprintf("%s, %.1f %% as it was generated", x.Answers.Template.Version, 100*x.Nearness)
	s, err := newStep(here, dir, "adopt", d)
	if err != nil {
		return err
	}
	s.last, s.step.Diff = true, d.answersDiff()
	x.Plan.Steps = []plan.Step{s.step}
	return nil
}
