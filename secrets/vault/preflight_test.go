package vault_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/vault/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

// looking is what the provisioner reads and lists, beside what it writes.
const looking = `path "secrets/metadata/+/" { capabilities = ["list"] }
path "secrets/metadata/+/+/" { capabilities = ["list"] }
path "secrets/metadata/+/+/+" { capabilities = ["read"] }
path "sys/policies/acl" { capabilities = ["list"] }
path "sys/policies/acl/+" { capabilities = ["read"] }
path "auth/kubernetes/role" { capabilities = ["list"] }
path "auth/kubernetes/role/+" { capabilities = ["read"] }
path "sys/internal/ui/mounts/+" { capabilities = ["read"] }
`

// limited returns a store whose token has one policy, and the default one.
func limited(t *testing.T, w *world, policy string) *vault.Store {
	t.Helper()
	require.NoError(t, w.store(t).PutPolicy(t.Context(), "provisioner", policy))
	given, err := w.client(t, w.token).Auth().Token().CreateWithContext(t.Context(), &api.TokenCreateRequest{Policies: []string{"provisioner"}})
	require.NoError(t, err)
	return w.open(t, w.address, given.Auth.ClientToken)
}

// TestPreflight asks a real server before each kind of plan. What it says is missing is enough, and nothing of it can be left out.
func TestPreflight(t *testing.T) {
	t.Parallel()
	if *program == "" {
		t.Log(whereReal)
		return
	}
	t.Run("real", func(t *testing.T) {
		t.Parallel()
		w := realWorld(t)
		root, c, ctx := provisioner(w.store(t)), parse(t, document), t.Context()
		plans := []struct {
			name  string
			setup func()
			plan  func(p *secrets.Provisioner) (*secrets.Review, error)
		}{
			{"create", func() {}, func(p *secrets.Provisioner) (*secrets.Review, error) { return p.Plan(ctx, c) }},
			{"stamp", func() {
				owned := parse(t, strings.ReplaceAll(document, "type: ", "owner: group:a\n    type: "))
				require.NoError(t, apply(t, root, owned))
			}, func(p *secrets.Provisioner) (*secrets.Review, error) { return p.Plan(ctx, c) }},
			{"rotate", func() { require.NoError(t, apply(t, root, c)) }, func(p *secrets.Provisioner) (*secrets.Review, error) {
				return p.Rotate(ctx, c, &secrets.RotateOptions{Now: true})
			}},
			{"soft", func() { require.NoError(t, apply(t, root, c)) }, func(p *secrets.Provisioner) (*secrets.Review, error) {
				return p.Teardown(ctx, c.Layout, secrets.ID{Environment: "production"}, nil)
			}},
			{"restore", func() {
				require.NoError(t, apply(t, root, c))
				require.NoError(t, w.store(t).Delete(ctx, kv2("production/order-api/db-password"), 1))
			}, func(p *secrets.Provisioner) (*secrets.Review, error) { return p.Plan(ctx, c) }},
			{"destroy", func() { require.NoError(t, apply(t, root, c)) }, func(p *secrets.Provisioner) (*secrets.Review, error) {
				return p.Teardown(ctx, c.Layout, secrets.ID{Environment: "production"}, &secrets.TeardownOptions{Destroy: true})
			}},
		}
		for _, of := range plans {
			t.Run(of.name, func(t *testing.T) {
				try := func(extra string) (*secrets.Provisioner, *secrets.Review) {
					down(t, root, "production")
					of.setup()
					p := provisioner(limited(t, w, looking+extra))
					r, err := of.plan(p)
					require.NoError(t, err)
					require.NotEmpty(t, r.Plan.Steps)
					return p, r
				}
				p, r := try("")
				var denied *secrets.DeniedError
				require.ErrorAs(t, p.Preflight(ctx, r), &denied)
				require.ErrorIs(t, denied, secrets.ErrDenied)
				all := denied.Missing
				p, r = try(denied.Policy())
				require.NoError(t, p.Preflight(ctx, r))
				require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil), "what it says is enough")
				for i, need := range all {
					if strings.Contains(need.Path, "goldenpath/lease") || of.name == "restore" && strings.Contains(need.Path, "/metadata/") {
						continue // which is needed where another's lease is in the way, or marks have changed
					}
					less := secrets.DeniedError{Missing: slices.Concat(all[:i], all[i+1:])}
					p, r = try(less.Policy())
					require.ErrorAs(t, p.Preflight(ctx, r), &denied)
					assert.Equal(t, []secrets.Need{need}, denied.Missing)
					require.ErrorIs(t, p.Apply(ctx, r, &plan.Memory{}, nil), secrets.ErrDenied, "%v is needed", need)
				}
			})
		}
	})
}
