package compare

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// Listing is the releases of an environment.
type Listing struct {
	Environment string          `json:"environment"`
	Releases    []ListedRelease `json:"releases"`
	Notes       []Note          `json:"notes"`
}

// ListedRelease is a release with its labels.
type ListedRelease struct {
	Summary
	Labels map[string]string `json:"labels"`
}

// List returns the releases of an environment by namespace, then name.
func List(r *helmfile.Resolution) *Listing {
	l := &Listing{Environment: r.Environment, Releases: []ListedRelease{}, Notes: notes(r)}
	for _, x := range r.Releases() {
		labels := maps.Clone(x.Labels)
		for _, builtIn := range []string{"name", "namespace", "chart"} {
			delete(labels, builtIn)
		}
		l.Releases = append(l.Releases, ListedRelease{*summarize(x), labels})
	}
	return l
}

// WriteText writes the releases for people.
func (l *Listing) WriteText(w io.Writer) error { return l.document().writeText(w) }

// WriteMarkdown writes the releases with what comes from files as code.
func (l *Listing) WriteMarkdown(w io.Writer) error { return l.document().writeMarkdown(w) }

// WriteJSON writes the releases as one JSON object.
func (l *Listing) WriteJSON(w io.Writer) error { return writeJSON(w, l) }

func (l *Listing) document() *document {
	on := 0
	t := table{title: "releases", head: []string{"release", "status", "chart", "version", "context", "labels", "defined in"}}
	for _, r := range l.Releases {
		if r.Status == On {
			on++
		}
		var labels []string
		for _, k := range slices.Sorted(maps.Keys(r.Labels)) {
			labels = append(labels, k+"="+r.Labels[k])
		}
		t.rows = append(t.rows, []string{r.id(), string(r.Status), r.Chart, r.Version, r.Context, strings.Join(labels, ","), r.At.short()})
		if r.Why != "" {
			t.notes = append(t.notes, fmt.Sprintf("%s %s: %s", r.id(), statusWord(r.Status), r.Why))
		}
	}
	d := &document{title: fmt.Sprintf("%s: %s, %d on", l.Environment, count(len(l.Releases), "release", "releases"), on)}
	d.add(t)
	d.add(notesTable(l.Notes))
	return d
}

// ValueListing is the values of a release in an environment, each with what set it.
type ValueListing struct {
	Environment string `json:"environment"`
	Release     string `json:"release"`
	// Values are the leaves in the order of keys.
	Values []Side `json:"values"`
	// Why says what is not known of the values as a whole, or why there are none; empty when they are all there.
	Why string `json:"why,omitempty"`
}

// ListValues returns the values of a release. Nil options are the zero value.
func ListValues(r *helmfile.Resolution, x *helmfile.Release, o *Options) *ValueListing {
	o = o.orDefault()
	root := o.valuesOf(x)
	l := &ValueListing{Environment: r.Environment, Release: summarize(x).id(), Values: []Side{}}
	if root == nil {
		status, why := status(x)
		l.Why = orElse(why, "it is "+string(status)+", and its values could not be read")
		return l
	}
	l.Why = reasonText(root)
	reader := newReading(o, x, newTrace(r), root)
	for _, leaf := range flatten(reader.mask, root) {
		l.Values = append(l.Values, reader.side(leaf.value, leaf.steps, leaf.steps))
	}
	return l
}

// WriteText writes the values for people.
func (l *ValueListing) WriteText(w io.Writer) error { return l.document().writeText(w) }

// WriteMarkdown writes the values with what comes from files as code.
func (l *ValueListing) WriteMarkdown(w io.Writer) error { return l.document().writeMarkdown(w) }

// WriteJSON writes the values as one JSON object.
func (l *ValueListing) WriteJSON(w io.Writer) error { return writeJSON(w, l) }

func (l *ValueListing) document() *document {
	d := &document{title: fmt.Sprintf("%s in %s: %s", l.Release, l.Environment, count(len(l.Values), "value", "values"))}
	t := table{title: "values", head: []string{"value", "is", "set in", "layer"}}
	for _, s := range l.Values {
		t.rows = append(t.rows, []string{s.Path, s.text(), s.place(), s.Layer})
	}
	switch {
	case l.Why != "" && len(l.Values) == 0:
		t.notes = []string{"there are none: " + l.Why}
	case l.Why != "":
		t.notes = []string{"not all is known: " + l.Why}
	}
	d.add(t)
	return d
}
