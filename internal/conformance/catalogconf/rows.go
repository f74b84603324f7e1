// Package catalogconf compares catalog/load with recorded answers of Backstage's ingestion.
package catalogconf

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// answer is what Backstage says of one document.
type answer struct {
	Doc          int             `json:"doc"`
	Ref          *string         `json:"ref"`
	OK           bool            `json:"ok"`
	Stage        string          `json:"stage"`
	Errors       []string        `json:"errors"`
	Relations    []relation      `json:"relations"`
	Locations    []location      `json:"locations"`
	Placeholders []placeholder   `json:"placeholders"`
	Parsed       json.RawMessage `json:"parsed"`
	Allowed      *bool           `json:"allowedByDefaultRules"`
}

type relation struct{ Source, Type, Target string }

type location struct{ Type, Target, Presence string }

type placeholder struct {
	Key   string
	Value any
	URL   string
}

// row is a line of a file of answers: one document of a file, or a whole file with its YAML.
type row struct {
	answer
	File string   `json:"file"`
	ID   string   `json:"id"`
	YAML *string  `json:"yaml"`
	Docs []answer `json:"docs"`
}

// stream is one catalog file and all that is said of its documents.
type stream struct {
	label    string // to print
	base     string // URL of the root of its repository
	name     string // path within that
	file     string // on disk; empty when the content is at hand
	content  string
	answers  []answer
	complete bool // there is an answer for each document
}

// readStreams reads the answers at path, a file or a folder of files, and groups them by the file they are about.
func readStreams(at, files string) ([]*stream, error) {
	paths, err := answerFiles(at)
	if err != nil {
		return nil, err
	}
	var streams []*stream
	for _, p := range paths {
		from := files
		if from == "" {
			from = filepath.Dir(p)
		}
		more, err := readAnswers(p, from)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", p, err)
		}
		streams = append(streams, more...)
	}
	return streams, nil
}

func answerFiles(at string) ([]string, error) {
	info, err := os.Stat(at)
	if err != nil || !info.IsDir() {
		return []string{at}, err
	}
	paths, err := filepath.Glob(filepath.Join(at, "*.jsonl"))
	if err == nil && len(paths) == 0 {
		err = fmt.Errorf("no .jsonl files in %s", at)
	}
	return paths, err
}

func readAnswers(at, files string) ([]*stream, error) {
	f, err := os.Open(at)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var streams []*stream
	byFile := make(map[string]*stream)
	lines := bufio.NewReader(f)
	for number := 1; ; number++ {
		line, readErr := lines.ReadString('\n')
		if strings.TrimSpace(line) != "" {
			var r row
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				return nil, fmt.Errorf("line %d: %w", number, err)
			}
			streams = r.addTo(streams, byFile, files)
		}
		if readErr != nil {
			return streams, nil
		}
	}
}

// addTo adds the row to the stream that it belongs to.
func (r *row) addTo(streams []*stream, byFile map[string]*stream, files string) []*stream {
	if r.YAML != nil {
		return append(streams, &stream{
			label: strings.TrimSpace(r.ID), base: "https://github.com/acme/catalog/blob/main/",
			name: "mutations/" + r.ID + ".yaml", content: *r.YAML, answers: r.Docs, complete: true,
		})
	}
	s := byFile[r.File]
	if s == nil {
		folder, name, _ := strings.Cut(path.Clean(r.File), "/")
		s = &stream{
			label: r.File, base: "https://github.com/" + strings.Replace(folder, "__", "/", 1) + "/blob/main/",
			name: name, file: filepath.Join(files, filepath.FromSlash(r.File)),
		}
		byFile[r.File] = s
		streams = append(streams, s)
	}
	s.answers = append(s.answers, r.answer)
	slices.SortStableFunc(s.answers, func(a, b answer) int { return a.Doc - b.Doc })
	return streams
}

// data returns the file's content.
func (s *stream) data() ([]byte, error) {
	if s.file == "" {
		return []byte(s.content), nil
	}
	return os.ReadFile(s.file)
}
