package secrets

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A policy's text says in its first line whose it is, and that is how it is known again:
//
//	# goldenpath: manager=goldenpath environment=production service=order-api digest=sha256:…
//	# Read access to the secrets of order-api in production. What is edited here is overwritten.
//
//	path "secrets/data/production/order-api/db-password" {
//	  capabilities = ["read"]
//	}
//
// The digest is of all after the first line, and tells an edit by hand from a change of the request. What bears no mark of its own,
// as roles of databases, is owned by a line more, before the blocks:
//
//	# owns database/static-roles/production_order-api_orders

const (
	policyMark    = "# goldenpath: "
	policyOwns    = "# owns "
	policyOpen    = "path \""
	policyBetween = "\" {\n  capabilities = [\"read\"]\n}\n"
)

// policyText returns the policy that lets paths be read, and nothing else, and says what is owned. The paths are made of allowed
// names alone.
func policyText(manager string, t tenant, paths, owned []string) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "# Read access to the secrets of %s in %s. What is edited here is overwritten.\n", t.service, t.environment)
	paths, owned = slices.Sorted(slices.Values(paths)), slices.Compact(slices.Sorted(slices.Values(owned)))
	for _, path := range owned {
		fmt.Fprintf(&b, "%s%s\n", policyOwns, path)
	}
	for _, path := range paths {
		fmt.Fprintf(&b, "\n%s%s%s", policyOpen, path, policyBetween)
	}
	body := b.String()
	text := fmt.Sprintf("%smanager=%s environment=%s service=%s digest=%s\n%s", policyMark, manager, t.environment, t.service, digestOf(body), body)
	back, err := readPolicy(text)
	if err != nil || !slices.Equal(back.paths, paths) || !slices.Equal(back.owned, owned) || back.tenant != t || back.manager != manager {
		return "", fmt.Errorf("the policy of %s does not read back as what was asked for", t)
	}
	return text, nil
}

func digestOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// policyMade is what a policy's text says that was made here.
type policyMade struct {
	manager string
	tenant  tenant
	paths   []string // that may be read
	owned   []string // what bears no mark of its own, as a path of the API
	edited  bool     // the text after the first line is not what the digest is of
}

// errForeignPolicy says that a text was not made here.
var errForeignPolicy = errors.New("the policy does not begin with our mark")

// readPolicy reads back what policyText has written. Of an edited text it returns the mark alone, and what is owned.
func readPolicy(text string) (policyMade, error) {
	var p policyMade
	first, body, _ := strings.Cut(text, "\n")
	mark, ok := strings.CutPrefix(first, policyMark)
	words := strings.Fields(mark)
	if !ok || len(words) != 4 {
		return p, errForeignPolicy
	}
	var digest string
	for i, into := range []struct {
		key   string
		value *string
	}{{"manager=", &p.manager}, {"environment=", &p.tenant.environment}, {"service=", &p.tenant.service}, {"digest=", &digest}} {
		if *into.value, ok = strings.CutPrefix(words[i], into.key); !ok {
			return p, errForeignPolicy
		}
	}
	p.readOwned(body)
	if p.edited = digest != digestOf(body); p.edited {
		return p, nil
	}
	return p, p.readPaths(body)
}

// readOwned reads the lines after the first that say what is owned.
func (p *policyMade) readOwned(body string) {
	_, rest, _ := strings.Cut(body, "\n")
	for {
		line, after, _ := strings.Cut(rest, "\n")
		path, ok := strings.CutPrefix(line, policyOwns)
		if !ok || checkGrant(path) != nil {
			return
		}
		p.owned, rest = append(p.owned, path), after
	}
}

// readPaths reads the blocks of a text that has not been edited.
func (p *policyMade) readPaths(body string) error {
	_, rest, _ := strings.Cut(body, "\n")
	for range p.owned {
		_, rest, _ = strings.Cut(rest, "\n")
	}
	for rest != "" {
		block, ok := strings.CutPrefix(rest, "\n"+policyOpen)
		path, after, ok2 := strings.Cut(block, policyBetween)
		if !ok || !ok2 || checkGrant(path) != nil {
			return fmt.Errorf("the policy of %s has a block that was not made here", p.tenant)
		}
		p.paths, rest = append(p.paths, path), after
	}
	return nil
}

// checkGrant refuses a path that a policy would read as something else than itself, whatever made it.
func checkGrant(path string) error {
	for _, part := range strings.Split(path, "/") {
		if part == "" || !isAlphanumeric(part[0]) || !consistsOf(part, "-_.") {
			return fmt.Errorf("%s cannot be granted exactly", quoted(path))
		}
	}
	return nil
}
