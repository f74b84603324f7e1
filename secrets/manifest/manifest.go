package manifest

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/source"
)

// Vault says what the file of requests does not: where Vault is, as the cluster sees it.
type Vault struct {
	// Address is Vault's URL: https://vault.example.com:8200. Without a user, a query or a fragment.
	Address string
	// Mount is the engine that serves the secrets, as Store.Mount returns it: its path and version are used.
	Mount secrets.Mount
	// CASecret is the Kubernetes Secret whose key ca.crt holds the certificates by which Vault's is known. It is in each
	// namespace. Empty: those of the system.
	CASecret string
}

// Options say how manifests look. Nil stands for the zero value.
type Options struct {
	// Name is the pattern of the names of objects, with {service} and perhaps {environment} in it. Empty: {service}, which
	// needs a namespace for each environment.
	Name string
	// Refresh is how often values are read again, in whole seconds. 0: an hour. Where it is more than a quarter of the time
	// that a replaced value stays readable, it is that: a consumer has the new value well before the old one is gone.
	Refresh secrets.Period
	// V1Beta1 writes external-secrets.io/v1beta1, for an External Secrets Operator before 0.16, instead of v1.
	V1Beta1 bool
	// Workload is the kind of what runs the service: Deployment, StatefulSet or DaemonSet. Empty: Deployment. It bears the
	// name of the service's objects.
	Workload string
	// Restart has the Vault Secrets Operator restart the workload when a secret changes.
	Restart bool
	// Directory is where an agent writes files, one for each secret and with its name. Empty: /vault/secrets.
	Directory string
	// CAFile is where an agent of its own finds the certificates by which Vault's is known. Empty: those of the system.
	CAFile string
}

// Manifest is what lets one service read its secrets in one environment.
type Manifest struct {
	Environment, Service string
	Namespace            string // of Kubernetes; empty: it is no object of one
	Text                 string // YAML with a document for each object, or HCL for Agent; it ends in a newline
}

// Write writes manifests one after the other. Those in YAML are one stream of documents.
func Write(w io.Writer, all []Manifest) error {
	for _, m := range all {
		if _, err := io.WriteString(w, m.Text); err != nil {
			return err
		}
	}
	return nil
}

// writeObjects returns a manifest for each service and namespace: the objects that f returns.
func writeObjects(c *secrets.Config, v Vault, o *Options, f func(*scope) []object) ([]Manifest, error) {
	p, err := newPlanner(c, v, o)
	if err != nil {
		return nil, err
	}
	var out []Manifest
	var errs source.Errors
	taken := map[string]bool{}
	for _, s := range p.scopes() {
		for _, namespace := range s.consumer.Namespaces {
			var b strings.Builder
			b.WriteString(s.header)
			for _, obj := range f(s) {
				if err := obj.check(namespace, taken); err != nil {
					errs.Add(obj.pos, "", err.Error())
				}
				b.WriteString("---\n")
				writeYAML(&b, obj.yaml(namespace))
			}
			out = append(out, Manifest{s.environment, s.service, namespace, b.String()})
		}
	}
	if errs.Sort(); len(errs) > 0 {
		return nil, errs
	}
	return out, nil
}

// header returns the comment that a service's manifests begin with: of which files they are.
func header(c *secrets.Config, s *scope) string {
	var files []string
	for _, r := range c.Requests {
		if r.Environment == s.environment && r.Service == s.service && r.Pos.File != "" {
			files = append(files, comment(r.Pos.File))
		}
	}
	slices.Sort(files)
	from := cmp.Or(strings.Join(slices.Compact(files), ", "), "requests for secrets")
	return "# Generated from " + from + ". What is edited here is overwritten.\n" +
		"# Reads the secrets of " + s.service + " in " + s.environment + ".\n"
}

// comment returns the name of a file as it stands in a comment: in quotes when it has anything that could end one.
func comment(file string) string {
	if isVisible(strings.ReplaceAll(file, " ", "_")) {
		return file
	}
	return strconv.QuoteToASCII(file)
}
