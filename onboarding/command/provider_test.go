package command_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/command"
)

var ada = onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"}

// says answers every question with the same text and status.
func says(status int, text string, headers ...string) *command.Provider {
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text)) // it is read in the same process
	})
	return &command.Provider{
		Called: "own", Grants: []onboarding.Kind{
			{Name: "account", Doc: "an account"},
			{Name: "badge", Doc: "a badge", Object: "DOOR", Roles: []string{"guest", "owner"}, Stage: onboarding.Membership},
		},
		Caller: &command.HTTP{
			URL: "https://user:pass-word@example.com/hooks/secret-path?key=secret-key", Header: map[string]string{"Authorization": "Bearer " + token},
			Client: &http.Client{Transport: inprocess.Transport{Handler: h}}, Limit: 2000, Patience: time.Minute,
		},
	}
}

func TestAnswersThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"held":[{"kind":"badge","role":"guest"}]}`:                 `"" is no object of the kind badge`,
		`{"held":[{"kind":"badge","object":"front","role":"king"}]}`: `the role "king" is none of`,
		`{"held":[{"kind":"account","object":"x"}]}`:                 `"x" is no object`,
		`{"held":[{"kind":"key","object":"x"}]}`:                     `there is no kind "key"`,
		`{"held":[{"kind":"account","state":"maybe"}]}`:              `the state "maybe", which is none`,
		`{"held":[{"kind":"account"},{"kind":"account"}]}`:           `tells of own/account twice`,
		`{"helt":[]}`:    `unknown field`,
		`{} {}`:          `followed by something else`,
		`[1]`:            `cannot unmarshal`,
		`{"id":"../x?"}`: `no name of an account`,
		`{"notes":["` + strings.Repeat("x", 2000) + `"]}`: `it said more than allowed`,
	} {
		_, err := says(200, text).Observe(t.Context(), ada)
		require.ErrorContains(t, err, want, text)
		assert.Equal(t, onboarding.ClassUnknown, onboarding.ClassOf(err), text)
	}
}

func TestStatuses(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]onboarding.Class{
		400: onboarding.ClassInvalid, 401: onboarding.ClassAuth, 403: onboarding.ClassAuth, 404: onboarding.ClassNotFound,
		405: onboarding.ClassUnsupported, 409: onboarding.ClassConflict, 412: onboarding.ClassConflict, 422: onboarding.ClassInvalid,
		500: onboarding.ClassTransient, 501: onboarding.ClassUnsupported, 302: onboarding.ClassInvalid,
	} {
		p := says(status, "no: Bearer "+token+" pass-word /hooks/secret-path?key=secret-key\n\x1b[2J", "Location", "https://elsewhere.example.com/")
		_, err := p.Observe(t.Context(), ada)
		require.Error(t, err)
		assert.Equal(t, want, onboarding.ClassOf(err), status)
		for _, secret := range []string{token, "pass-word", "secret-path", "secret-key", "\x1b"} {
			assert.NotContains(t, err.Error(), secret)
		}
		assert.Contains(t, err.Error(), "own: "+string(want)+": example.com: ")
	}
}

func TestWaitsAsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		_, err := says(429, "", "Retry-After", "50").Observe(t.Context(), ada)
		require.Error(t, err)
		assert.Equal(t, onboarding.ClassRate, onboarding.ClassOf(err))
		var call *onboarding.CallError
		require.ErrorAs(t, err, &call)
		assert.Equal(t, "own", call.Provider)
		assert.GreaterOrEqual(t, call.RetryIn, 50*time.Second)
		assert.GreaterOrEqual(t, time.Since(start), 50*time.Second, "once it waits, and then its patience is over")
	})
}

func TestNobodyThere(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	p := says(200, "{}")
	p.Caller = &command.HTTP{URL: server.URL + "/secret-path"}
	_, err := p.Observe(t.Context(), ada)
	assert.Equal(t, onboarding.ClassTransient, onboarding.ClassOf(err), "%v", err)
	assert.NotContains(t, err.Error(), "secret-path")
	for _, address := range []string{"", "file:///etc/passwd", "https:///x", "://"} {
		p.Caller = &command.HTTP{URL: address}
		_, err = p.Observe(t.Context(), ada)
		assert.Equal(t, onboarding.ClassInvalid, onboarding.ClassOf(err), "%v", err)
	}
}

// sequence answers the questions one after another.
type sequence struct {
	answers []command.Answer
	asked   []command.Verb
}

func (s *sequence) Call(_ context.Context, r command.Request) (command.Answer, error) {
	s.asked = append(s.asked, r.Do)
	if len(s.answers) < len(s.asked) {
		return command.Answer{}, errors.New("nobody expected a question")
	}
	return s.answers[len(s.asked)-1], nil
}

func TestWhatIsSaidIsNotTakenForDone(t *testing.T) {
	t.Parallel()
	front := command.Grant{Kind: "badge", Object: "front", Role: "guest"}
	there, gone := command.Answer{ID: "a1", Held: []command.Held{{Grant: front}}}, command.Answer{ID: "a1"}
	grant := onboarding.Grant{Provider: "own", Kind: "badge", Object: "front", Role: "guest"}
	for name, c := range map[string]struct {
		answers []command.Answer
		take    bool
		want    onboarding.State
		class   onboarding.Class
	}{
		"given":                       {answers: []command.Answer{gone, {}, there}, want: onboarding.Done},
		"said to be given":            {answers: []command.Answer{gone, {State: onboarding.Done}, gone}, class: onboarding.ClassConflict},
		"blocked":                     {answers: []command.Answer{gone, {State: onboarding.Blocked, Note: "waits for a desk"}}, want: onboarding.Blocked},
		"by hand":                     {answers: []command.Answer{gone, {State: onboarding.Manual}}, want: onboarding.Manual},
		"taken":                       {answers: []command.Answer{there, {}, gone}, take: true, want: onboarding.Done},
		"said to be taken":            {answers: []command.Answer{there, {}, there}, take: true, class: onboarding.ClassConflict},
		"taken by hand":               {answers: []command.Answer{there, {State: onboarding.Manual}}, take: true, want: onboarding.Manual},
		"given, and then not visible": {answers: []command.Answer{gone, {}}, class: onboarding.ClassUnknown},
		"taken, and then not visible": {answers: []command.Answer{there, {}}, take: true, class: onboarding.ClassUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := says(200, "")
			p.Caller = &sequence{answers: c.answers}
			do := p.Give
			if c.take {
				do = p.Take
			}
			out, err := do(t.Context(), onboarding.Call{Person: ada, Grant: grant})
			if c.class != "" {
				assert.Equal(t, c.class, onboarding.ClassOf(err), "%v", err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.want, out.State)
			if c.want != onboarding.Done {
				assert.NotEmpty(t, out.Note)
			}
		})
	}
}

func TestStatusesOfPrograms(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]onboarding.Class{
		"1": onboarding.ClassUnknown, "64": onboarding.ClassInvalid, "65": onboarding.ClassInvalid, "66": onboarding.ClassNotFound,
		"69": onboarding.ClassUnsupported, "73": onboarding.ClassConflict, "75": onboarding.ClassTransient, "77": onboarding.ClassAuth,
	} {
		p := says(200, "")
		p.Caller = &command.Exec{Args: []string{"sh", "-c", `echo "not with $TOKEN" >&2; exit "$STATUS"`}, Env: []string{"TOKEN=" + token, "STATUS=" + status}}
		_, err := p.Observe(t.Context(), ada)
		assert.Equal(t, want, onboarding.ClassOf(err), status)
		assert.Contains(t, err.Error(), "not with ***")
		assert.NotContains(t, err.Error(), token)
	}
	p := says(200, "")
	p.Caller = &command.Exec{Args: []string{filepath.Join(t.TempDir(), "nothing")}}
	_, err := p.Observe(t.Context(), ada)
	assert.Equal(t, onboarding.ClassUnsupported, onboarding.ClassOf(err))
	p.Caller = &command.Exec{Args: []string{"sh", "-c", "while :; do :; done"}, Timeout: 20 * time.Millisecond}
	_, err = p.Observe(t.Context(), ada)
	assert.Equal(t, onboarding.ClassTransient, onboarding.ClassOf(err))
	p.Caller = &command.Exec{Args: []string{"sh", "-c", "while :; do echo xxxxxxxxxxxxxxxx; done"}, Limit: 1000}
	_, err = p.Observe(t.Context(), ada)
	require.ErrorContains(t, err, "it said more than allowed")
	p.Caller = &command.Exec{Args: []string{"sh", "-c", `printf '{"notes":["%s"],"unsure":"%s"}' "$TOKEN" "$TOKEN"`}, Env: []string{"TOKEN=" + token}}
	h, err := p.Observe(t.Context(), ada)
	require.NoError(t, err)
	assert.Equal(t, []string{"***"}, h.Notes)
	assert.Equal(t, "***", h.Unsure)
}

// recorder remembers the questions.
type recorder struct{ asked []command.Request }

func (r *recorder) Call(_ context.Context, q command.Request) (command.Answer, error) {
	r.asked = append(r.asked, q)
	return command.Answer{ID: "a1"}, nil
}

// FuzzObjects asks for whatever people may write: what is asked has only objects that mean nothing to a shell or in a path, and names
// in one line.
func FuzzObjects(f *testing.F) {
	f.Add("front", "Ada", "ada@example.com", "guest")
	f.Add("../x", "a\nb", "-x@example.com", "owner")
	f.Add("a/$(id)", "\u202e", "a;b@example.com", "")
	f.Add("a/b:c@d+e-f", "'\"", "", "guest")
	f.Fuzz(func(t *testing.T, object, name, email, role string) {
		p, r := says(200, ""), &recorder{}
		p.Caller = r
		c := onboarding.Call{
			Person: onboarding.Person{Email: email, Name: name}, Grant: onboarding.Grant{Provider: "own", Kind: "badge", Object: object, Role: role},
		}
		c.With = []onboarding.Grant{c.Grant}
		_, _ = p.Give(t.Context(), c) // nothing is ever given
		_, _ = p.Take(t.Context(), c)
		for _, q := range r.asked {
			assert.NoError(t, onboarding.Person{Email: q.Person.Email}.Validate())
			assert.False(t, strings.ContainsAny(q.Person.Name, "\n\r\x00\x1b"), "%q", q.Person.Name)
			if q.Grant == nil {
				continue
			}
			for part := range strings.SplitSeq(q.Grant.Object, "/") {
				assert.NotEmpty(t, part)
				assert.False(t, strings.HasPrefix(part, ".") || strings.HasPrefix(part, "-"), "%q", q.Grant.Object)
			}
			assert.False(t, strings.ContainsAny(q.Grant.Object, " \t\n\r\x00\\'\"`$;&|<>(){}[]*?!#~%^="), "%q", q.Grant.Object)
		}
	})
}

func TestParse(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("testdata", "providers.yaml"))
	require.NoError(t, err)
	providers, err := command.Parse("providers.yaml", data, &command.Options{Dir: "scripts", Getenv: func(name string) string { return "value of " + name }})
	require.NoError(t, err)
	require.Len(t, providers, 2)
	unix, badges := providers[0], providers[1]
	assert.Equal(t, &command.Exec{
		Args: []string{"sh", "unix-groups.sh"}, Env: []string{"GROUP_FILE=/etc/group", "PATH=value of PATH"}, Dir: "scripts", Timeout: 30 * time.Second,
	}, unix.Caller)
	assert.Equal(t, []onboarding.Kind{{Name: "group", Doc: "a Unix group", Object: "GROUP", Roles: []string{"member"}, Stage: onboarding.Membership}}, unix.Kinds())
	assert.True(t, unix.Objects["group"].MatchString("staff"))
	assert.False(t, unix.Objects["group"].MatchString("staff2"))
	service, ok := badges.Caller.(*command.HTTP)
	require.True(t, ok)
	assert.Equal(t, map[string]string{"Authorization": "Bearer value of BADGES_TOKEN"}, service.Header)
	assert.Equal(t, []onboarding.Kind{
		{Name: "badge", Doc: "a badge", Once: true, Lasting: true}, {Name: "shift", Doc: "a shift", Object: "SHIFT", Stage: onboarding.Rotation},
	}, badges.Kinds())
}

func TestParseFaults(t *testing.T) {
	t.Parallel()
	kinds := "\n    kinds: [{name: k, doc: d}]"
	for text, want := range map[string]string{
		"providers:\n  - url: https://x" + kinds:                                `f:2:5: a provider needs a name without slashes`,
		"providers:\n  - name: a\n    run: [x]":                                 `a grants nothing`,
		"providers:\n  - name: a" + kinds:                                       `needs either a program to run or the url`,
		"providers:\n  - name: a\n    run: [x]\n    url: https://x" + kinds:     `f:3:10: a needs either`,
		"providers:\n  - name: a\n    run: [x]\n    pass: [TOKEN]" + kinds:      `f:4:11: the variable TOKEN is not set`,
		"providers:\n  - name: a\n    url: x\n    headers: {A: $TOKEN}" + kinds: `the variable TOKEN is not set`,
		"providers:\n  - name: a\n    url: x\n    pass: [A]" + kinds:            `a service has no environment`,
		"providers:\n  - name: a\n    run: [x]\n    headers: {A: b}" + kinds:    `a program has no headers`,
		"providers:\n  - name: a\n    run: [x]\n    timeout: soon" + kinds:      `no time such as 30s`,
		"providers:\n  - name: a\n    run: [x]\n    runs: [x]" + kinds:          `runs`,
		"providers:\n  - {name: a, run: [x], kinds: [{name: k}, {name: k}]}":    `is that of another`,
		"providers:\n  - {name: a, run: [x], kinds: [{name: k, pattern: '('}]}": `the pattern of k is none`,
		"providers:\n  - {name: a, run: [x], kinds: [{name: k, stage: later}]}": `later`,
		"providers: [": `f:`,
	} {
		_, err := command.Parse("f", []byte(text), nil)
		require.ErrorContains(t, err, want, text)
	}
	got, err := command.Parse("f", nil, nil)
	require.NoError(t, err)
	assert.Empty(t, got)
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("providers:\n  - name: a\n    run: [x]\n    kinds: [{name: k, doc: d, pattern: a+}]\n"))
	f.Add([]byte("providers:\n  - name: b\n    url: https://x\n    headers: {A: \"${B} $C\"}\n    kinds: [{name: k}]\n"))
	f.Add([]byte("providers: &a [*a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		providers, err := command.Parse("f", data, &command.Options{Getenv: func(string) string { return "x" }})
		if err != nil {
			assert.Empty(t, providers)
			return
		}
		for _, p := range providers {
			assert.NotEmpty(t, p.Name())
			assert.NotEmpty(t, p.Kinds())
		}
	})
}
