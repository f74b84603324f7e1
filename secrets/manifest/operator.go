package manifest

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/secrets"
)

const (
	operatorVersion = "secrets.hashicorp.com/v1beta1"
	defaultWorkload = "Deployment"
	caKey           = "ca.crt" // in the Kubernetes Secret of certificates
)

// SecretsOperator returns, for each service and namespace, a VaultConnection, a VaultAuth and a VaultStaticSecret for each
// secret, of the Vault Secrets Operator; for an account of a database it is a VaultDynamicSecret. Each makes a Kubernetes
// Secret of its own that is called SERVICE.SECRET, where - stands for _, and has the fields of the secret as its keys. The
// operator logs in by the service's role as its first service account.
func SecretsOperator(c *secrets.Config, v Vault, o *Options) ([]Manifest, error) {
	return writeObjects(c, v, o, func(s *scope) []object {
		out := []object{
			{apiVersion: operatorVersion, kind: "VaultConnection", name: s.name, spec: connection(v), pos: s.pos},
			{apiVersion: operatorVersion, kind: "VaultAuth", name: s.name, spec: s.vaultAuth(), pos: s.pos},
		}
		for _, x := range s.secrets {
			name, kind, spec := s.secretName(x), "VaultStaticSecret", s.staticSecret(x)
			if x.account != nil {
				kind, spec = "VaultDynamicSecret", s.dynamicSecret(x)
			}
			spec = append(spec, s.destination(name, o)...)
			out = append(out, object{apiVersion: operatorVersion, kind: kind, name: name, spec: spec, secret: name, pos: x.pos})
		}
		return out
	})
}

func connection(v Vault) mapping {
	m := mapping{{"address", v.Address}}
	if v.CASecret != "" {
		m = append(m, member{"caCertSecretRef", v.CASecret})
	}
	return append(m, member{"skipTLSVerify", false})
}

func (s *scope) vaultAuth() mapping {
	login := mapping{{"role", s.role}, {"serviceAccount", s.account}}
	if s.consumer.Audience != "" {
		login = append(login, member{"audiences", []any{s.consumer.Audience}})
	}
	return mapping{{"vaultConnectionRef", s.name}, {"method", "kubernetes"}, {"mount", s.auth}, {"kubernetes", login}}
}

func (s *scope) staticSecret(x secret) mapping {
	return mapping{
		{"vaultAuthRef", s.name},
		{"mount", x.at.Mount},
		{"type", "kv-v" + strconv.Itoa(x.at.KV)},
		{"path", x.at.Path},
		{"refreshAfter", s.refresh},
	}
}

// dynamicSecret returns what reads an account. The operator reads it again by the time that the server gives it.
func (s *scope) dynamicSecret(x secret) mapping {
	m := mapping{
		{"vaultAuthRef", s.name},
		{"mount", x.account.Mount},
		{"path", strings.TrimPrefix(x.readPath(), x.account.Mount+"/")},
	}
	if x.account.Static {
		m = append(m, member{"allowStaticCreds", true})
	}
	return m
}

// destination returns the Kubernetes Secret that is made, and what is restarted when it changes. Without excludeRaw there
// would be a key _raw in it, with the whole answer of Vault.
func (s *scope) destination(name string, o *Options) mapping {
	m := mapping{{"destination", mapping{{"name", name}, {"create", true}, {"transformation", mapping{{"excludeRaw", true}}}}}}
	if o != nil && o.Restart {
		m = append(m, member{"rolloutRestartTargets", []any{
			mapping{{"kind", cmp.Or(o.Workload, defaultWorkload)}, {"name", s.name}},
		}})
	}
	return m
}

// secretName returns the name of the Kubernetes Secret of one secret.
func (s *scope) secretName(x secret) string { return s.name + "." + dashed(x.name) }

// dashed returns a secret's name as part of the name of an object, which has no _ and does not end in -.
func dashed(name string) string {
	return strings.TrimRight(strings.ReplaceAll(name, "_", "-"), "-")
}
