package linttest

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/lint"
)

// scenario is a case, or a variant of one.
type scenario struct {
	name        string
	files       map[string]string // all that is found, the configuration included
	linted      []string
	texts       []string          // the files that say what is wanted in them
	fixed       map[string]string // nil: not checked
	fixedUnsafe map[string]string // nil: not checked
	elsewhere   map[string]string // the rest of the catalog, as REPOSITORY/PATH; nil: there is none
	wants       []want
	skip        map[string]int // lines at the start of files whose findings do not count

	crlf, document bool // which variants there are
}

// The folders of an archive that hold what files are to become.
const (
	fixedFolder       = "fixed/"
	fixedUnsafeFolder = "fixed-unsafe/"
)

// newScenario reads a case for rules. For those about the files of a tool, its roots are linted, and any file may say what
// is wanted.
func newScenario(a *txtar.Archive, rules []*lint.Rule) (*scenario, error) {
	tool := toolOf(rules)
	s := &scenario{name: "as it stands", files: map[string]string{}, skip: map[string]int{}, crlf: true, document: tool == nil}
	for _, f := range a.Files {
		switch {
		case strings.HasPrefix(f.Name, fixedFolder):
			put(&s.fixed, strings.TrimPrefix(f.Name, fixedFolder), f.Data)
		case strings.HasPrefix(f.Name, fixedUnsafeFolder):
			put(&s.fixedUnsafe, strings.TrimPrefix(f.Name, fixedUnsafeFolder), f.Data)
		case strings.HasPrefix(f.Name, elsewhereFolder):
			put(&s.elsewhere, strings.TrimPrefix(f.Name, elsewhereFolder), f.Data)
		default:
			s.files[f.Name] = string(f.Data)
			switch {
			case tool == nil && !isCatalogFile(f.Name):
				continue
			case tool == nil || tool.Matches(f.Name):
				s.linted = append(s.linted, f.Name)
			case f.Name == lint.ConfigName:
				continue
			}
			s.texts = append(s.texts, f.Name)
		}
	}
	if err := s.directives(string(a.Comment)); err != nil {
		return nil, err
	}
	for _, name := range s.texts {
		wants, err := parseWants(name, s.files[name])
		if err != nil {
			return nil, err
		}
		s.wants = append(s.wants, wants...)
	}
	return s, nil
}

// toolOf returns the tool that rules are about; nil for rules about the catalog.
func toolOf(rules []*lint.Rule) *lint.Tool {
	for _, r := range rules {
		if r.Tool != nil {
			return r.Tool
		}
	}
	return nil
}

func put(m *map[string]string, name string, data []byte) {
	if *m == nil {
		*m = map[string]string{}
	}
	(*m)[name] = string(data)
}

func isCatalogFile(name string) bool {
	base, ext := path.Base(name), path.Ext(name)
	return (ext == ".yaml" || ext == ".yml") && base != lint.ConfigName && base != "mkdocs.yml"
}

// directives reads the lines of the archive's comment that have a meaning.
func (s *scenario) directives(comment string) error {
	for line := range strings.Lines(comment) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch key {
		case "files":
			s.linted = strings.Fields(value)
			s.texts = s.linted
		case "variants":
			if err := s.setVariants(strings.TrimSpace(value)); err != nil {
				return err
			}
		}
	}
	for _, name := range s.linted {
		if _, ok := s.files[name]; !ok {
			return fmt.Errorf("files: there is no %s in the archive", name)
		}
	}
	return nil
}

func (s *scenario) setVariants(value string) error {
	if !slices.Contains([]string{"crlf", "document", "both", "none"}, value) {
		return fmt.Errorf("variants: %q is none of crlf, document, both, none", value)
	}
	s.crlf = value == "crlf" || value == "both"
	s.document = value == "document" || value == "both"
	return nil
}
