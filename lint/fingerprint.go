package lint

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// Fingerprints returns a name for each of ds, the diagnostics of one run in their order, by which a finding is known
// again in a later run: 32 hexadecimal digits, no two the same.
//
// A fingerprint is made of the rule, the entity and the JSON pointer; of the file only where there is no entity. So it
// stays when lines move, files are renamed and messages are worded anew. In a list, the text of the finding's range
// stands for the position, so that it stays when other items come and go: that text is read from fsys, the file system
// that was linted. With a nil fsys, or where a file cannot be read or the text is secret, it is the position after all.
// Findings that are alike in all of this are numbered in their order.
func Fingerprints(fsys fs.FS, ds []Diagnostic) []string {
	r := listReader{fsys: fsys, secret: map[string][]source.Range{}}
	for i := range ds {
		if s := ds[i].Secret; s != nil {
			r.secret[s.File] = append(r.secret[s.File], *s)
		}
	}
	out := make([]string, len(ds))
	seen := map[string]int{}
	for i := range ds {
		key := r.identity(&ds[i])
		seen[key]++
		sum := sha256.Sum256([]byte(key + "\x00" + strconv.Itoa(seen[key])))
		out[i] = hex.EncodeToString(sum[:16])
	}
	return out
}

// listReader takes from files what tells the items of lists apart. Of the files it keeps the last: findings come file by
// file.
type listReader struct {
	fsys   fs.FS
	secret map[string][]source.Range // by file
	name   string
	data   []byte
}

// identity returns what d is about, in terms that later runs will find again.
func (r *listReader) identity(d *Diagnostic) string {
	subject := "file\x00" + d.Range.File
	if d.Entity.Name != "" {
		subject = "entity\x00" + d.Entity.Key()
	}
	pointer, text := d.Pointer, ""
	if general, ok := withoutPositions(pointer); ok {
		if found := r.text(d.Range); found != "" {
			pointer, text = general, found
		}
	}
	return strings.Join([]string{d.Rule, subject, pointer, text}, "\x00")
}

// withoutPositions returns a JSON pointer with "*" for the positions in lists, and whether it has any. Keys that are
// numbers are taken for positions, too.
func withoutPositions(pointer string) (string, bool) {
	steps := strings.Split(pointer, "/")
	found := false
	for i, step := range steps {
		if step != "" && strings.Trim(step, "0123456789") == "" {
			steps[i], found = "*", true
		}
	}
	return strings.Join(steps, "/"), found
}

// longItem is how much of an item tells it apart, in bytes.
const longItem = 1024

// text returns what stands in a file at rg, however it is laid out; "" when that is not to be had.
func (r *listReader) text(rg source.Range) string {
	if r.fsys == nil || rg.File == "" || overlapsAny(rg, r.secret[rg.File]) {
		return ""
	}
	if r.name != rg.File {
		r.name, r.data = rg.File, nil
		if info, err := fs.Stat(r.fsys, rg.File); err == nil && info.Mode().IsRegular() {
			r.data, _ = fs.ReadFile(r.fsys, rg.File) // none, then
		}
	}
	if rg.Offset < 0 || rg.Offset >= rg.EndOffset || rg.EndOffset > len(r.data) {
		return ""
	}
	return strings.Join(strings.Fields(string(r.data[rg.Offset:min(rg.EndOffset, rg.Offset+longItem)])), " ")
}

func overlapsAny(r source.Range, others []source.Range) bool {
	for _, o := range others {
		if r.Offset < o.EndOffset && o.Offset < r.EndOffset {
			return true
		}
	}
	return false
}
