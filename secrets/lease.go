package secrets

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
)

// Policies and roles have no check-and-set. So that two appliers do not write them at once, each takes a lease first: a
// secret whose current version is the lease, which check-and-set gives to one of them. A lease ends when its holder removes it, or
// by age.

// leasePath is where the lease is in a mount. No layout reaches it: a path of a secret has three parts or more.
const leasePath = "goldenpath/lease"

const holderField = "holder"

// ErrBusy says that another applier holds the lease of the mount. Nothing was done.
var ErrBusy = errors.New("another run is applying")

// Apply carries a Review out, as plan.Apply does its plan. On a mount of kv version 2 it holds the mount's lease meanwhile, so
// that another Apply fails with ErrBusy; and it notices when a policy or a role was changed since the Review: that is ErrConflict.
// A Review with nothing to do makes no request, unless the journal tells of a run that died and left its lease: that is removed.
// Before the first write it asks whether the token may do all of it: see Preflight. Where the options do not say how many steps
// are under way at once, Workers of p does.
func (p *Provisioner) Apply(ctx context.Context, r *Review, j plan.Journal, o *plan.Options) error {
	o = p.options(o)
	if o.Digest != "" && o.Digest != r.Plan.Digest() {
		return plan.Apply(ctx, r.Plan, j, o) // which refuses
	}
	if err := p.Preflight(ctx, r); err != nil {
		return err
	}
	if r.mount.KV != 2 {
		return plan.Apply(ctx, r.Plan, j, o)
	}
	log, j, unlock, err := openLog(ctx, j, o)
	if err != nil {
		return err
	}
	defer unlock()
	if len(r.Plan.Steps) == 0 {
		return errors.Join(log.clear(ctx, p), plan.Apply(ctx, r.Plan, j, o))
	}
	return p.applyLeased(ctx, r, j, o, log)
}

func (p *Provisioner) applyLeased(ctx context.Context, r *Review, j plan.Journal, o *plan.Options, log *leaseLog) error {
	at := r.mount.location(r.mount.Path + "/" + leasePath)
	l := p.newLease(at, log.ours(at))
	if err := log.taking(ctx, at, l.holder()); err != nil {
		return err
	}
	err := l.take(ctx)
	if errors.Is(err, ErrBusy) {
		err = errors.Join(err, log.gone(ctx, at))
	}
	if err != nil {
		return fmt.Errorf("take the lease at %s: %w", at, err)
	}
	if err = l.look(ctx, r); err == nil {
		err = plan.Apply(context.WithValue(ctx, leaseKey{}, l), r.Plan, j, o)
	}
	released := l.release(ctx)
	if released == nil {
		released = log.gone(ctx, at)
	}
	return errors.Join(err, released)
}

func (p *Provisioner) options(o *plan.Options) *plan.Options {
	var out plan.Options
	if o != nil {
		out = *o
	}
	out.Workers = cmp.Or(out.Workers, p.Workers, defaultWorkers)
	return &out
}

// lease is held while a plan is applied. A nil lease is that of a plan which is applied without.
type lease struct {
	p       *Provisioner
	at      Location
	value   Value
	ours    []string // names of runs that died, and were of our name or our journal
	version int
	taken   time.Time // by our clock, before the request
	// policies and roles are those that there were when the lease was taken; nil: not looked at
	policies, roles []string
	// secrets are those that there were then in the folders where the plan makes some, by path; nil: not looked at
	secrets map[string]bool
	mu      sync.Mutex // of version and taken
}

type leaseKey struct{}

// leaseOf returns the lease under which a step is done; one that knows nothing where there is none.
func leaseOf(ctx context.Context) *lease {
	if l, ok := ctx.Value(leaseKey{}).(*lease); ok {
		return l
	}
	return &lease{}
}

func (p *Provisioner) leaseTTL() time.Duration { return cmp.Or(p.LeaseTTL, defaultLeaseTTL) }

// newLease returns a lease to be taken, also from those whose names are given.
func (p *Provisioner) newLease(at Location, ours []string) *lease {
	holder := cmp.Or(p.Holder, randomName())
	return &lease{p: p, at: at, value: Value{holderField: plan.NewSecret(holder)}, ours: append([]string{p.Holder}, ours...)}
}

func (l *lease) holder() string { return l.value[holderField].Reveal() }

// take takes the lease, from whoever let it grow old too.
func (l *lease) take(ctx context.Context) error {
	l.taken = l.p.now()
	v, err := l.p.Store.Write(ctx, l.at, l.value, 0)
	if errors.Is(err, ErrConflict) {
		v, err = l.takeOver(ctx)
	}
	l.version = v.Number
	return err
}

func randomName() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // it never fails: the program would end
	return hex.EncodeToString(b)
}

func (l *lease) takeOver(ctx context.Context) (Version, error) {
	m, err := l.p.metadata(ctx, l.at)
	if err != nil {
		return Version{}, err
	}
	if m == nil {
		return Version{}, ErrBusy // it was given back at this moment
	}
	now, err := l.p.serverTime(ctx)
	if err != nil {
		return Version{}, err
	}
	latest := m.Latest()
	if ends := latest.Created.Add(l.p.leaseTTL()); latest.Live(now) && now.Before(ends) && !l.isOurs(ctx) {
		return Version{}, fmt.Errorf("%w, until %s at the latest", ErrBusy, ends.UTC().Format(time.RFC3339))
	}
	l.taken = l.p.now()
	v, err := l.p.Store.Write(ctx, l.at, l.value, m.Current)
	if errors.Is(err, ErrConflict) {
		return v, ErrBusy
	}
	return v, err
}

// isOurs reports whether the lease is held by a run that died: one of our name, or of our journal.
func (l *lease) isOurs(ctx context.Context) bool {
	if strings.Join(l.ours, "") == "" {
		return false
	}
	v, err := l.p.Store.Read(ctx, l.at, 0)
	holder := v[holderField].Reveal()
	return err == nil && holder != "" && slices.Contains(l.ours, holder)
}

// serverTime returns the time by which versions are stamped.
func (p *Provisioner) serverTime(ctx context.Context) (time.Time, error) {
	s, ok := p.Store.(HealthStore)
	if !ok {
		return p.now(), nil
	}
	h, err := s.Health(ctx)
	if err != nil || h.Time.IsZero() {
		return p.now(), err
	}
	return h.Time, nil
}

// look lists what policies and roles there are, so that those which the plan makes need not be looked at one by one.
func (l *lease) look(ctx context.Context, r *Review) error {
	makes := func(k Kind) bool {
		return slices.ContainsFunc(r.Plan.Steps, func(s plan.Step) bool {
			return s.Verb == plan.Create && strings.HasPrefix(s.Key, string(k)+"/")
		})
	}
	lists := []func(context.Context) error{func(ctx context.Context) error { return l.lookAtSecrets(ctx, r.makes) }}
	if makes(KindPolicy) {
		lists = append(lists, func(ctx context.Context) (err error) {
			l.policies, err = l.p.policies(ctx)
			return err
		})
	}
	if makes(KindRole) {
		lists = append(lists, func(ctx context.Context) error {
			roles, err := l.p.roles(ctx, r.auth)
			l.roles = append([]string{}, roles...) // none is known, too
			return err
		})
	}
	return l.p.all(ctx, lists...)
}

// lookAtSecrets lists the folders in which secrets are made, those that are there. What is above tells which these are.
func (l *lease) lookAtSecrets(ctx context.Context, makes []Location) error {
	l.secrets = map[string]bool{}
	above, folders := map[Location]bool{}, map[Location]bool{}
	for _, at := range makes {
		folders[up(at)] = true
		above[up(up(at))] = true
	}
	for _, all := range []map[Location]bool{above, folders} {
		var lists []Location
		for folder := range all {
			if above[folder] || l.secrets[folder.Path+"/"] {
				lists = append(lists, folder)
			}
		}
		found := make([][]string, len(lists))
		err := l.p.each(ctx, len(lists), func(ctx context.Context, i int) error {
			names, err := l.p.list(ctx, lists[i])
			found[i] = names
			return err
		})
		if err != nil {
			return err
		}
		for i, folder := range lists {
			for _, name := range found[i] {
				l.secrets[strings.TrimPrefix(folder.Path+"/"+name, "/")] = true
			}
		}
	}
	return nil
}

// up returns the folder that something is in.
func up(at Location) Location {
	at.Path = strings.TrimSuffix(at.Path[:strings.LastIndex(at.Path, "/")+1], "/")
	return at
}

// mayHave reports whether a secret may be there that was not when the plan was made.
func (l *lease) mayHave(at Location) bool { return l.secrets == nil || l.secrets[at.Path] }

// knowsNo reports whether it is known that nothing of a name is in a list.
func (l *lease) knowsNo(names []string, name string) bool {
	return names != nil && !slices.Contains(names, name)
}

// hold makes sure that the lease is still ours, and renews it when it is half over.
func (l *lease) hold(ctx context.Context) error {
	if l.p == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.p.now()
	switch age := now.Sub(l.taken); {
	case age < l.p.leaseTTL()/2:
		return nil
	case age >= l.p.leaseTTL():
		return fmt.Errorf("the lease ran out: %w", ErrBusy)
	}
	v, err := l.p.Store.Write(ctx, l.at, l.value, l.version)
	if err != nil {
		return fmt.Errorf("renew the lease: %w", err)
	}
	l.version, l.taken = v.Number, now
	return nil
}

// releaseTimeout is how long giving the lease back may take when the run was cancelled.
const releaseTimeout = 10 * time.Second

// release gives the lease back, and leaves nothing of it. One that is old might have been taken over: then only our own version
// is deleted.
func (l *lease) release(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTimeout)
	defer cancel()
	var err error
	if l.p.now().Sub(l.taken) < l.p.leaseTTL()*3/4 {
		err = l.p.Store.DeleteMetadata(ctx, l.at)
	} else {
		err = l.p.Store.Delete(ctx, l.at, l.version)
	}
	if err != nil {
		return fmt.Errorf("give the lease back: %w", err)
	}
	return nil
}
