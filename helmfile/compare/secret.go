package compare

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// masking tells which values are secrets and must not be shown. It goes by keys, by entries that have a name and a value as
// those of env, and by a few forms that nothing but secrets have. What comes from `secrets` and from references is not
// known here in the first place.
type masking struct {
	also func(key string) bool
	// from tells which state values a value may have been taken from, by their paths below .Values.
	from func(v *helmfile.Value) []string
}

// path reports whether what is at a path is a secret: one of its keys says so, and none after it that it is only about one.
func (m masking) path(steps []step) bool {
	for i, s := range steps {
		after := steps[i+1:]
		isName := s.identity != "" && len(after) == 1 && after[0].key == s.key // of the entry: the path shows it anyway
		if m.step(s) && !isName && !slices.ContainsFunc(after, refersOnly) {
			return true
		}
	}
	return false
}

func (m masking) step(s step) bool {
	if s.secret {
		return true
	}
	if s.identity != "" {
		return m.key(s.identity)
	}
	return !s.isIndex && m.key(s.key)
}

// refersOnly reports whether a key leads to what names a secret, as in valueFrom.secretKeyRef.name.
func refersOnly(s step) bool {
	words := keyWords(s.key)
	return len(words) > 0 && slices.Contains([]string{"ref", "refs", "from", "enabled"}, words[len(words)-1])
}

// key reports whether a key names a secret. It goes by words: secretName, tokenTTL and existingSecret name none.
func (m masking) key(key string) bool {
	if m.also != nil && m.also(key) {
		return true
	}
	words := keyWords(key)
	if len(words) == 0 || words[0] == "existing" || slices.Contains(aboutSecrets(), words[len(words)-1]) {
		return false
	}
	for i, word := range words {
		if slices.Contains(secretWords(), word) || i > 0 && slices.Contains(secretPairs(), words[i-1]+" "+strings.TrimSuffix(word, "s")) {
			return true
		}
	}
	return len(words) == 1 && words[0] == "tokens" // maxTokens are a number
}

func secretWords() []string {
	return []string{
		"password", "passwords", "passwd", "passphrase", "pwd", "secret", "secrets", "token", "credential", "credentials",
		"apikey", "privatekey", "secretkey", "accesskey", "connectionstring", "dsn", "htpasswd", "dockerconfigjson", "kubeconfig",
	}
}

func secretPairs() []string {
	return []string{
		"api key", "private key", "access key", "signing key", "encryption key", "master key", "license key", "account key",
		"connection string", "basic auth", "session key", "ssh key", "tls key",
	}
}

// aboutSecrets are the last words of keys that only speak about a secret.
func aboutSecrets() []string {
	return []string{
		"name", "names", "ref", "refs", "enabled", "path", "paths", "file", "files", "dir", "ttl", "expiry", "expiration",
		"expires", "lifetime", "type", "create", "class", "provider", "store", "annotations", "labels", "length", "policy",
		"url", "uri", "endpoint", "issuer", "audience", "rotation", "interval", "mount", "namespace", "version", "algorithm",
	}
}

// keyWords splits a key at its humps, and at what is neither letter nor digit: DB_PASSWORD, dbPassword, db-password.
func keyWords(key string) []string {
	var words []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
		}
		word = nil
	}
	runes := []rune(key)
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			end()
			continue
		}
		startsHump := unicode.IsUpper(r) && i > 0 && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if startsHump {
			end()
		}
		word = append(word, r)
	}
	end()
	return words
}

// value reports whether a scalar is a secret by where a template took it from, or by its form.
func (m masking) value(v *helmfile.Value) bool {
	if m.from != nil && slices.ContainsFunc(m.from(v), m.dotted) {
		return true
	}
	return v.Kind() == helmfile.String && isSecretForm(v.Text())
}

// dotted reports whether one of the keys of a.b.c names a secret.
func (m masking) dotted(path string) bool { return m.path(stateSteps(path)) }

// stateSteps returns the turns of a path below .Values, as templates write it.
func stateSteps(path string) []step {
	var steps []step
	for key := range strings.SplitSeq(path, ".") {
		steps = append(steps, step{key: key})
	}
	return steps
}

// isSecretForm reports whether a text is a private key, or has a URL with a password in it.
func isSecretForm(text string) bool {
	if strings.Contains(text, "PRIVATE KEY-----") {
		return true
	}
	if !strings.Contains(text, "://") || !strings.Contains(text, "@") {
		return false
	}
	for word := range strings.FieldsSeq(text) {
		u, err := url.Parse(strings.Trim(word, `"',;`))
		if err != nil {
			return true // what looks like a URL with a password and cannot be read is not shown
		}
		if _, has := u.User.Password(); has {
			return true
		}
	}
	return false
}

// hides reports whether a scalar is worth hiding: a switch or an empty text under a secret's key gives nothing away.
func hides(v *helmfile.Value) bool {
	switch v.Kind() {
	case helmfile.Null, helmfile.Bool, helmfile.Unknown:
		return false
	}
	return v.Text() != ""
}

// field returns the turn to a key of a map: beside a name such as DB_PASSWORD, value is a secret.
func (m masking) field(v *helmfile.Value, key string) step {
	return step{key: key, secret: key == "value" && m.key(entryName(v))}
}

// entryName returns the name of an entry that has a name and a value, such as one of env; "" for all else.
func entryName(v *helmfile.Value) string {
	if v.Get("value") == nil {
		return ""
	}
	for _, key := range []string{"name", "key"} {
		if name := v.Get(key); name.Kind() == helmfile.String {
			return name.Text()
		}
	}
	return ""
}
