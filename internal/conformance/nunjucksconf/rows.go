// Package nunjucksconf compares scaffold/nunjucks with recorded answers of the two engines that Backstage's scaffolder has run.
package nunjucksconf

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// row is a case: a template, what it is rendered with, and what the engines make of it.
type row struct {
	ID       string           `json:"id"`
	Template value            `json:"template"`
	Context  *nunjucks.Object `json:"context"`
	Options  options          `json:"options"`
	Expect   answer           `json:"expect"`
	Nunjitsu *answer          `json:"nunjitsu"`
}

type options struct {
	Mode         string           `json:"mode"`
	Cookiecutter bool             `json:"cookiecutterCompat"`
	TrimBlocks   bool             `json:"trimBlocks"`
	LstripBlocks bool             `json:"lstripBlocks"`
	Autoescape   bool             `json:"autoescape"`
	Globals      *nunjucks.Object `json:"globals"`
	Tags         *nunjucks.Tags   `json:"tags"`
}

type answer struct {
	Output   value  `json:"output"`
	NoOutput bool   `json:"noOutput"`
	Error    string `json:"error"`
	Kind     string `json:"kind"`
}

// value is any JSON value, objects with their members in order.
type value struct{ any }

// UnmarshalJSON reads the value.
func (v *value) UnmarshalJSON(data []byte) error {
	o := &nunjucks.Object{}
	if err := o.UnmarshalJSON([]byte(`{"v":` + string(data) + "}")); err != nil {
		return err
	}
	v.any, _ = o.Get("v")
	return nil
}

// want returns what the dialect should give.
func (r *row) want(d nunjucks.Dialect) answer {
	if d != nunjucks.Nunjucks3 && r.Nunjitsu != nil {
		return *r.Nunjitsu
	}
	return r.Expect
}

func readRows(path string) ([]*row, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var rows []*row
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		r := &row{}
		if err := json.Unmarshal(lines.Bytes(), r); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		rows = append(rows, r)
	}
	return rows, lines.Err()
}
