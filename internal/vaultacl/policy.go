// Package vaultacl reads access policies of HashiCorp Vault and tells what they grant, for tests: it knows nothing of how
// package secrets writes them. The rules are those of developer.hashicorp.com/vault/docs/concepts/policies.
package vaultacl

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/scanner"
)

// Rule is a block of a policy.
type Rule struct {
	Path         string // a path, or a pattern: a * at its end is anything, a part + is any one part
	Capabilities []string
}

// Policy is the blocks of a text, those of one path joined, in the order of their first.
type Policy []Rule

// Parse reads a text. It takes the blocks that have capabilities alone, and refuses what else the language has: a text that it
// reads grants what its blocks say and no more.
func Parse(text string) (Policy, error) {
	var s scanner.Scanner
	s.Init(strings.NewReader(hashComments(text)))
	s.Error = func(*scanner.Scanner, string) {}
	var p Policy
	for tok := s.Scan(); tok != scanner.EOF; tok = s.Scan() {
		if tok != scanner.Ident || s.TokenText() != "path" || s.Scan() != scanner.String {
			return nil, fmt.Errorf("no path block at %s", s.Pos())
		}
		path, err := strconv.Unquote(s.TokenText())
		if err != nil || strings.Contains(path, "+*") || strings.Contains(path, "{{") {
			return nil, fmt.Errorf("path %s is not read here", s.TokenText())
		}
		capabilities, err := block(&s)
		if err != nil {
			return nil, err
		}
		p.add(strings.TrimPrefix(path, "/"), capabilities)
	}
	if s.ErrorCount > 0 {
		return nil, errors.New("the text is no policy")
	}
	return p, nil
}

func (p *Policy) add(path string, capabilities []string) {
	i := slices.IndexFunc(*p, func(r Rule) bool { return r.Path == path })
	if i < 0 {
		*p = append(*p, Rule{path, capabilities})
		return
	}
	(*p)[i].Capabilities = append((*p)[i].Capabilities, capabilities...)
}

// block reads { capabilities = ["read", …] }.
func block(s *scanner.Scanner) (capabilities []string, err error) {
	for _, want := range []string{"{", "capabilities", "=", "["} {
		if s.Scan(); s.TokenText() != want {
			return nil, fmt.Errorf("no %s at %s", want, s.Pos())
		}
	}
	for {
		if s.Scan() != scanner.String {
			return nil, fmt.Errorf("no capability at %s", s.Pos())
		}
		word, err := strconv.Unquote(s.TokenText())
		if err != nil {
			return nil, err
		}
		capabilities = append(capabilities, word)
		if s.Scan(); s.TokenText() == "]" {
			break
		}
		if s.TokenText() != "," {
			return nil, fmt.Errorf("no comma at %s", s.Pos())
		}
	}
	if s.Scan(); s.TokenText() != "}" {
		return nil, fmt.Errorf("no end of the block at %s", s.Pos())
	}
	return capabilities, nil
}

// hashComments turns comments of HCL into those of Go, where they have a line of their own.
func hashComments(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "#"); ok {
			lines[i] = "//" + rest
		}
	}
	return strings.Join(lines, "\n")
}

// Capabilities returns what a token with the policy alone may do at a path of the API, sorted: deny when that is nothing. Of
// several rules that match, the most specific one counts.
func (p Policy) Capabilities(path string) []string {
	matching := slices.DeleteFunc(slices.Clone(p), func(r Rule) bool { return !r.matches(path) })
	if len(matching) == 0 {
		return []string{"deny"}
	}
	can := slices.Sorted(slices.Values(slices.MaxFunc(matching, compare).Capabilities))
	if slices.Contains(can, "deny") {
		return []string{"deny"}
	}
	return slices.Compact(can)
}

// compare orders rules by how specific they are.
func compare(a, b Rule) int {
	return cmp.Or(
		cmp.Compare(a.wild(), b.wild()),
		-cmp.Compare(strings.Count(a.Path, "*"), strings.Count(b.Path, "*")),
		-cmp.Compare(strings.Count(a.Path, "+"), strings.Count(b.Path, "+")),
		cmp.Compare(len(a.Path), len(b.Path)),
		cmp.Compare(a.Path, b.Path),
	)
}

// wild returns where the first part is that is not taken as it stands.
func (r Rule) wild() int {
	at := 0
	for _, part := range strings.Split(r.Path, "/") {
		if part == "+" {
			return at
		}
		at += len(part) + 1
	}
	if strings.HasSuffix(r.Path, "*") {
		return len(r.Path) - 1
	}
	return len(r.Path) + 1
}

func (r Rule) matches(path string) bool {
	pattern, open := strings.CutSuffix(r.Path, "*")
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(got) < len(want) || !open && len(got) != len(want) {
		return false
	}
	for i, part := range want {
		switch {
		case part == "+" || part == got[i]:
		case open && i == len(want)-1 && strings.HasPrefix(got[i], part):
		default:
			return false
		}
	}
	return true
}
