package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

const environment = "production"

// call is a request of a program that does one after another.
type call struct {
	path string
	data map[string]any // nil: it reads
}

// naive makes the secrets one after another, with the requests for each that calls returns.
func (b *bench) naive(ctx context.Context, address, token string, calls func(secret, role, account string) []call) (time.Duration, error) {
	c, err := client(address, token)
	if err != nil {
		return 0, err
	}
	begin := time.Now()
	for service := range b.services {
		for i := range b.each {
			account := fmt.Sprintf("service-%d", service)
			for _, to := range calls(fmt.Sprintf("%s/%s/secret-%d", environment, account, i), environment+"_"+account, account) {
				if to.data == nil {
					_, err = c.Logical().ReadWithContext(ctx, to.path)
				} else {
					_, err = c.Logical().WriteWithContext(ctx, to.path, to.data)
				}
				if err != nil {
					return 0, err
				}
			}
		}
	}
	return time.Since(begin), nil
}

// three writes what the founding programs of many teams write. Each policy replaces the one before, so that a service can read the
// last of its secrets only.
func three(secret, role, account string) []call {
	path := "secrets/data/" + secret
	return []call{
		{path, map[string]any{"data": map[string]any{"value": rand.Text()}}},
		{"sys/policies/acl/" + role, map[string]any{"policy": fmt.Sprintf("path %q {\n  capabilities = [\"read\"]\n}\n", path)}},
		{"auth/kubernetes/role/" + role, map[string]any{
			"bound_service_account_names": account, "bound_service_account_namespaces": environment, "token_policies": role, "token_ttl": "1h",
		}},
	}
}

// six looks at what is there before it writes, and says whose the secret is, as it must to be run twice.
func six(secret, role, account string) []call {
	writes := three(secret, role, account)
	return []call{
		{path: writes[0].path}, writes[0], {"secrets/metadata/" + secret, map[string]any{"custom_metadata": map[string]any{"owner": account}}},
		writes[1], {path: writes[2].path}, writes[2],
	}
}

// ours makes the same, and then looks whether anything is to be done.
func (b *bench) ours(ctx context.Context, address, token string) (first, again time.Duration, err error) {
	store, err := vault.Open(address, &vault.Token{Value: plan.NewSecret(token)}, nil)
	if err != nil {
		return 0, 0, err
	}
	var c secrets.Config
	for service := range b.services {
		for i := range b.each {
			id := secrets.ID{Environment: environment, Service: fmt.Sprintf("service-%d", service), Name: fmt.Sprintf("secret-%d", i)}
			c.Requests = append(c.Requests, secrets.Request{ID: id, Type: secrets.Generated})
		}
	}
	p := &secrets.Provisioner{Store: store}
	for _, taken := range []*time.Duration{&first, &again} {
		begin := time.Now()
		r, err := p.Plan(ctx, &c)
		if err != nil {
			return 0, 0, err
		}
		if err := p.Apply(ctx, r, &plan.Memory{}, nil); err != nil {
			return 0, 0, err
		}
		*taken = time.Since(begin)
	}
	return first, again, nil
}
