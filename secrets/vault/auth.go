package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/vault/api"

	"github.com/goldenpath-go/goldenpath/plan"
)

// ServiceAccountToken is the file in which a pod finds the token of its service account.
const ServiceAccountToken = "/var/run/secrets/kubernetes.io/serviceaccount/token"

// The ways to log in that this package has. Those of github.com/hashicorp/vault/api/auth fit as well.
var (
	_ api.AuthMethod = (*Token)(nil)
	_ api.AuthMethod = (*TokenFile)(nil)
	_ api.AuthMethod = (*AppRole)(nil)
	_ api.AuthMethod = (*Kubernetes)(nil)
)

// Token is a token that somebody else got. When it ends, so does the Store's work.
type Token struct {
	Value plan.Secret
}

// Login returns the token with what the server says of it.
func (t *Token) Login(ctx context.Context, client *api.Client) (*api.Secret, error) {
	return useToken(ctx, client, t.Value.Reveal())
}

// TokenFile is a token in a file that somebody keeps fresh, such as the sink of a Vault agent. It is read at each login.
type TokenFile struct {
	Path string
}

// Login returns the token that is in the file now.
func (t *TokenFile) Login(ctx context.Context, client *api.Client) (*api.Secret, error) {
	token, err := os.ReadFile(t.Path)
	if err != nil {
		return nil, err
	}
	return useToken(ctx, client, strings.TrimSpace(string(token)))
}

// useToken asks the server how long a token lives, so that it is renewed in time. A token that may not ask is used until
// it ends.
func useToken(ctx context.Context, client *api.Client, token string) (*api.Secret, error) {
	if token == "" {
		return nil, errors.New("the token is empty")
	}
	auth := &api.SecretAuth{ClientToken: token}
	asking := client.WithNamespace(client.Namespace())
	asking.SetToken(token)
	self, err := asking.Auth().Token().LookupSelfWithContext(ctx)
	var answered *api.ResponseError
	if errors.As(err, &answered) && answered.StatusCode == 403 {
		return &api.Secret{Auth: auth}, nil
	}
	if err != nil {
		return nil, err
	}
	if ttl, err := self.TokenTTL(); err == nil {
		auth.LeaseDuration = int(ttl.Seconds())
	}
	auth.Renewable, _ = self.TokenIsRenewable() // what does not say so is not
	return &api.Secret{Auth: auth}, nil
}

// AppRole logs in with the two halves of a role: one that is known, and one that is secret.
type AppRole struct {
	Mount    string // path of the auth method, without auth/; "" means approle
	RoleID   string
	SecretID plan.Secret
}

// Login gets a token.
func (a *AppRole) Login(ctx context.Context, client *api.Client) (*api.Secret, error) {
	return logIn(ctx, client, a.Mount, "approle", map[string]any{"role_id": a.RoleID, "secret_id": a.SecretID.Reveal()})
}

// Kubernetes logs in as a service account.
type Kubernetes struct {
	Mount string // path of the auth method, without auth/; "" means kubernetes
	Role  string
	// Token is the service account's; empty means that File is read at each login.
	Token plan.Secret
	File  string // "" means ServiceAccountToken
}

// Login gets a token.
func (k *Kubernetes) Login(ctx context.Context, client *api.Client) (*api.Secret, error) {
	jwt := k.Token.Reveal()
	if jwt == "" {
		file := k.File
		if file == "" {
			file = ServiceAccountToken
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		jwt = strings.TrimSpace(string(data))
	}
	return logIn(ctx, client, k.Mount, "kubernetes", map[string]any{"role": k.Role, "jwt": jwt})
}

func logIn(ctx context.Context, client *api.Client, mount, standard string, body map[string]any) (*api.Secret, error) {
	if mount == "" {
		mount = standard
	}
	if err := checkPath("mount", mount); err != nil {
		return nil, err
	}
	given, err := client.Logical().WriteWithContext(ctx, fmt.Sprintf("auth/%s/login", mount), body)
	return given, err
}
