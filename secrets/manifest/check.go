package manifest

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// What comes from a caller and not from the file is allowed by its characters, as names are: nothing has to be escaped in HCL
// or in a template, and an address that could carry a password is refused.

const (
	letters     = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits      = "0123456789"
	lowerCase   = "abcdefghijklmnopqrstuvwxyz" + digits
	pathMarks   = "-_."
	urlMarks    = pathMarks + "~:/[]"
	maxName     = 253 // of an object of Kubernetes: a subdomain of RFC 1123
	servicePart = "{service}"
)

// check reports what is wrong with the facts and the options.
func (p *planner) check() error {
	for _, err := range []error{checkAddress(p.vault.Address), p.checkMount(), p.options.check()} {
		if err != nil {
			return err
		}
	}
	if s := p.vault.CASecret; s != "" && !isObjectName(s) {
		return fmt.Errorf("%+q is no name of a Kubernetes Secret", s)
	}
	return nil
}

func checkAddress(s string) error {
	u, err := url.Parse(s)
	if err != nil || !consistsOf(s, letters+digits+urlMarks) || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%s is no address of Vault: https://host:port is wanted, with no user, query or fragment", withoutUser(s))
	}
	return nil
}

// withoutUser returns an address for a message: a password in it is left out.
func withoutUser(s string) string {
	if strings.ContainsAny(s, "@?#") {
		return "what was given"
	}
	return fmt.Sprintf("%+q", s)
}

func (p *planner) checkMount() error {
	m := p.vault.Mount
	if m.KV != 1 && m.KV != 2 {
		return fmt.Errorf("the engine at %+q is of version %d of kv; 1 or 2 is wanted", m.Path, m.KV)
	}
	// The names do not matter: a mount ends before the first of them.
	example := p.config.Layout.SecretPath(secrets.ID{Environment: servicePart, Service: servicePart, Name: servicePart})
	if fixed, _, _ := strings.Cut(example, servicePart); m.Path == "" || !strings.HasPrefix(fixed, m.Path+"/") {
		return fmt.Errorf("the engine at %+q does not serve %+q, where the secrets are", m.Path, strings.TrimSuffix(fixed, "/"))
	}
	return nil
}

func (o *Options) check() error {
	fixed := strings.NewReplacer(servicePart, "s", "{environment}", "e").Replace(o.Name)
	switch {
	case o.Name != "" && (!strings.Contains(o.Name, servicePart) || !isObjectName(fixed)):
		return fmt.Errorf("%+q is no pattern of names: %s and {environment}, lower-case letters, digits, - and dots are", o.Name, servicePart)
	case o.Refresh < 0 || time.Duration(o.Refresh)%time.Second != 0:
		return fmt.Errorf("a refresh of %s is not a whole number of seconds", o.Refresh)
	case o.Workload != "" && !slices.Contains([]string{"Deployment", "StatefulSet", "DaemonSet"}, o.Workload):
		return fmt.Errorf("%+q is no kind of workload: Deployment, StatefulSet and DaemonSet are", o.Workload)
	}
	for _, file := range []string{o.directory(), cmp.Or(o.CAFile, defaultDirectory)} {
		if !path.IsAbs(file) || path.Clean(file) != file || !consistsOf(file, letters+digits+pathMarks+"/") {
			return fmt.Errorf("%+q is no path: an absolute one is wanted, of letters, digits, -, _ and dots", file)
		}
	}
	return nil
}

// isObjectName reports whether an object of Kubernetes can have the name.
func isObjectName(s string) bool {
	for _, part := range strings.Split(s, ".") {
		if part == "" || part[0] == '-' || part[len(part)-1] == '-' || !consistsOf(part, lowerCase+"-") {
			return false
		}
	}
	return len(s) <= maxName
}

func consistsOf(s, characters string) bool {
	return strings.Trim(s, characters) == ""
}

func isVisible(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool { return c <= ' ' || c > '~' })
}
