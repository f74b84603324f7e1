package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog"
)

func (p *program) whyCommand() *cobra.Command {
	f, format := &wholeFlags{}, ""
	var relations []string
	cmd := command("why A B", "Say how an entity comes to need another: the shortest way, each step with its file and line", func(ctx context.Context, args []string) error {
		return p.why(ctx, f, format, relations, args)
	})
	cmd.Long = `why prints the shortest chain of relations that leads from A to B, and where each of them is stated. It looks for one by
which A needs B first: dependsOn, consumesApis, and from an API to who provides it; then for any. With --relation only
these count. It ends with exit code 1 when there is none.`
	cmd.Example = `  catalog-lint why component:web resource:orders-db
  catalog-lint why --relation dependsOn --relation consumesApi web orders-db`
	f.add(cmd, true)
	addRelations(cmd, &relations)
	addFormat(cmd, &format, reportFormats())
	return cmd
}

// addRelations adds --relation.
func addRelations(cmd *cobra.Command, relations *[]string) {
	cmd.Flags().StringSliceVar(relations, "relation", nil, "follow only relations of `TYPE`, such as dependsOn or consumesApi; may be repeated (default all)")
	complete(cmd, "relation", relationNames()...)
}

// relationNames returns the types of relations that the model knows.
func relationNames() []string {
	var names []string
	for _, t := range []catalog.RelationType{
		catalog.OwnedBy, catalog.PartOf, catalog.DependsOn, catalog.ProvidesAPI, catalog.ConsumesAPI, catalog.ChildOf, catalog.MemberOf,
	} {
		names = append(names, string(t), string(t.Inverse()))
	}
	return names
}

// relationTypes reads --relation. Types that only other kinds of entities have are taken if the graph has them.
func relationTypes(g *catalog.Graph, names []string) ([]catalog.RelationType, error) {
	var types []catalog.RelationType
	for _, name := range names {
		t := catalog.RelationType(name)
		if t.Inverse() == "" && !hasRelation(g, t) {
			return nil, oneOf("relation", name, relationNames())
		}
		types = append(types, t)
	}
	return types, nil
}

func hasRelation(g *catalog.Graph, t catalog.RelationType) bool {
	for range g.Relations(t) {
		return true
	}
	return false
}

// wayReport is the way from one entity to another.
type wayReport struct {
	From  catalog.Ref  `json:"from"`
	To    catalog.Ref  `json:"to"`
	Steps []stepReport `json:"steps"` // none: there is no way
	back  bool         // though there is one from To to From
}

type stepReport struct {
	catalog.Relation
	At []string `json:"at"` // where it is stated
}

func (p *program) why(ctx context.Context, f *wholeFlags, format string, relations, args []string) error {
	if len(args) != 2 {
		return usageError("why takes two entities, such as component:web and resource:orders-db")
	}
	if err := oneOf("format", format, reportFormats()); err != nil {
		return err
	}
	w, err := p.whole(ctx, f)
	if err != nil {
		return err
	}
	types, err := relationTypes(w.graph, relations)
	if err != nil {
		return err
	}
	ends, err := p.refs(w, args)
	if err != nil {
		return err
	}
	if len(ends) == 1 {
		return usageError("%s and %s are the same entity", args[0], args[1])
	}
	r := newWayReport(w, ends[0], ends[1], types)
	if err := p.writeReport(r, format); err != nil {
		return err
	}
	if len(r.Steps) == 0 {
		return &exit{code: exitFindings}
	}
	return nil
}

func newWayReport(w *whole, from, to catalog.Ref, types []catalog.RelationType) *wayReport {
	r := &wayReport{From: from, To: to, Steps: []stepReport{}}
	for _, step := range way(w.graph, from, to, types) {
		r.Steps = append(r.Steps, stepReport{step, list(w.statements(step))})
	}
	r.back = len(r.Steps) == 0 && way(w.graph, to, from, types) != nil
	return r
}

// way returns the shortest way by relations of the types. Without types it is one by which from needs to, else any.
func way(g *catalog.Graph, from, to catalog.Ref, types []catalog.RelationType) []catalog.Relation {
	if len(types) > 0 {
		return g.Path(from, to, types...)
	}
	needs := []catalog.RelationType{catalog.DependsOn, catalog.ConsumesAPI, catalog.APIProvidedBy}
	if steps := g.Path(from, to, needs...); steps != nil {
		return steps
	}
	if steps := g.Path(from, to); steps != nil {
		return steps
	}
	return g.Path(from, to, append(needs, catalog.OwnedBy, catalog.PartOf, catalog.ProvidesAPI, catalog.ChildOf, catalog.MemberOf)...)
}

// summary says in a line what was found.
func (r *wayReport) summary(quote func(string) string) string {
	from, to := quote(r.From.String()), quote(r.To.String())
	switch {
	case len(r.Steps) > 0:
		return fmt.Sprintf("%s leads to %s in %s", from, to, count(len(r.Steps), "step", "steps"))
	case r.back:
		return fmt.Sprintf("%s does not lead to %s; the other way round there is a way", from, to)
	}
	return fmt.Sprintf("%s does not lead to %s", from, to)
}

// writeText writes the report for people.
func (r *wayReport) writeText(w io.Writer) error {
	t := &texts{w: w}
	t.line("%s", r.summary(plainText))
	if len(r.Steps) > 0 {
		t.line("")
	}
	for _, s := range r.Steps {
		t.row(s.Source.String(), string(s.Type), s.Target.String(), strings.Join(s.At, ", "))
	}
	return t.flush()
}

// writeMarkdown writes the report for a pull request.
func (r *wayReport) writeMarkdown(w io.Writer) error {
	t := &texts{w: w}
	t.line("### %s", r.summary(codeSpan))
	if len(r.Steps) > 0 {
		t.line("")
	}
	for i, s := range r.Steps {
		t.line("%d. %s %s %s (%s)", i+1, codeSpan(s.Source.String()), s.Type, codeSpan(s.Target.String()), cells(s.At))
	}
	return t.flush()
}

// writeJSON writes the report for programs.
func (r *wayReport) writeJSON(w io.Writer) error { return writeIndented(w, r) }
