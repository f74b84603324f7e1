package handover

import (
	"cmp"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/internal/decode"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/lint"
)

// Why an owner is not changed.
const (
	notFromFile = "it was not read from a file: change it where it comes from"
	otherwise   = "the file has changed since the catalog was read from it"
	elsewhere   = "it cannot be changed without changing something else: an alias repeats it, or it stands in what is merged in; change it by hand"
)

// edit makes the changes of owners, file by file.
func (f *finder) edit(fsys fs.FS) {
	files := map[string][]*Item{}
	for k := range f.report.Items {
		i := &f.report.Items[k]
		switch {
		case i.Kind != Owner && i.Kind != GroupOwner, i.To.IsZero():
		case i.file == "" || i.Place.Line == 0:
			i.note(notFromFile)
		default:
			files[i.file] = append(files[i.file], i)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f.editFile(fsys, name, files[name])
	}
	slices.SortFunc(f.report.Files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
}

// note adds a text for people.
func (i *Item) note(text string) {
	if i.Note != "" {
		text = i.Note + "; " + text
	}
	i.Note = text
}

func (f *finder) editFile(fsys fs.FS, name string, items []*Item) {
	data, err := bounded.ReadFile(fsys, name, bounded.PlaceholderSize)
	if err != nil {
		for _, i := range items {
			i.note("it cannot be read: " + err.Error())
		}
		return
	}
	before := yamlsrc.Parse(name, data)
	var fixes []lint.Fix
	for k, i := range items {
		e, ok := i.replacement(data, ownerNode(before, i.document))
		if !ok {
			i.note(otherwise)
			continue
		}
		e.File = name
		fixes = append(fixes, lint.Fix{Message: strconv.Itoa(k), Safe: true, Edits: []lint.Edit{e}})
	}
	after, applied, skipped := lint.ApplyFixes(name, data, fixes)
	for _, fix := range skipped {
		items[index(fix)].note(elsewhere)
	}
	reread := yamlsrc.Parse(name, after)
	for _, fix := range applied {
		i := items[index(fix)]
		text, ok := ownerNode(reread, i.document).Str()
		to, err := parseOwner(text, i.holder)
		if !ok || err != nil || to.Key() != i.To.Key() {
			i.note(elsewhere)
			return
		}
	}
	for _, fix := range applied {
		i := items[index(fix)]
		i.New = ownerText(i.To, i.holder)
	}
	if len(applied) > 0 {
		f.report.Files = append(f.report.Files, File{name, data, after})
	}
}

// index returns the number of the item that a fix is for.
func index(f lint.Fix) int {
	i, err := strconv.Atoi(f.Message)
	if err != nil {
		return 0 // editFile wrote it
	}
	return i
}

// ownerNode returns the owner in a document; nil: there is none.
func ownerNode(s *yamlsrc.Stream, document int) *tree.Node {
	if document >= len(s.Docs) || s.Docs[document].Recursive {
		return nil
	}
	return s.Docs[document].Root.Get("spec").Get("owner")
}

// replacement returns the edit that puts the new owner in the place of the old, within its quotes or its block.
func (i *Item) replacement(data []byte, n *tree.Node) (lint.Edit, bool) {
	text := ownerText(i.To, i.holder)
	switch {
	case n == nil:
		return lint.Edit{}, false
	case isPlaceholder(n), n.Aliased && n.Text == i.Written:
		return lint.Edit{Offset: n.Start, EndOffset: n.End, New: text}, true
	case n.Kind != tree.String || n.Text != i.Written:
		return lint.Edit{}, false
	case n.Quoted:
		return lint.Edit{Offset: n.Start + 1, EndOffset: n.End - 1, New: text}, true
	case n.Block:
		places := decode.Places(data, n, n.Text)
		return lint.Edit{Offset: places[0], EndOffset: places[len(n.Text)], New: text}, true
	}
	return lint.Edit{Offset: n.Start, EndOffset: n.End, New: text}, true
}

// isPlaceholder reports whether an owner comes from a file, as {$text: ./owner.txt}.
func isPlaceholder(n *tree.Node) bool {
	return n.Kind == tree.Object && !n.Aliased && len(n.Fields) == 1 && strings.HasPrefix(n.Fields[0].Name, "$")
}
