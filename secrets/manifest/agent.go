package manifest

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/secrets"
)

const (
	defaultDirectory = "/vault/secrets"
	tokenVolume      = "vault-token"
	tokenFile        = "token"
	// tokenDirectory is where the injector mounts the volume of a token that no container mounts.
	tokenDirectory = "/var/run/secrets/vault.hashicorp.com/serviceaccount"
)

func (o *Options) directory() string { return cmp.Or(o.Directory, defaultDirectory) }

// Agent returns, for each service, the configuration of a Vault Agent that runs beside it and writes each secret to a file of
// its own. It logs in by the service's role with the token of the pod that it is in. Where a consumer has an audience, that
// token is one of this audience, mounted at /var/run/secrets/vault.hashicorp.com/serviceaccount/token.
func Agent(c *secrets.Config, v Vault, o *Options) ([]Manifest, error) {
	p, err := newPlanner(c, v, o)
	if err != nil {
		return nil, err
	}
	var out []Manifest
	for _, s := range p.scopes() {
		out = append(out, Manifest{Environment: s.environment, Service: s.service, Text: s.agent(&p.options, v)})
	}
	return out, nil
}

func (s *scope) agent(o *Options, v Vault) string {
	w := &hclWriter{}
	w.WriteString(s.header)
	w.block("vault", func() {
		w.set("address", v.Address)
		if o.CAFile != "" {
			w.set("ca_cert", o.CAFile)
		}
	})
	w.block("auto_auth", func() {
		w.block("method", func() {
			w.set("type", "kubernetes")
			w.set("mount_path", "auth/"+s.auth)
			w.block("config =", func() {
				w.set("role", s.role)
				if s.consumer.Audience != "" {
					w.set("token_path", tokenDirectory+"/"+tokenFile)
				}
			})
		})
	})
	w.block("template_config", func() {
		w.set("static_secret_render_interval", s.refresh)
		w.set("exit_on_retry_failure", true)
	})
	for _, x := range s.secrets {
		w.block("template", func() {
			w.set("destination", o.directory()+"/"+x.name)
			w.set("error_on_missing_key", true)
			w.set("contents", x.template())
		})
	}
	return w.String()
}

// hclWriter writes HCL as Vault's agent reads it, which is that of version 1.
type hclWriter struct {
	strings.Builder
	indent string
}

func (w *hclWriter) block(head string, body func()) {
	if w.indent == "" {
		w.WriteByte('\n')
	}
	w.WriteString(w.indent + head + " {\n")
	outer := w.indent
	w.indent += "  "
	body()
	w.indent = outer
	w.WriteString(w.indent + "}\n")
}

// set writes an attribute: a bool, or a text of visible characters and blanks without ${, which would begin an expression.
// There is none in what is allowed here.
func (w *hclWriter) set(name string, value any) {
	text, ok := value.(string)
	if ok {
		text = strconv.QuoteToASCII(text)
	} else {
		text = scalar(value)
	}
	w.WriteString(w.indent + name + " = " + text + "\n")
}
