package secrets_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

const foreignText = "path \"other/data/x\" {\n  capabilities = [\"read\"]\n}\n"

// strangers makes policies that are not ours and have names as if they were, with roles where that is said.
func strangers(t *testing.T, m *secretstest.Memory, environment string, n int, roles bool) {
	t.Helper()
	for i := range n {
		name := fmt.Sprintf("%s_other-%04d", environment, i)
		require.NoError(t, m.PutPolicy(t.Context(), name, foreignText))
		if roles {
			role := &secrets.Role{ServiceAccounts: []string{"other"}, Namespaces: []string{"other"}, Policies: []string{name}}
			require.NoError(t, m.PutRole(t.Context(), "kubernetes", name, role))
		}
	}
}

func orphaned(r *secrets.Review) (out []string) {
	for _, i := range r.Items {
		if i.Verdict == secrets.Orphan && i.Kind == secrets.KindPolicy {
			out = append(out, i.Name)
		}
	}
	return out
}

// TestManyStrangers is that what others have in a store does not make a plan dear, that an orphan of ours is seen among it, and that
// an audit reads everything.
func TestManyStrangers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		n      int
		roles  bool
		more   int // requests than without strangers
		unread int
	}{
		{"a few are read", 15, false, 15 + 1, 0},
		{"many without roles", 2000, false, 1 + 1, 0},
		{"many with roles", 2000, true, 1 + 40, 2001 - 40},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := secretstest.NewMemory()
			p := on(m)
			require.NoError(t, apply(t.Context(), p, many(41, 1)))
			c := many(40, 1) // service-40 becomes an orphan
			m.Forget()
			_, err := p.Plan(t.Context(), c)
			require.NoError(t, err)
			alone := len(m.Requests()) - 1 // but for the orphan's policy
			strangers(t, m, "staging", test.n, test.roles)
			before := m.State()

			m.Forget()
			r, err := p.Plan(t.Context(), c)
			require.NoError(t, err)
			assert.Equal(t, alone+test.more, len(m.Requests()))
			assert.Equal(t, []string{"production_service-40"}, orphaned(r))
			assert.Equal(t, test.unread, r.Unread)
			var shown bytes.Buffer
			require.NoError(t, r.WriteMarkdown(&shown))
			assert.Equal(t, test.unread > 0, bytes.Contains(shown.Bytes(), []byte("were not read")))

			all, err := p.Audit(t.Context(), c)
			require.NoError(t, err)
			assert.Contains(t, orphaned(all), "production_service-40")
			assert.Zero(t, all.Unread)
			require.NoError(t, apply(t.Context(), p, c))
			assert.Equal(t, before, m.State(), "what is not ours stays")
		})
	}
}
