package vault

import (
	"crypto/x509"
	"log/slog"
	"net/http"
	"net/url"
	"time"
)

// The defaults of [Options].
const (
	DefaultTimeout   = time.Minute
	DefaultRetries   = 6
	DefaultFirstWait = 250 * time.Millisecond
	DefaultPatience  = 30 * time.Second
)

// Options say how a Store talks to its server. The zero value is fine, and so is nil.
type Options struct {
	// Namespace of Vault Enterprise in which everything is done; empty means the root. The community edition ignores
	// namespaces, so the first request finds out, and fails with ErrNamespace there.
	Namespace string
	// Roots are the certificate authorities of the server; nil means those of the system. Not used with HTTP.
	Roots *x509.CertPool
	// Proxy returns the proxy of a request; nil means none. Not used with HTTP.
	Proxy func(*http.Request) (*url.URL, error)
	// HTTP is copied and used instead of a client of our own, but for its redirects: none are followed.
	HTTP *http.Client
	// AllowHTTP permits http to other machines than this one: values and tokens can be read on the way.
	AllowHTTP bool

	Timeout   time.Duration // of one request; 0 means DefaultTimeout, negative none
	Retries   int           // repetitions of a request; 0 means DefaultRetries, negative none
	FirstWait time.Duration // before the first repetition, doubling from then on; 0 means DefaultFirstWait
	// Patience is how long all waits for one request may be together, those that the server asks for included; 0 means
	// DefaultPatience.
	Patience time.Duration

	Now func() time.Time // nil means time.Now; when tokens are renewed
	Log *slog.Logger     // told of repetitions and logins, never of values; nil means silence
}

func (o *Options) timeout() time.Duration   { return orDefault(o.Timeout, DefaultTimeout) }
func (o *Options) retries() int             { return orDefault(o.Retries, DefaultRetries) }
func (o *Options) firstWait() time.Duration { return orDefault(o.FirstWait, DefaultFirstWait) }
func (o *Options) patience() time.Duration  { return orDefault(o.Patience, DefaultPatience) }

func (o *Options) now() time.Time {
	if o.Now == nil {
		return time.Now()
	}
	return o.Now()
}

func (o *Options) log() *slog.Logger {
	if o.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Log
}

func orDefault[T int | time.Duration](value, standard T) T {
	if value == 0 {
		return standard
	}
	return value
}
