package rules

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// rootOrder is the order of an entity's members that everybody expects.
var rootOrder = []string{"apiVersion", "kind", "metadata", "spec"}

func checkKeyOrder(p *lint.EntityPass) {
	var keys []source.Range // of those members that there are, in rootOrder
	for _, name := range rootOrder {
		if key := p.Key("/" + name); raw(p.File.Text, key) == name {
			keys = append(keys, key)
		}
	}
	for i := 1; i < len(keys); i++ {
		if keys[i].Offset > keys[i-1].Offset {
			continue
		}
		f := lint.Finding{
			Range:   keys[i],
			Pointer: "/" + raw(p.File.Text, keys[i]),
			Message: fmt.Sprintf("%s stands before %s; the usual order is %s", raw(p.File.Text, keys[i]), raw(p.File.Text, keys[i-1]), strings.Join(rootOrder, ", ")),
		}
		if edit, ok := reorder(p.File.Text, p.Document.Range, keys); ok {
			f.Fixes = safe("put them in order", edit)
		}
		p.Report(f)
		return
	}
}

// reorder returns the edit that puts the stretches of text from each of keys to the next in the order of keys. It is
// false unless all of them begin a line, and nothing but them is in the document.
func reorder(t *source.Text, doc source.Range, keys []source.Range) (lint.Edit, bool) {
	sorted := slices.Clone(keys)
	slices.SortFunc(sorted, func(a, b source.Range) int { return a.Offset - b.Offset })
	whole, _, ok := wholeLines(t, sorted[0], doc)
	if !ok {
		return lint.Edit{}, false
	}
	end, ends := whole.EndOffset, map[int]int{}
	for i := len(sorted) - 1; i >= 0; i-- {
		if sorted[i].Column != 1 {
			return lint.Edit{}, false
		}
		ends[sorted[i].Offset] = end
		end = sorted[i].Offset
	}
	var parts []string
	for _, k := range keys {
		part := string(t.Data[k.Offset:ends[k.Offset]])
		if !strings.HasSuffix(part, "\n") || strings.Contains(part, "\n#") || strings.Contains(part, "\n---") || strings.Contains(part, "\n...") {
			return lint.Edit{}, false // a comment that belongs to the next key, or to nobody
		}
		parts = append(parts, part)
	}
	whole.New = strings.Join(parts, "")
	return whole, true
}

type sortedParams struct {
	Fields []string `yaml:"fields" doc:"the lists that are to be sorted: tags, and fields of spec with references"`
}

func checkSorted(p *lint.EntityPass) {
	for _, field := range p.Params.(*sortedParams).Fields {
		var items []source.Range
		if field == "tags" {
			for i := range p.Entity.Metadata.Tags {
				items = append(items, p.Value("/metadata/tags/"+strconv.Itoa(i)))
			}
		}
		for i := range p.Facts.Refs {
			r := &p.Facts.Refs[i]
			if r.Field == field && strings.Count(r.Pointer, "/") == 3 {
				items = append(items, r.Range)
			}
		}
		checkSortedItems(p, field, items)
	}
}

func checkSortedItems(p *lint.EntityPass, field string, items []source.Range) {
	text := func(r source.Range) string { return strings.Trim(raw(p.File.Text, r), `"'`) }
	for i := 1; i < len(items); i++ {
		if text(items[i]) >= text(items[i-1]) {
			continue
		}
		f := lint.Finding{
			Range:   items[i],
			Message: fmt.Sprintf("%s is not sorted: %s comes before %s", field, text(items[i]), text(items[i-1])),
		}
		if edits, ok := sortItems(p.File.Text, items); ok {
			f.Fixes = safe("sort "+field, edits...)
		}
		p.Report(f)
		return
	}
}

// sortItems returns the edits that put items, each on a line of its own, in order. A comment at the end of a line goes
// with its item; with comments between the lines it is false, since nobody knows what they are about.
func sortItems(t *source.Text, items []source.Range) ([]lint.Edit, bool) {
	type line struct{ key, text string }
	lines := make([]line, len(items))
	for i, r := range items {
		full := t.Line(r.Line)
		if i > 0 && r.Line != items[i-1].Line+1 || r.EndLine != r.Line || strings.Trim(full[:bytes.IndexByte([]byte(full), '-')+1], " ") != "-" {
			return nil, false
		}
		start := t.LineStart(r.Line)
		lines[i] = line{strings.Trim(raw(t, r), `"'`), full[r.Offset-start:]}
	}
	sorted := slices.Clone(lines)
	slices.SortStableFunc(sorted, func(a, b line) int { return strings.Compare(a.key, b.key) })
	var edits []lint.Edit
	for i, r := range items {
		if sorted[i] != lines[i] {
			edits = append(edits, lint.Edit{File: t.Name, Offset: r.Offset, EndOffset: r.Offset + len(lines[i].text), New: sorted[i].text})
		}
	}
	return edits, true
}
