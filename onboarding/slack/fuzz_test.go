package slack_test

import (
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/slack"
	"github.com/goldenpath-go/goldenpath/onboarding"
)

var (
	shownLine  = regexp.MustCompile(`^[^<>\x00-\x1f]*$`)
	linkedLine = regexp.MustCompile(`^• (<https?://[^<>|\s]+\|[^<>|\x00-\x1f]*>|[^<>|\x00-\x1f]*)$`)
	ampersand  = regexp.MustCompile(`&(amp;|lt;|gt;)?`)
)

// FuzzMessage says that no name, object, note, title or link changes what a message is made of: its blocks, its lines, its links.
func FuzzMessage(f *testing.F) {
	f.Add("Ada Lovelace", "acme/payments", "waits", "Read", "https://example.com/?a=b&c=d")
	f.Add("<!channel>", "<https://evil.example|x>", "\n• ✅ all", "x|y>", "https://example.com/<!here>|x")
	f.Add("&lt;&amp", "*b* _i_ ~s~ `c`", "@here #general", "*b* `c`", "javascript:alert(1)")
	f.Add("\u202egnp", "a\r\nb", strings.Repeat("&", 4000), strings.Repeat("<", 400), "https://"+strings.Repeat("a", 4000))
	f.Add("\xff\xfe", "\x00", "\u2028", "\u0085", "https://[::1]/\u2028")
	f.Fuzz(func(t *testing.T, name, object, note, title, url string) {
		w := &world{&standin.Workspace{Token: token, Webhook: hook}}
		m := onboarding.Message{
			Op: onboarding.Joining, Person: onboarding.Person{Email: "ada@example.com", Name: name},
			Items: []onboarding.Item{give("github", "team", object, note, onboarding.Done, ""), give("slack", "channel", object, "", onboarding.Blocked, note)},
			Tasks: []onboarding.Task{{Title: title, URL: url}, {Title: note, URL: "https://example.com/" + title}},
		}
		if _, err := w.webhook().Send(t.Context(), m); err != nil {
			t.Fatal(err, w.Faults())
		}
		got := w.Messages()[0]
		lines(t, got.Text, 5, shownLine)
		if len(got.Blocks) != 3 {
			t.Fatalf("%d blocks", len(got.Blocks))
		}
		for i, want := range []int{1, 2, 2} {
			pattern, text := shownLine, got.Blocks[i]["text"].(map[string]any)
			if i == 2 {
				pattern = linkedLine
			}
			lines(t, text["text"].(string), want, pattern)
		}
	})
}

// lines checks that a text has so many lines, each as the pattern says, and no stray ampersand.
func lines(t *testing.T, text string, want int, pattern *regexp.Regexp) {
	t.Helper()
	all := strings.Split(text, "\n")
	if len(all) != want {
		t.Fatalf("%d lines, want %d: %q", len(all), want, text)
	}
	for _, l := range all {
		if !pattern.MatchString(l) {
			t.Errorf("%q", l)
		}
	}
	for _, found := range ampersand.FindAllString(text, -1) {
		if found == "&" {
			t.Errorf("an ampersand steers in %q", text)
		}
	}
}

// FuzzHostile says that no address, id or object changes which method is called or what somebody else has.
func FuzzHostile(f *testing.F) {
	f.Add("ada@example.com", "C0003", "U0001")
	f.Add("zoe@example.com&user=U0001", "C0003&user=U0001", "U0001,U0002")
	f.Add("\"zoe@example.com", "../chat.delete", "U0001\n")
	f.Add("x\" or email eq \"zoe@example.com", "S0004,S0005", "ada")
	f.Fuzz(func(t *testing.T, email, object, id string) {
		if strings.EqualFold(email, "zoe@example.com") || id == "U0001" {
			return // it is she
		}
		w := &world{&standin.Workspace{Token: token, SCIMToken: scimToken}}
		zoe := w.Join("Zoe", "zoe@example.com")
		w.Join("Gone", "gone@example.com")
		w.Deactivate("gone@example.com")
		w.AddChannel("platform", zoe)
		w.AddGroup("platform", zoe)
		before := w.State()
		p := w.withSCIM()
		who := onboarding.Person{Email: email, Identities: map[string]onboarding.Identity{"slack": {ID: id, Source: onboarding.FromFile}}}
		for _, kind := range []string{"channel", "usergroup", "account"} {
			c := call(who, kind, object)
			if kind == "account" {
				c.Grant.Object = ""
			}
			_, err := p.Give(t.Context(), c)
			check(t, err)
			_, err = p.Take(t.Context(), c)
			check(t, err)
		}
		if after := w.State(); !strings.EqualFold(email, "gone@example.com") && !reflect.DeepEqual(before, after) {
			t.Errorf("before %v, after %v", before, after)
		}
		if faults := w.Faults(); len(faults) > 0 {
			t.Error(faults)
		}
	})
}

// check allows errors that say what is wrong.
func check(t *testing.T, err error) {
	t.Helper()
	var fault *onboarding.CallError
	if err != nil && (!errors.As(err, &fault) || strings.Contains(err.Error(), "xox")) {
		t.Error(err)
	}
}
