package vault

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/vault/api"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
)

// ErrAddress says that an address is not one of a Vault, or that tokens must not be sent there.
var ErrAddress = errors.New("not the address of a Vault")

// Store is a Vault. It may be used by several goroutines at once. [Open] makes one.
type Store struct {
	options Options
	auth    api.AuthMethod
	base    *api.Client   // without a token
	turn    chan struct{} // holds one element; who has it may change session
	session *session
}

var (
	_ secrets.Store           = (*Store)(nil)
	_ secrets.HealthStore     = (*Store)(nil)
	_ secrets.CapabilityStore = (*Store)(nil)
	_ secrets.PasswordStore   = (*Store)(nil)
	_ secrets.DatabaseStore   = (*Store)(nil)
	_ secrets.WrappingStore   = (*Store)(nil)
)

// Open returns the Vault at address, an https URL, where auth logs in. It sends nothing: the first request will. O may be
// nil. The client library looks at the variables VAULT_* before it can be told not to, so that Open fails if one of them
// is malformed; otherwise they have no effect.
func Open(address string, auth api.AuthMethod, o *Options) (*Store, error) {
	if o == nil {
		o = &Options{}
	}
	if auth == nil {
		return nil, errors.New("open a Vault: there is no way to log in")
	}
	if err := checkAddress(address, o.AllowHTTP); err != nil {
		return nil, err
	}
	base, err := newClient(address, o)
	if err != nil {
		return nil, err
	}
	s := &Store{options: *o, auth: auth, base: base, turn: make(chan struct{}, 1)}
	s.turn <- struct{}{}
	return s, nil
}

// OpenEnvironment is Open with what the variables say that Vault's own programs use: VAULT_ADDR, VAULT_TOKEN,
// VAULT_NAMESPACE and VAULT_CACERT, a file in PEM. Getenv is os.Getenv or a substitute. What o says wins.
func OpenEnvironment(getenv func(string) string, o *Options) (*Store, error) {
	var given Options
	if o != nil {
		given = *o
	}
	if given.Namespace == "" {
		given.Namespace = getenv(api.EnvVaultNamespace)
	}
	if file := getenv(api.EnvVaultCACert); given.Roots == nil && file != "" {
		pem, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("certificate authority of %s: %w", api.EnvVaultCACert, err)
		}
		given.Roots = x509.NewCertPool()
		if !given.Roots.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("certificate authority of %s: %s holds no certificate", api.EnvVaultCACert, file)
		}
	}
	return Open(getenv(api.EnvVaultAddress), &Token{Value: plan.NewSecret(getenv(api.EnvVaultToken))}, &given)
}

// checkAddress does not repeat an address that it refuses, since there may be a password in it.
func checkAddress(address string, allowHTTP bool) error {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return fmt.Errorf("%w: it cannot be read as a URL", ErrAddress)
	case u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("%w: it needs https:// and a host", ErrAddress)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return fmt.Errorf("%w: it must have no user, query or fragment", ErrAddress)
	case strings.Trim(u.Path, "/") != "":
		return fmt.Errorf("%w: it must have no path", ErrAddress)
	case u.Scheme == "http" && !allowHTTP && !loopback(u.Hostname()):
		return fmt.Errorf("%w: http to another machine shows tokens on the way; Options.AllowHTTP permits it", ErrAddress)
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// newClient returns a client that sends each request once, follows nothing, and has nothing of the environment.
func newClient(address string, o *Options) (*api.Client, error) {
	client, err := api.NewClient(&api.Config{
		Address:          address,
		HttpClient:       newHTTP(o),
		DisableRedirects: true,
		CheckRetry:       func(_ context.Context, _ *http.Response, err error) (bool, error) { return false, err },
	})
	if err != nil {
		return nil, fmt.Errorf("open a Vault: the client library refuses, perhaps for a variable VAULT_*: %w", err)
	}
	client.ClearToken()
	client.SetHeaders(http.Header{api.RequestHeaderName: {"true"}})
	client.SetWrappingLookupFunc(func(string, string) string { return "" })
	if o.Namespace != "" {
		client.SetNamespace(o.Namespace)
	}
	return client, nil
}

func newHTTP(o *Options) *http.Client {
	client := &http.Client{}
	if o.HTTP != nil {
		*client = *o.HTTP
	}
	if client.Transport == nil {
		client.Transport = &http.Transport{
			Proxy:               o.Proxy,
			TLSClientConfig:     &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12},
			ForceAttemptHTTP2:   true,
			TLSHandshakeTimeout: 10 * time.Second,
			IdleConnTimeout:     90 * time.Second,
			MaxIdleConnsPerHost: 32,
		}
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client
}
