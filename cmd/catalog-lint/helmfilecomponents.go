package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/helmfile/compare"
	"github.com/goldenpath-go/goldenpath/helmfile/components"
	"github.com/goldenpath-go/goldenpath/internal/discover"
	"github.com/goldenpath-go/goldenpath/source"
)

func (p *program) helmfileComponentsCommand() *cobra.Command {
	f, exitCode := &helmfileFlags{}, false
	var labels, production []string
	cmd := command("components [PATH...]", "Say which component of the catalog each release runs, and where the two do not fit", func(ctx context.Context, args []string) error {
		h, err := p.openHelmfile(ctx, f)
		if err != nil {
			return err
		}
		rs, err := h.resolve(ctx)
		if err != nil {
			return err
		}
		c, err := p.readComponents(ctx, args)
		if err != nil {
			return err
		}
		r := newComponentsReport(components.Connect(components.FromCatalog(c), rs, componentsOptions(labels, production)))
		r.Notes = compare.NewMatrix(rs, &compare.Options{NoValues: true}).Notes
		return p.helmfileReport(h, f, r, exitCode && r.problems() > 0)
	})
	cmd.Long = `components reads the catalog files at the paths (default: below the working directory) and finds the component of each
release: the one that its label backstage.io/kubernetes-id or component names, else by the annotation backstage.io/kubernetes-id,
by name, by image. It then says which releases nobody owns, which components of lifecycle production do not run in production,
and which releases are in another namespace than the annotation backstage.io/kubernetes-namespace says.`
	cmd.Example = `  catalog-lint helmfile components -f deploy services
  catalog-lint helmfile components --production live-eu --production live-us`
	f.add(cmd)
	cmd.Flags().StringArrayVar(&labels, "label", nil, "the label `NAME` of a release names its component; may be repeated (default backstage.io/kubernetes-id, component)")
	cmd.Flags().StringArrayVar(&production, "production", nil, "components are to run in the environment `ENV`; may be repeated (default production, prod, prd, live)")
	cmd.Flags().BoolVar(&exitCode, "exit-code", false, "exit with 1 when something does not fit")
	return cmd
}

func componentsOptions(labels, production []string) *components.Options {
	o := &components.Options{Labels: labels}
	if len(production) > 0 {
		named := map[string]bool{}
		for _, e := range production {
			named[e] = true
		}
		o.IsProduction = func(environment string) bool { return named[environment] }
	}
	return o
}

// readComponents reads the catalog files at paths. What cannot be read is said, and the rest counts.
func (p *program) readComponents(ctx context.Context, paths []string) (*catalog.Catalog, error) {
	at, err := p.locate(paths, "")
	if err != nil {
		return nil, err
	}
	fsys := discover.Tracked(at.fsys(), at.names...)
	found := discover.Find(ctx, fsys, at.names, &discover.Options{})
	if err := errors.Join(found.Errors...); err != nil {
		return nil, err
	}
	if len(found.Files) == 0 {
		return nil, usageError("there is no catalog file to read; name the folders that have one")
	}
	c, err := load.FS(ctx, fsys, found.Files...)
	if c == nil {
		return nil, err
	}
	if err != nil {
		p.complain(err)
	}
	return c, nil
}

// componentsReport is what there is to say of releases and components.
type componentsReport struct {
	Releases        []linkReport      `json:"releases"`
	WithoutOwner    []linkReport      `json:"withoutOwner"`
	NotInProduction []missingReport   `json:"notInProduction"`
	Namespaces      []namespaceReport `json:"namespaces"`
	Notes           []compare.Note    `json:"notes"`
	components      int
}

type linkReport struct {
	Environment string `json:"environment"`
	Release     string `json:"release"`
	Component   string `json:"component,omitempty"`
	By          string `json:"by,omitempty"`
	Owner       string `json:"owner,omitempty"`
	Why         string `json:"why,omitempty"` // it has no component

	At compare.Place `json:"at"`
}

type missingReport struct {
	Component   string `json:"component"`
	Environment string `json:"environment"`
	Why         string `json:"why"`

	At compare.Place `json:"at"`
}

type namespaceReport struct {
	linkReport
	Namespace string `json:"namespace"`
	Expected  string `json:"expected"`
}

func newComponentsReport(ls *components.Links) *componentsReport {
	r := &componentsReport{
		Releases: []linkReport{}, WithoutOwner: []linkReport{}, NotInProduction: []missingReport{}, Namespaces: []namespaceReport{},
		components: len(ls.Components),
	}
	for i := range ls.All {
		if ls.All[i].Release.Active() != helmfile.No {
			r.Releases = append(r.Releases, newLinkReport(&ls.All[i]))
		}
	}
	for _, l := range ls.WithoutOwner() {
		r.WithoutOwner = append(r.WithoutOwner, newLinkReport(&l))
	}
	for _, m := range ls.WithoutProduction() {
		r.NotInProduction = append(r.NotInProduction, missingReport{m.Component.Ref.String(), m.Environment, m.Why, compare.Place(m.Component.Pos)})
	}
	for _, l := range ls.Mismatches() {
		r.Namespaces = append(r.Namespaces, namespaceReport{newLinkReport(&l), l.Release.Namespace, l.Component.Namespace})
	}
	return r
}

func newLinkReport(l *components.Link) linkReport {
	r := linkReport{Environment: l.Environment, Release: l.Release.Key(), By: string(l.By), At: compare.Place(l.Release.Pos)}
	if l.Release.Namespace == "" {
		r.Release = l.Release.Name
	}
	switch {
	case l.Component != nil:
		r.Component = l.Component.Ref.String()
		if l.Component.HasOwner() {
			r.Owner = l.Component.Owner.String()
		}
	case len(l.Candidates) > 0:
		r.Why = fmt.Sprintf("%d components claim it", len(l.Candidates))
	case l.Named != "":
		r.Why = fmt.Sprintf("its label %s names %s, which there is not", l.Label, l.Named)
	}
	return r
}

func (r *componentsReport) problems() int {
	return len(r.WithoutOwner) + len(r.NotInProduction) + len(r.Namespaces)
}

func (r *componentsReport) summary() string {
	return fmt.Sprintf("%s and %s: %s, %s, %s", count(len(r.Releases), "release that is on", "releases that are on"), count(r.components, "component", "components"),
		count(len(r.WithoutOwner), "release nobody owns", "releases nobody owns"),
		count(len(r.NotInProduction), "component not in production", "components not in production"),
		count(len(r.Namespaces), "other namespace", "other namespaces"))
}

// sections returns the tables of the report.
func (r *componentsReport) sections() []componentsSection {
	all := componentsSection{"releases", []string{"environment", "release", "component", "by", "owner"}, nil}
	for _, l := range r.Releases {
		all.rows = append(all.rows, []string{l.Environment, l.Release, l.Component, l.By, l.Owner})
	}
	unowned := componentsSection{"nobody owns", []string{"environment", "release", "because", "at"}, nil}
	for _, l := range r.WithoutOwner {
		why := l.Why
		if why == "" {
			why = "no component belongs to it"
		}
		if l.Component != "" {
			why = l.Component + " states no owner"
		}
		unowned.rows = append(unowned.rows, []string{l.Environment, l.Release, why, l.At.String()})
	}
	missing := componentsSection{"not in production", []string{"environment", "component", "because", "at"}, nil}
	for _, m := range r.NotInProduction {
		missing.rows = append(missing.rows, []string{m.Environment, m.Component, m.Why, m.At.String()})
	}
	other := componentsSection{"in another namespace", []string{"environment", "release", "is in", "its component says", "at"}, nil}
	for _, n := range r.Namespaces {
		other.rows = append(other.rows, []string{n.Environment, n.Release, n.Namespace, n.Expected, n.At.String()})
	}
	return []componentsSection{all, unowned, missing, other}
}

type componentsSection struct {
	title string
	head  []string
	rows  [][]string
}

func (r *componentsReport) writeText(w io.Writer) error {
	t := &texts{w: w}
	t.line("%s", r.summary())
	for _, s := range r.sections() {
		if len(s.rows) == 0 {
			continue
		}
		t.heading(s.title)
		t.row(s.head...)
		for _, row := range s.rows {
			t.row(row...)
		}
	}
	if len(r.Notes) > 0 {
		t.heading("what is wrong or not known")
	}
	for _, n := range r.Notes {
		t.line("  %s", plainText(noteText(n)))
	}
	return t.flush()
}

// noteText returns a note in a line, as the other reports have it.
func noteText(n compare.Note) string {
	text := strings.Join(n.Environments, ", ") + ": " + n.Text
	if n.At == (compare.Place{}) {
		return text
	}
	return source.Position{File: n.At.File, Line: n.At.Line}.String() + ": " + text
}

func (r *componentsReport) writeMarkdown(w io.Writer) error {
	t := &texts{w: w}
	t.line("### %s", r.summary())
	for _, s := range r.sections() {
		if len(s.rows) == 0 {
			continue
		}
		t.line("\n**%s**\n", s.title)
		head, rule := "|", "|"
		for _, word := range s.head {
			head, rule = head+" "+word+" |", rule+"---|"
		}
		t.line("%s\n%s", head, rule)
		for _, row := range s.rows {
			line := "|"
			for _, text := range row {
				line += " " + cell(text) + " |"
			}
			t.line("%s", line)
		}
	}
	if len(r.Notes) > 0 {
		t.line("\n**what is wrong or not known**\n")
	}
	for _, n := range r.Notes {
		t.line("- %s", codeSpan(noteText(n)))
	}
	return t.flush()
}

func (r *componentsReport) writeJSON(w io.Writer) error { return writeIndented(w, r) }
