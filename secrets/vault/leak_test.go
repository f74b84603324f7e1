package vault_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

// canary makes generated values all of one letter.
type canary struct{}

func (canary) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 25 // z, of letters and digits
	}
	return len(p), nil
}

var generatedMarker = strings.Repeat("z", 32)

// shown collects all that a run shows or keeps.
type shown struct {
	mu  sync.Mutex
	out bytes.Buffer
}

func (s *shown) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.Write(p)
}

func (s *shown) values(values ...any) {
	for _, v := range values {
		fmt.Fprintf(s, "%v %+v %#v %s\n", v, v, v, v)
		_ = json.NewEncoder(s).Encode(v)
	}
}

// check looks for texts in all forms in which they might be.
func (s *shown) check(t *testing.T, texts ...string) {
	t.Helper()
	all := s.out.String()
	for _, text := range texts {
		for name, form := range map[string]string{
			"clear": text, "hex": hex.EncodeToString([]byte(text)), "base64": base64.StdEncoding.EncodeToString([]byte(text))[:len(text)],
			"URL": url.QueryEscape(text), "bytes": strings.Trim(fmt.Sprint([]byte(text)), "[]"),
		} {
			if i := strings.Index(all, form); i >= 0 {
				assert.Fail(t, "a value is shown", "%s: …%s…", name, all[max(0, i-200):i])
			}
		}
	}
}

// life does all that a provisioner can, whatever fails, and shows what there is to show.
func life(ctx context.Context, s *vault.Store, shown *shown) {
	c, err := secrets.ParseConfig("secrets-config.yaml", []byte(document))
	if err != nil {
		shown.values(err)
		return
	}
	c.Requests[1].Rotation.Period = secrets.Period(100 * 24 * time.Hour)
	journal := &plan.Memory{}
	p := &secrets.Provisioner{Store: s, Rand: canary{}, Holder: "test", Workers: 1}
	o := &plan.Options{Logger: slog.New(slog.NewTextHandler(shown, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	act := func(r *secrets.Review, err error) {
		shown.values(err)
		if err != nil || r == nil {
			return
		}
		shown.values(r, r.Plan, r.WriteMarkdown(shown), r.WriteJSON(shown), p.Apply(ctx, r, journal, o))
	}
	act(p.Plan(ctx, c))
	v, err := p.Set(ctx, c, c.Requests[0].ID, strings.NewReader(marker))
	shown.values(v, err)
	act(p.Rotate(ctx, c, &secrets.RotateOptions{Now: true}))
	act(p.Rollback(ctx, c, c.Requests[1].ID, 1))
	act(p.Teardown(ctx, c.Layout, secrets.ID{Environment: "production"}, &secrets.TeardownOptions{Destroy: true}))
	for r, err := range journal.All(ctx) {
		shown.values(r, string(r.Undo), err)
	}
	shown.values(p, s)
}

// TestNoLeak has each request of a life go wrong in turn, once or from then on: those that carry a value in every way that a
// request can. No value and no token is in anything that is shown or kept.
func TestNoLeak(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		whole := newProxy(t, w.address, always(none))
		var out shown
		life(t.Context(), w.open(t, whole.URL, w.token), &out)
		requests := whole.requests()
		require.Greater(t, len(requests), 40)
		other := newProxy(t, w.address, always(none))
		for i, request := range requests {
			if w.real == nil && i%3 != 0 && (testing.Short() || !strings.Contains(request, "/data/")) {
				continue // the real server meets all
			}
			for f := dropRequest; f < count; f++ {
				switch {
				case f == slow || f == tooManyFor: // which only wait
				case strings.Contains(request, "/data/"):
					failingLife(t, w, other.URL, func(seen int) bool { return seen == i }, f, &out)
				case int(f-dropRequest) == i%int(count-dropRequest):
					failingLife(t, w, other.URL, func(seen int) bool { return seen >= i }, f, &out)
				}
			}
		}
		assert.Empty(t, other.requests(), "nothing goes along a redirect")
		fmt.Fprintln(&out, os.Environ(), os.Args)
		out.check(t, marker, generatedMarker, w.token)
		assert.Greater(t, out.out.Len(), 100_000)
	})
}

// failingLife leads a life in which some requests, by their number, go wrong.
func failingLife(t *testing.T, w *world, target string, fails func(seen int) bool, f fault, out *shown) {
	t.Helper()
	seen := -1
	x := newProxy(t, w.address, func(*http.Request) fault {
		if seen++; fails(seen) {
			return f
		}
		return none
	})
	defer x.Close()
	x.target = target
	o := quick()
	o.Retries = 1
	o.Log = slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s, err := vault.Open(x.URL, &vault.Token{Value: plan.NewSecret(w.token)}, o)
	require.NoError(t, err)
	life(t.Context(), s, out)
	forget(t, w)
}

// forget removes what a life that ended early has left.
func forget(t *testing.T, w *world) {
	t.Helper()
	s := w.store(t)
	down(t, &secrets.Provisioner{Store: s, Holder: "test"}, "production")
	require.NoError(t, s.DeleteMetadata(t.Context(), kv2("goldenpath/lease")))
}

// childAddress is the variable that makes the test program lead one life on the server named, and die of a panic in it. What is
// secret comes by standard input.
const childAddress = "GOLDENPATH_TEST_VAULT"

func TestMain(m *testing.M) {
	if address := os.Getenv(childAddress); address != "" {
		os.Exit(child(address))
	}
	os.Exit(m.Run())
}

// child panics where a value is about to be sent.
func child(address string) int {
	in := bufio.NewReader(os.Stdin)
	token, _ := in.ReadString('\n')
	token = strings.TrimSpace(token)
	o := quick()
	o.HTTP = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		if isWrite(r) && strings.Contains(r.URL.Path, "/data/production/order-api/") {
			fmt.Fprintln(os.Stderr, os.Environ(), os.Args)
			panic(fmt.Errorf("%s %s", r.Method, r.URL))
		}
		return http.DefaultTransport.RoundTrip(r)
	})}
	s, err := vault.Open(address, &vault.Token{Value: plan.NewSecret(token)}, o)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	c, err := secrets.ParseConfig("secrets-config.yaml", []byte(document))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	_, err = (&secrets.Provisioner{Store: s}).Set(context.Background(), c, c.Requests[0].ID, in)
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// TestPanicText lets a program die of a panic with a value in its hands, and reads its last words.
func TestPanicText(t *testing.T) {
	t.Parallel()
	w := standinWorld(t)
	require.NoError(t, apply(t, provisioner(w.store(t)), parse(t, document)))
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childAddress+"="+w.address, "GOTRACEBACK=all")
	cmd.Stdin = strings.NewReader(w.token + "\n" + marker)
	said, err := cmd.CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(said), "panic: ")
	require.Contains(t, string(said), "goroutine ")
	out := &shown{}
	_, _ = out.Write(said)
	out.check(t, marker, w.token)
}
