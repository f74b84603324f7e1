package templatesconf

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// verdict is what became of a run, as far as it is compared: digests stand for texts.
type verdict struct {
	class  string   // ok, or the class of the error
	steps  []string // the first letter of the status, then the digest of the inputs, if there were any
	output string   // digest; empty when the run failed
	files  string   // digest; empty when there are none
}

// String returns the verdict as it stands in the answers.
func (v verdict) String() string {
	return strings.Join([]string{v.class, strings.Join(v.steps, " "), v.output, v.files}, "\t")
}

// parseVerdict reads what String wrote.
func parseVerdict(fields []string) verdict {
	for len(fields) < 4 {
		fields = append(fields, "")
	}
	return verdict{fields[0], strings.Fields(fields[1]), fields[2], fields[3]}
}

// verdictOf sums up a run. Inputs are what actions were called with, by step; of others the input is what the log shows.
func verdictOf(r *scaffold.Result, err error, inputs map[string][]any) verdict {
	v := verdict{class: classOf(err)}
	if r == nil {
		return v
	}
	for _, s := range r.Steps {
		given := inputs[s.ID]
		if given == nil && s.Input != nil {
			given = []any{s.Input}
		}
		v.steps = append(v.steps, string(s.Status[:1])+digestOf(given))
	}
	if err == nil {
		v.output = digest(scaffold.JSON(r.Output, ""))
		v.files = digestFiles(r.Files)
	}
	return v
}

func digestOf(inputs []any) string {
	if len(inputs) == 0 {
		return ""
	}
	return digest(scaffold.JSON(inputs, ""))
}

// digest returns four bytes of a hash.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:4])
}

// digestFiles returns the digest of names and contents.
func digestFiles(files []scaffold.File) string {
	var lines []string
	for _, f := range files {
		if !f.Mode.IsDir() && f.Mode&fs.ModeSymlink == 0 {
			sum := sha256.Sum256(f.Data)
			lines = append(lines, fmt.Sprintf("%s %x\n", f.Path, sum))
		}
	}
	if len(lines) == 0 {
		return ""
	}
	slices.Sort(lines)
	return digest(strings.Join(lines, ""))
}

// classOf names the class of an error as Backstage does.
func classOf(err error) string {
	if err == nil {
		return "ok"
	}
	for _, class := range []error{
		scaffold.ErrInput, scaffold.ErrNotAllowed, scaffold.ErrNotFound, scaffold.ErrConflict, scaffold.ErrTemplate, scaffold.ErrRender,
	} {
		if errors.Is(err, class) {
			return class.Error()
		}
	}
	return "Error"
}
