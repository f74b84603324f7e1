package secrets

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/secrets"
)

// FuzzExtend says that a file either gets a request more, and keeps its lines, or is refused.
func FuzzExtend(f *testing.F) {
	const one = "{name: a, service: b, environment: c, type: external}"
	for _, seed := range []string{
		"", "secrets:", "secrets: []", "secrets: [] # none\nowner: group:a\n", "secrets:\n- " + one, "secrets:\n  - " + one + "\n# end\n",
		"---\nowner: group:a\nsecrets:\n  -\n    name: a\n    service: b\n    environment: c\n    type: external\n...\n",
		"secrets: [" + one + "]", "{secrets: []}", "a: &x []\nsecrets: *x\n", "secrets: ~\n", "? secrets\n: - " + one + "\n",
		"\"secrets\":\r\n  - " + one + "\r\n", "secrets:\n  - name: >-\n      a\n    service: b\n    environment: c\n    type: |-\n      external\n\n",
	} {
		f.Add(seed)
	}
	item := scaffold.NewObject("name", "new", "service", "order-api", "environment", "production", "type", "generated")
	added := secrets.Request{ID: secrets.ID{Environment: "production", Service: "order-api", Name: "new"}, Type: secrets.Generated}
	f.Fuzz(func(t *testing.T, file string) {
		before, err := secrets.ParseConfig("f", []byte(file))
		if err != nil {
			return
		}
		text, after, err := extend("f", []byte(file), before, []any{item}, []secrets.Request{added})
		if err != nil {
			require.ErrorIs(t, err, scaffold.ErrInput)
			return
		}
		require.Len(t, after.Requests, len(before.Requests)+1)
		assert.Equal(t, added.ID, after.Requests[len(before.Requests)].ID)
		for comment := range strings.Lines(file) {
			if strings.HasPrefix(comment, "#") {
				assert.Contains(t, text, strings.TrimRight(comment, "\n"))
			}
		}
	})
}
