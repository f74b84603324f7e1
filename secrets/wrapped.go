package secrets

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
)

// Wrapping is what a server says of a one-time token without spending it.
type Wrapping struct {
	Path    string        // of the API, where what it wraps was answered: sys/wrapping/wrap
	Created time.Time     // by the server's clock
	TTL     time.Duration // of the token, from Created on
}

// WrappingStore is what a Store implements whose server hands answers over by one-time tokens. A token that was used, ran
// out or is none is ErrInvalid. Neither a token nor what it wraps is in an error.
type WrappingStore interface {
	// Wrapping tells of a token, which stays good.
	Wrapping(ctx context.Context, token plan.Secret) (Wrapping, error)
	// Unwrap returns what a token wraps, and spends it. It is never sent again when no answer came: that is ErrUnclear, and the
	// token is spent or will be.
	Unwrap(ctx context.Context, token plan.Secret) (Value, error)
}

// WrappedOptions say which tokens SetWrapped takes. Nil stands for the zero value.
type WrappedOptions struct {
	// From are the paths of the API where tokens may come from. None: sys/wrapping/wrap, by which a person wraps a value.
	From []string
	// MaxTTL is how long a token may have been made to live. 0: a day.
	MaxTTL time.Duration
}

const (
	wrapPath      = "sys/wrapping/wrap"
	defaultMaxTTL = 24 * time.Hour
)

// ErrWrapped says that a one-time token is not taken: it was not made where it should have been, lives too long, was used by
// somebody else or ran out. Somebody may have opened it: ask for another value then, not for another token.
var ErrWrapped = errors.New("the one-time token is not taken")

// SetWrapped is Set with a value that a one-time token of the server wraps, so that it passes by nobody on its way:
//
//	vault write -wrap-ttl=1h -field=wrapping_token sys/wrapping/wrap value=@stripe-api-key.txt
//
// The server is asked first where the token was made and for how long, which does not spend it; so is whether the secret may be
// set at all. What it wraps has the secret's field, and no other; one line break at its end is left out.
func (p *Provisioner) SetWrapped(ctx context.Context, c *Config, id ID, token plan.Secret, o *WrappedOptions) (Version, error) {
	server, ok := p.Store.(WrappingStore)
	if !ok {
		return Version{}, errors.New("the store has no one-time tokens")
	}
	if o == nil {
		o = &WrappedOptions{}
	}
	t, err := p.target(ctx, c, id)
	if err != nil {
		return Version{}, err
	}
	if err := o.check(ctx, server, token); err != nil {
		if errors.Is(err, ErrWrapped) {
			err = errors.Join(err, p.refuse(ctx, secretKey(t.at), err))
		}
		return Version{}, fmt.Errorf("set %s: %w", t.at, err)
	}
	return p.set(ctx, t, func() (plan.Secret, error) {
		value, err := server.Unwrap(ctx, token)
		if errors.Is(err, ErrInvalid) {
			err = fmt.Errorf("%w: it was used meanwhile: %w", ErrWrapped, err)
		}
		if err != nil {
			return plan.Secret{}, fmt.Errorf("unwrap the value of %s: %w", t.at, err)
		}
		secret, ok := value[t.field]
		switch {
		case !ok || len(value) != 1:
			return plan.Secret{}, fmt.Errorf("unwrap the value of %s: it has not the field %s alone; the token is spent", t.at, t.field)
		case len(secret.Reveal()) > maxValue:
			return plan.Secret{}, fmt.Errorf("unwrap the value of %s: it has more than %d bytes", t.at, maxValue)
		}
		secret, err = oneLineLess(secret.Reveal())
		return secret, wrapped(err, "unwrap the value of "+t.at.String())
	})
}

// check asks the server of a token.
func (o *WrappedOptions) check(ctx context.Context, server WrappingStore, token plan.Secret) error {
	from := o.From
	if len(from) == 0 {
		from = []string{wrapPath}
	}
	w, err := server.Wrapping(ctx, token)
	switch {
	case errors.Is(err, ErrInvalid), errors.Is(err, ErrNotFound):
		return fmt.Errorf("%w: it was used, has run out or is none: %w", ErrWrapped, err)
	case err != nil:
		return fmt.Errorf("look the one-time token up: %w", err)
	case !slices.Contains(from, w.Path):
		return fmt.Errorf("%w: it was made by %s", ErrWrapped, quoted(w.Path))
	}
	if most := cmp.Or(o.MaxTTL, defaultMaxTTL); w.TTL > most || w.TTL <= 0 {
		return fmt.Errorf("%w: it was made for %s, not for %s at most", ErrWrapped, w.TTL, most)
	}
	return nil
}
