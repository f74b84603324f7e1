// Package doraconf compares the figures of package dora with those that were
// computed for the same events elsewhere.
package doraconf

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Result is how a comparison went.
type Result struct{ Passed, Failed int }

// Difference is a value that is not as expected.
type Difference struct {
	Case, Path string
	Want, Got  string
}

// String returns the difference in one line.
func (d Difference) String() string {
	return fmt.Sprintf("%s: %s: want %s, got %s", d.Case, d.Path, d.Want, d.Got)
}

const (
	eventsEnd = ".events.jsonl"
	caseEnd   = ".json"
)

// Check compares every case under path and tells each difference.
func Check(path string, tell func(Difference)) (Result, error) {
	var result Result
	err := filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		c, err := load(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if c == nil {
			return nil
		}
		differences := c.compare()
		for _, d := range differences {
			tell(d)
		}
		if len(differences) > 0 {
			result.Failed++
		} else {
			result.Passed++
		}
		return nil
	})
	if err == nil && result == (Result{}) {
		err = fmt.Errorf("%s: no cases", path)
	}
	return result, err
}

// load reads the case in a file; nil for a file that is none.
func load(name string) (*testCase, error) {
	switch {
	case strings.HasSuffix(name, eventsEnd):
		return loadOrganisation(strings.TrimSuffix(name, eventsEnd))
	case strings.HasSuffix(name, ".config.json"), strings.HasSuffix(name, ".expected.json"):
		return nil, nil
	case strings.HasSuffix(name, caseEnd):
		return loadCase(name)
	}
	return nil, nil
}

// testCase has events and what is expected of their figures.
type testCase struct {
	name    string
	history *dora.History
	config  config
	expect  map[string]any
}

func loadCase(name string) (*testCase, error) {
	var file struct {
		Name      string
		Config    config
		Tolerance float64
		Events    []json.RawMessage
		Expect    map[string]any
	}
	if err := readJSON(name, &file); err != nil {
		return nil, err
	}
	if file.Tolerance > 0 {
		file.Config.tolerance = file.Tolerance
	}
	var lines strings.Builder
	for _, e := range file.Events {
		compact, err := json.Marshal(e)
		if err != nil {
			return nil, err
		}
		lines.Write(append(compact, '\n'))
	}
	h, err := dora.Read(name, strings.NewReader(lines.String()))
	return &testCase{file.Name, h, file.Config, file.Expect}, err
}

func loadOrganisation(base string) (*testCase, error) {
	c := &testCase{name: filepath.Base(base)}
	events, err := os.Open(base + eventsEnd)
	if err != nil {
		return nil, err
	}
	defer events.Close()
	if c.history, err = dora.Read(base+eventsEnd, events); err != nil {
		return nil, err
	}
	if err := readJSON(base+".config.json", &c.config); err != nil {
		return nil, err
	}
	return c, readJSON(base+".expected.json", &c.expect)
}

func readJSON(name string, into any) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}
