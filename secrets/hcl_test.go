package secrets_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"text/scanner"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// grants reads a policy as HCL, by a reader that knows nothing of how it was written: paths with their capabilities, a
// pattern as what it is.
func grants(text string) (map[string][]string, error) {
	var s scanner.Scanner
	s.Init(strings.NewReader(hashComments(text)))
	s.Error = func(*scanner.Scanner, string) {}
	out := map[string][]string{}
	for tok := s.Scan(); tok != scanner.EOF; tok = s.Scan() {
		if tok != scanner.Ident || s.TokenText() != "path" || s.Scan() != scanner.String {
			return nil, errors.New("no path block at " + s.Pos().String())
		}
		path, err := strconv.Unquote(s.TokenText())
		if err != nil {
			return nil, err
		}
		capabilities, err := block(&s)
		if err != nil {
			return nil, err
		}
		out[path] = append(out[path], capabilities...)
	}
	if s.ErrorCount > 0 {
		return nil, errors.New("not HCL")
	}
	return out, nil
}

// block reads { capabilities = ["read", …] }.
func block(s *scanner.Scanner) (capabilities []string, err error) {
	for _, want := range []string{"{", "capabilities", "=", "["} {
		if s.Scan(); s.TokenText() != want {
			return nil, errors.New("no " + want + " at " + s.Pos().String())
		}
	}
	for {
		if s.Scan() != scanner.String {
			return nil, errors.New("no capability")
		}
		word, err := strconv.Unquote(s.TokenText())
		if err != nil {
			return nil, err
		}
		capabilities = append(capabilities, word)
		if s.Scan(); s.TokenText() == "]" {
			break
		}
	}
	if s.Scan(); s.TokenText() != "}" {
		return nil, errors.New("no end of the block")
	}
	return capabilities, nil
}

// hashComments turns comments of HCL into those of Go, outside of strings.
func hashComments(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "#"); ok {
			lines[i] = "//" + rest
		}
	}
	return strings.Join(lines, "\n")
}

// TestGrants makes sure that the reader sees what an injected name would have done.
func TestGrants(t *testing.T) {
	t.Parallel()
	got, err := grants(`# c
path "secrets/data/a" { capabilities = ["read"] } path "*" { capabilities = ["read", "sudo"] }`)
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{"secrets/data/a": {"read"}, "*": {"read", "sudo"}}, got)
	_, err = grants("path \"a\nb\" { capabilities = [\"read\"] }")
	assert.Error(t, err)
}
