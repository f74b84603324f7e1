package manifest

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/secrets"
)

const (
	annotation = "vault.hashicorp.com/"
	// maxSuffix is what a secret's name has at most in the longest of its annotations, agent-inject-template-: Kubernetes
	// allows 63 characters after the slash.
	maxSuffix = 63 - len("agent-inject-template-")
	// caMount is where the injector mounts the Kubernetes Secret of certificates.
	caMount = "/vault/tls/"
)

// AgentInjector returns, for each service and namespace, a patch of the service's workload with the annotations of the Vault
// Agent Injector: the pod gets a file for each secret. It is applied by kubectl patch --patch-file, or as a patch of
// Kustomize. The pod runs as the service's first service account; where the consumer has an audience, a token of this
// audience is mounted for the agent.
func AgentInjector(c *secrets.Config, v Vault, o *Options) ([]Manifest, error) {
	if o == nil {
		o = &Options{}
	}
	return writeObjects(c, v, o, func(s *scope) []object {
		pod := mapping{{"serviceAccountName", s.account}}
		if s.consumer.Audience != "" {
			pod = append(pod, member{"volumes", []any{s.tokenVolume()}})
		}
		spec := mapping{{"template", mapping{{"metadata", mapping{{"annotations", s.annotations(v, o)}}}, {"spec", pod}}}}
		return []object{{apiVersion: "apps/v1", kind: cmp.Or(o.Workload, defaultWorkload), name: s.name, spec: spec, pos: s.pos}}
	})
}

// tokenVolume returns the volume with a token of the consumer's audience.
func (s *scope) tokenVolume() mapping {
	token := mapping{{"serviceAccountToken", mapping{{"audience", s.consumer.Audience}, {"path", tokenFile}}}}
	return mapping{{"name", tokenVolume}, {"projected", mapping{{"sources", []any{token}}}}}
}

func (s *scope) annotations(v Vault, o *Options) mapping {
	var m mapping
	set := func(name, value string) { m = append(m, member{annotation + name, value}) }
	set("agent-inject", "true")
	set("service", v.Address)
	if v.CASecret != "" {
		set("tls-secret", v.CASecret)
		set("ca-cert", caMount+caKey)
	}
	set("auth-path", "auth/"+s.auth)
	set("role", s.role)
	if s.consumer.Audience != "" {
		set("agent-service-account-token-volume-name", tokenVolume)
	}
	if o.Directory != "" {
		set("secret-volume-path", o.Directory)
	}
	set("template-static-secret-render-interval", s.refresh)
	for i, x := range s.secrets {
		suffix := suffixOf(x.name, i)
		set("agent-inject-secret-"+suffix, x.readPath())
		if suffix != x.name {
			set("agent-inject-file-"+suffix, x.name)
		}
		set("agent-inject-template-"+suffix, x.template())
		set("error-on-missing-key-"+suffix, "true")
	}
	return m
}

// suffixOf returns what tells the annotations of one secret: its name; or its number after a capital, which no name has,
// where Kubernetes does not allow the name there, or where the injector would read agent-inject-template-file-… as another
// annotation.
func suffixOf(name string, i int) string {
	last := name[len(name)-1:]
	if len(name) > maxSuffix || last == "-" || last == "_" || strings.HasPrefix(name, "file-") {
		return "S" + strconv.Itoa(i)
	}
	return name
}
