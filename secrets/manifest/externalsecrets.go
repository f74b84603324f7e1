package manifest

import (
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// ExternalSecrets returns, for each service and namespace, a SecretStore and an ExternalSecret of the External Secrets
// Operator: they make one Kubernetes Secret with a key for each secret, called as the secret is. An account of a database is
// read by a VaultDynamicSecret of the operator's generators, and is a Kubernetes Secret of its own, SERVICE.SECRET, with
// username and password. The operator asks for a token of the service's first service account, and logs in with it by the
// service's role.
func ExternalSecrets(c *secrets.Config, v Vault, o *Options) ([]Manifest, error) {
	version := "external-secrets.io/v1"
	if o != nil && o.V1Beta1 {
		version = "external-secrets.io/v1beta1"
	}
	return writeObjects(c, v, o, func(s *scope) (out []object) {
		if data := s.inKV(); len(data) > 0 {
			kv := mapping{{"path", v.Mount.Path}, {"version", "v" + strconv.Itoa(v.Mount.KV)}}
			store := mapping{{"provider", mapping{{"vault", s.vaultProvider(v, kv)}}}}
			out = append(out,
				object{apiVersion: version, kind: "SecretStore", name: s.name, spec: store, pos: s.pos},
				object{apiVersion: version, kind: "ExternalSecret", name: s.name, spec: s.externalSecret(data), secret: s.name, pos: s.pos},
			)
		}
		for _, x := range s.accounts() {
			name := s.secretName(x)
			out = append(out,
				object{apiVersion: generatorVersion, kind: generatorKind, name: name, spec: s.generator(x, v), pos: x.pos},
				object{apiVersion: version, kind: "ExternalSecret", name: name, spec: generated(x, name), secret: name, pos: x.pos},
			)
		}
		return out
	})
}

const (
	generatorVersion = "generators.external-secrets.io/v1alpha1"
	generatorKind    = "VaultDynamicSecret"
)

// vaultProvider returns how the operator reads from Vault, of which engine if it is one of type kv.
func (s *scope) vaultProvider(v Vault, kv mapping) mapping {
	account := mapping{{"name", s.account}}
	if s.consumer.Audience != "" {
		account = append(account, member{"audiences", []any{s.consumer.Audience}})
	}
	m := append(mapping{{"server", v.Address}}, kv...)
	if v.CASecret != "" {
		m = append(m, member{"caProvider", mapping{{"type", "Secret"}, {"name", v.CASecret}, {"key", caKey}}})
	}
	return append(m, member{"auth", mapping{
		{"kubernetes", mapping{{"mountPath", s.auth}, {"role", s.role}, {"serviceAccountRef", account}}},
	}})
}

func (s *scope) externalSecret(all []secret) mapping {
	var data []any
	for _, x := range all {
		data = append(data, mapping{
			{"secretKey", x.name},
			{"remoteRef", mapping{{"key", remoteKey(x.at)}, {"property", x.field}}},
		})
	}
	return mapping{
		{"refreshInterval", s.refresh},
		{"secretStoreRef", mapping{{"kind", "SecretStore"}, {"name", s.name}}},
		{"target", mapping{{"name", s.name}, {"creationPolicy", "Owner"}}},
		{"data", data},
	}
}

// generator returns what reads an account of a database.
func (s *scope) generator(x secret, v Vault) mapping {
	return mapping{{"path", x.readPath()}, {"method", "GET"}, {"provider", s.vaultProvider(v, nil)}}
}

// generated returns what makes a Kubernetes Secret of what a generator gives.
func generated(x secret, name string) mapping {
	ref := mapping{{"apiVersion", generatorVersion}, {"kind", generatorKind}, {"name", name}}
	return mapping{
		{"refreshInterval", x.refresh},
		{"target", mapping{{"name", name}, {"creationPolicy", "Owner"}}},
		{"dataFrom", []any{mapping{{"sourceRef", mapping{{"generatorRef", ref}}}}}},
	}
}

// remoteKey returns a secret's path as the operator wants it: without the mount and without data/. It takes the mount's name
// off a path that begins with it, though it be a folder's name below the mount; such a path is given as the API has it, from
// which it takes off both.
func remoteKey(at secrets.Location) string {
	if strings.HasPrefix(at.Path, at.Mount+"/") {
		return at.ReadPath()
	}
	return at.Path
}
