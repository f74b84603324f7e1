package templatesconf

import (
	"bufio"
	"bytes"
	"embed"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// recorded holds the answers, a file for each dialect that Backstage has had. A line that begins with = has the id of a
// template and its name, and each below it, between tabs: the set of values, its digest, the world, and the verdict.
//
//go:embed testdata/*.txt
var recorded embed.FS

// answers are verdicts of the real scaffolder by key.
type answers map[string]verdict

func key(template, set string, w world) string { return template + "\t" + set + "\t" + string(w) }

// readAnswers reads the answers of a dialect; there are none for dialects that Backstage does not have.
func readAnswers(d nunjucks.Dialect) (answers, error) {
	data, err := recorded.ReadFile("testdata/" + d.String() + ".txt")
	if err != nil {
		return answers{}, nil
	}
	out := answers{}
	template := ""
	lines := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		if head, ok := strings.CutPrefix(lines.Text(), "= "); ok {
			template, _, _ = strings.Cut(head, " ")
			continue
		}
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) < 5 {
			return nil, fmt.Errorf("answers of %s, line %d: %q", d, n, lines.Text())
		}
		out[key(template, fields[1], world(fields[2]))] = parseVerdict(fields[3:])
	}
	return out, lines.Err()
}
