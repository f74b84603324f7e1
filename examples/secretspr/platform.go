package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"github.com/goldenpath-go/goldenpath/internal/vaultacl"
	"github.com/goldenpath-go/goldenpath/internal/vaultproc"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

// platform is where secrets are kept.
type platform struct {
	name  string
	store secrets.Store // with all rights
	// logIn returns the store with the rights of a service account that is called as its service is. Nil: it cannot be done.
	logIn func(ctx context.Context, environment, service string) (secrets.Store, error)
	close func() error
}

// buildAndStart builds a Vault from its module and starts it.
func buildAndStart(ctx context.Context, module string, log io.Writer) (*platform, error) {
	folder, err := os.MkdirTemp("", "secretspr")
	if err != nil {
		return nil, err
	}
	binary := filepath.Join(folder, "vaultdev")
	fmt.Fprintln(log, "building a Vault: minutes the first time, seconds from then on")
	p, err := (*platform)(nil), vaultproc.Build(ctx, module, binary)
	if err == nil {
		p, err = start(ctx, binary, log)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w; -memory needs no Vault", err), os.RemoveAll(folder))
	}
	stop := p.close
	p.close = func() error { return errors.Join(stop(), os.RemoveAll(folder)) }
	return p, nil
}

// start starts a Vault, with an API of Kubernetes that vouches for service accounts.
func start(ctx context.Context, binary string, log io.Writer) (*platform, error) {
	server, err := vaultproc.Start(ctx, binary, log)
	if err != nil {
		return nil, err
	}
	kube, err := vaultproc.NewKube()
	if err != nil {
		return nil, errors.Join(err, server.Stop())
	}
	stop := func() error { kube.Close(); return server.Stop() }
	store, err := vault.Open(server.Address, &vault.Token{Value: plan.NewSecret(server.RootToken)}, nil)
	if err == nil {
		err = mount(ctx, server, kube)
	}
	if err != nil {
		return nil, errors.Join(err, stop())
	}
	return &platform{
		name: "Vault " + server.Version, store: store, close: stop,
		logIn: func(_ context.Context, environment, service string) (secrets.Store, error) {
			token, err := kube.Token(vaultproc.ServiceAccount{Namespace: environment, Name: service})
			if err != nil {
				return nil, err
			}
			role := secrets.Layout{}.RoleName(environment, service)
			return vault.Open(server.Address, &vault.Kubernetes{Role: role, Token: plan.NewSecret(token)}, nil)
		},
	}, nil
}

// mount does what a platform team does once: an engine for secrets, and a way for service accounts to log in.
func mount(ctx context.Context, server *vaultproc.Server, kube *vaultproc.Kube) error {
	for _, request := range []struct {
		path string
		body map[string]any
	}{
		{"sys/mounts/secrets", map[string]any{"type": "kv", "options": map[string]string{"version": "2"}}},
		{"sys/auth/kubernetes", map[string]any{"type": "kubernetes"}},
		{"auth/kubernetes/config", kube.Config()},
	} {
		if err := put(ctx, server, request.path, request.body); err != nil {
			return fmt.Errorf("%s: %w", request.path, err)
		}
	}
	return nil
}

func put(ctx context.Context, server *vaultproc.Server, path string, body map[string]any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, server.Address+"/v1/"+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	r.Header.Set("X-Vault-Token", server.RootToken)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	if answer.StatusCode > 299 {
		err = fmt.Errorf("status %s", answer.Status)
	}
	return errors.Join(err, answer.Body.Close())
}

// existing uses a Vault that is there.
func existing(address, tokenFile string) (*platform, error) {
	store, err := vault.Open(address, &vault.TokenFile{Path: tokenFile}, nil)
	return &platform{name: "the Vault at " + address, store: store, close: func() error { return nil }}, err
}

// inMemory is a store that judges a service's policy by the rules of Vault's documentation.
func inMemory() (*platform, error) {
	m := secretstest.NewMemory()
	return &platform{
		name: "memory", store: m, close: func() error { return nil },
		logIn: func(ctx context.Context, environment, service string) (secrets.Store, error) {
			role, err := m.Role(ctx, "kubernetes", secrets.Layout{}.RoleName(environment, service))
			if err != nil {
				return nil, err
			}
			as := &account{Store: m}
			for _, name := range role.Policies {
				text, err := m.Policy(ctx, name)
				if err != nil {
					return nil, err
				}
				rules, err := vaultacl.Parse(text)
				if err != nil {
					return nil, err
				}
				as.policy = append(as.policy, rules...)
			}
			return as, nil
		},
	}, nil
}

// account is a store with the rights that a policy gives, for what the demonstration tries.
type account struct {
	secrets.Store
	policy vaultacl.Policy
}

func (a *account) may(what, part string, at secrets.Location) error {
	path := at.Mount + "/" + part + "/" + at.Path
	for _, can := range a.policy.Capabilities(path) {
		if can == what {
			return nil
		}
	}
	return fmt.Errorf("%s %s: %w", what, path, secrets.ErrDenied)
}

func (a *account) Read(ctx context.Context, at secrets.Location, version int) (secrets.Value, error) {
	if err := a.may("read", "data", at); err != nil {
		return nil, err
	}
	return a.Store.Read(ctx, at, version)
}

func (a *account) List(ctx context.Context, folder secrets.Location) ([]string, error) {
	if err := a.may("list", "metadata", folder); err != nil {
		return nil, err
	}
	return a.Store.List(ctx, folder)
}

func (a *account) Write(ctx context.Context, at secrets.Location, v secrets.Value, cas int) (secrets.Version, error) {
	if err := a.may("update", "data", at); err != nil {
		return secrets.Version{}, err
	}
	return a.Store.Write(ctx, at, v, cas)
}
