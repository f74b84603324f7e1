package rules

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
)

var yamlRules = []*lint.Rule{
	refusal("yaml-syntax"),
	refusal("yaml-duplicate-key"),
	refusal("yaml-alias-limit"),
	{
		Name:   "yaml-merge-key",
		Doc:    doc("yaml-merge-key"),
		Levels: always(lint.Error),
		Entity: checkMergeKeys,
	},
	{
		Name:   "yaml-encoding",
		Doc:    doc("yaml-encoding"),
		Levels: always(lint.Error),
		File:   checkEncoding,
	},
	{
		Name:   "yaml-empty-document",
		Doc:    doc("yaml-empty-document"),
		Levels: always(lint.Info),
		File:   checkEmptyDocuments,
	},
}

// checkEncoding reports each kind of unfit bytes once, at its first place.
func checkEncoding(p *lint.FilePass) {
	data := p.File.Text.Data
	if utf8.Valid(data) && !mayBeUnfit(data) {
		return
	}
	reportBytes(p, notUTF8(data), "%s, no UTF-8: Backstage puts a replacement character in the place of each", "byte", nil)
	reportBytes(p, matching(data, isControl), "%s, which YAML does not allow", "control character", nil)
	marks := matching(data, isMark)
	if len(marks) > 0 && marks[0].start == 0 {
		marks = marks[1:] // allowed at the start of a file
	}
	var edits []lint.Edit
	for _, m := range marks {
		edits = append(edits, lint.Replace(p.File.Text.Range(m.start, m.end), ""))
	}
	reportBytes(p, marks, "%s inside of the file", "byte order mark", safe("remove the byte order mark", edits...))
}

func isMark(r rune) bool    { return r == '\ufeff' }
func isControl(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f }

// mayBeUnfit is a quick look: it takes every character that begins with the same byte for a byte order mark.
func mayBeUnfit(data []byte) bool {
	for _, b := range data {
		if isControl(rune(b)) || b == "\ufeff"[0] {
			return true
		}
	}
	return false
}

type span struct{ start, end int }

func matching(data []byte, match func(rune) bool) []span {
	var found []span
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if match(r) {
			found = append(found, span{i, i + size})
		}
		i += size
	}
	return found
}

func notUTF8(data []byte) []span {
	var found []span
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			found = append(found, span{i, i + 1})
		}
		i += size
	}
	return found
}

// reportBytes reports the first of found, and how many there are.
func reportBytes(p *lint.FilePass, found []span, format, noun string, fixes []lint.Fix) {
	if len(found) == 0 {
		return
	}
	count := "a " + noun
	if len(found) > 1 {
		count = fmt.Sprintf("%d %ss", len(found), noun)
	}
	p.Report(lint.Finding{
		Range:   p.File.Text.Range(found[0].start, found[0].end),
		Message: fmt.Sprintf(format, count),
		Fixes:   fixes,
	})
}

// checkMergeKeys looks at the mappings that the model defines; elsewhere the key may be meant as it stands.
func checkMergeKeys(p *lint.EntityPass) {
	for _, o := range objects(p.Entity) {
		if _, isMapping := o.extra["<<"].(map[string]any); isMapping {
			at := o.pointer + "/<<"
			p.Report(lint.Finding{
				Range:   p.Key(at),
				Pointer: at,
				Message: "the mapping behind << is not merged: Backstage reads YAML 1.2, which has no merge keys",
				Help:    "write the members out",
			})
		}
	}
}

// checkEmptyDocuments reports empty documents that come one after the other as one.
func checkEmptyDocuments(p *lint.FilePass) {
	isEmpty := func(d *load.Document) bool { return d.Stage == load.StageSkipped }
	for docs := p.File.Documents; len(docs) > 0; {
		if !isEmpty(docs[0]) {
			docs = docs[1:]
			continue
		}
		n := slices.IndexFunc(docs, func(d *load.Document) bool { return !isEmpty(d) })
		if n < 0 {
			n = len(docs)
		}
		message := "this document is empty: Backstage passes over it"
		if n > 1 {
			message = fmt.Sprintf("this document and the %d after it are empty: Backstage passes over them", n-1)
		}
		p.Report(lint.Finding{Range: docs[0].Range, Message: message})
		docs = docs[n:]
	}
}
