package urlreader_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/urlreader"
)

// TestRequests says what is asked for a page.
func TestRequests(t *testing.T) {
	t.Parallel()
	hosts := []urlreader.Host{
		{Kind: urlreader.GitHub, Name: "github.com"},
		{Kind: urlreader.GitHub, Name: "ghe.acme.com", Token: constant("g")},
		{Kind: urlreader.GitHub, Name: "odd.acme.com:8443", API: "https://api.odd.acme.com/"},
		{Kind: urlreader.GitLab, Name: "gitlab.com", Token: constant("l")},
		{Kind: urlreader.Gitea, Name: "tea.acme.com", Token: constant("t")},
		{Kind: urlreader.Bitbucket, Name: "bitbucket.org", Token: constant("b")},
	}
	tests := []struct{ url, file, tree string }{
		{"https://github.com/a/r", "", "api.github.com/repos/a/r/tarball/HEAD"},
		{"https://GitHub.com:443/a/r/", "", "api.github.com/repos/a/r/tarball/HEAD"},
		{"https://github.com/a/r/blob/v1/x/y.md", "raw.githubusercontent.com/a/r/v1/x/y.md", "api.github.com/repos/a/r/tarball/v1"},
		{"https://github.com/a/r/tree/feature%2Fx/y", "raw.githubusercontent.com/a/r/feature/x/y", "api.github.com/repos/a/r/tarball/feature/x"},
		{"https://github.com/a/r/tree/main/${{ x }}?plain=1#L1", "raw.githubusercontent.com/a/r/main/$%7B%7B%20x%20%7D%7D", "api.github.com/repos/a/r/tarball/main"},
		{"https://ghe.acme.com/a/r/edit/main/x", "ghe.acme.com/api/v3/repos/a/r/contents/x?ref=main Bearer g", "ghe.acme.com/api/v3/repos/a/r/tarball/main Bearer g"},
		{"https://odd.acme.com:8443/a/r/raw/main/x", "api.odd.acme.com/repos/a/r/contents/x?ref=main", "api.odd.acme.com/repos/a/r/tarball/main"},
		{"https://gitlab.com/a/b/c/r", "", "gitlab.com/api/v4/projects/a%2Fb%2Fc%2Fr/repository/archive.tar.gz? Bearer l"},
		{
			"https://gitlab.com/a/b/r/-/blob/v1/x/y.md", "gitlab.com/api/v4/projects/a%2Fb%2Fr/repository/files/x%2Fy.md/raw?ref=v1 Bearer l",
			"gitlab.com/api/v4/projects/a%2Fb%2Fr/repository/archive.tar.gz?path=x%2Fy.md&sha=v1 Bearer l",
		},
		{
			"https://gitlab.com/a/r/tree/v1/x", "gitlab.com/api/v4/projects/a%2Fr/repository/files/x/raw?ref=v1 Bearer l",
			"gitlab.com/api/v4/projects/a%2Fr/repository/archive.tar.gz?path=x&sha=v1 Bearer l",
		},
		{"https://tea.acme.com/a/r/src/tag/v1/x", "tea.acme.com/api/v1/repos/a/r/raw/x?ref=v1 token t", "tea.acme.com/api/v1/repos/a/r/archive/v1.tar.gz token t"},
		{"https://bitbucket.org/a/r/src/v1/x", "api.bitbucket.org/2.0/repositories/a/r/src/v1/x Bearer b", "bitbucket.org/a/r/get/v1.tar.gz Bearer b"},
		{"https://bitbucket.org/a/r", "", "bitbucket.org/a/r/get/HEAD.tar.gz Bearer b"},
	}
	for _, tt := range tests {
		t.Run(tt.url, func(t *testing.T) {
			t.Parallel()
			n := &internet{}
			r := &urlreader.Reader{Hosts: hosts, HTTP: n.client()}
			_, err := r.File(t.Context(), tt.url, "")
			require.Error(t, err)
			if tt.file == "" {
				require.ErrorIs(t, err, scaffold.ErrInput)
				assert.Empty(t, n.asked())
			} else {
				require.ErrorIs(t, err, scaffold.ErrNotFound)
				assert.Equal(t, []string{tt.file}, n.asked())
			}
			_, err = r.Tree(t.Context(), tt.url, "")
			require.ErrorIs(t, err, scaffold.ErrNotFound)
			assert.Equal(t, []string{tt.tree}, n.asked())
		})
	}
}

// TestNothingIsAsked says which URLs are refused before any server hears of them.
func TestNothingIsAsked(t *testing.T) {
	t.Parallel()
	n := &internet{}
	r := &urlreader.Reader{
		Hosts: []urlreader.Host{
			{Kind: urlreader.GitHub, Name: "github.com"}, {Kind: urlreader.GitLab, Name: "gitlab.com"}, {Kind: urlreader.Gitea, Name: "tea.acme.com"},
			{Kind: "svn", Name: "svn.acme.com"}, {Kind: urlreader.GitHub, Name: "plain.acme.com", API: "http://plain.acme.com"},
		},
		Allow: []urlreader.Allowed{
			{Host: "files.acme.com", Paths: []string{"/pub/"}}, {Host: "*.cdn.acme.com"}, {Host: "port.acme.com:8443"}, {Host: "*"}, {Host: "*acme.org"},
		},
		Folders: []string{"/srv/templates"}, HTTP: n.client(),
	}
	input, forbidden := scaffold.ErrInput, scaffold.ErrNotAllowed
	for address, want := range map[string]error{
		"https://github.com":                                input,
		"https://github.com/a":                              input,
		"https://github.com/a/r/tree":                       input,
		"https://github.com/a/r/pulls/1":                    input,
		"https://github.com/a/r/tree/main/../../../x":       input,
		"https://github.com/a/r/tree/main/%2e%2e/x":         input,
		"https://github.com/a/r/tree/..%2f..%2f..%2fuser/x": input,
		"https://github.com/a%2Fb/r/tree/main":              input,
		"https://github.com/a/r/tree/main//x":               input,
		"https://github.com/a/r/tree/main/x%00":             input,
		"https://github.com/a/r/tree/main/x%5Cy":            input,
		"https://user:pass@github.com/a/r":                  input,
		"https://gitlab.com/r":                              input,
		"https://gitlab.com/a/r/-/issues/1":                 input,
		"https://gitlab.com/a/r/-/tree":                     input,
		"https://tea.acme.com/a/r":                          input,
		"https://tea.acme.com/a/r/src/main/x":               input,
		"https://svn.acme.com/a/r":                          input,
		"https://plain.acme.com/a/r":                        input,
		"http://github.com/a/r":                             input,
		"ftp://files.acme.com/pub/x":                        input,
		"https:github.com/a/r":                              input,
		"https://%zz":                                       input,
		"https://acme.com/x":                                forbidden,
		"https://files.acme.com/x":                          forbidden,
		"https://files.acme.com/pub/../x":                   forbidden,
		"https://files.acme.com/pub/%2e%2e/x":               forbidden,
		"https://files.acme.com/pub%2F..%2Fx":               forbidden,
		"https://files.acme.com:8443/pub/x":                 forbidden,
		"https://cdn.acme.com/x":                            forbidden,
		"https://evilcdn.acme.com/x":                        forbidden,
		"https://port.acme.com/x":                           forbidden,
		"https://x.acme.org/x":                              forbidden,
		"https://files.acme.com.evil.com/pub/x":             forbidden,
		"https://a.cdn.acme.com/x.zip#../y":                 input,
		"file:///etc/passwd":                                forbidden,
		"file:///srv/templates/../secret":                   forbidden,
		"file:///srv/templates%2F..%2Fsecret":               forbidden,
		"file:///srv/templatesx":                            forbidden,
		"file://server/srv/templates/x":                     input,
		"file:srv/templates":                                input,
		"git+https://git.acme.com/x.git":                    input,
	} {
		for _, err := range both(t, r, address) {
			require.ErrorIs(t, err, want, address)
			assert.NotContains(t, err.Error(), "pass@")
		}
	}
	assert.Empty(t, n.asked())
}

// both returns the errors of reading a file and a tree.
func both(t *testing.T, r *urlreader.Reader, address string) []error {
	t.Helper()
	_, file := r.File(t.Context(), address, "")
	_, tree := r.Tree(t.Context(), address, "")
	return []error{file, tree}
}

func TestAllowed(t *testing.T) {
	t.Parallel()
	n := &internet{}
	r := &urlreader.Reader{Allow: []urlreader.Allowed{{Host: "Files.acme.com", Paths: []string{"/pub/"}}, {Host: "*.cdn.acme.com"}, {Host: "port.acme.com:8443"}}, HTTP: n.client()}
	for _, address := range []string{
		"https://files.acme.com/pub/x", "https://FILES.acme.com:443/pub/", "https://a.cdn.acme.com/x?y=z", "https://a.b.cdn.acme.com/", "https://port.acme.com:8443",
	} {
		_, err := r.File(t.Context(), address, "")
		require.ErrorIs(t, err, scaffold.ErrNotFound, address)
	}
	assert.Len(t, n.asked(), 5)
}

// TestRedirects says which redirects are followed, and that a token is for one server.
func TestRedirects(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]struct {
		err    error
		second string
	}{
		"https://files.acme.com/pub/other": {nil, "files.acme.com/pub/other Bearer t0ken"},
		"https://a.cdn.acme.com/x":         {nil, "a.cdn.acme.com/x"},
		"https://files.acme.com/secret":    {scaffold.ErrNotAllowed, ""},
		"https://169.254.169.254/latest":   {scaffold.ErrNotAllowed, ""},
		"http://files.acme.com/pub/other":  {scaffold.ErrNotAllowed, ""},
		"file:///etc/passwd":               {scaffold.ErrNotAllowed, ""},
		"https://evil.com/pub/?key=s3cret": {scaffold.ErrNotAllowed, ""},
	} {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			mux := http.NewServeMux()
			mux.Handle("files.acme.com/pub/x", http.RedirectHandler(target, http.StatusFound))
			mux.HandleFunc("/", func(w http.ResponseWriter, in *http.Request) { send(w, in, []byte("ok")) })
			n := &internet{hosts: map[string]http.Handler{"files.acme.com": mux, "a.cdn.acme.com": mux, "evil.com": mux, "169.254.169.254": mux}}
			r := &urlreader.Reader{Allow: []urlreader.Allowed{{Host: "files.acme.com", Paths: []string{"/pub/"}}, {Host: "*.cdn.acme.com"}}, HTTP: n.client()}
			data, err := r.File(t.Context(), "https://files.acme.com/pub/x", "t0ken")
			asked := n.asked()
			if want.err != nil {
				require.ErrorIs(t, err, want.err)
				assert.NotContains(t, err.Error(), "s3cret")
				assert.Len(t, asked, 1)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "ok", string(data))
			assert.Equal(t, []string{"files.acme.com/pub/x Bearer t0ken", want.second}, asked)
		})
	}
}

func TestRedirectLoop(t *testing.T) {
	t.Parallel()
	n := &internet{hosts: map[string]http.Handler{"files.acme.com": http.RedirectHandler("https://files.acme.com/", http.StatusFound)}}
	r := &urlreader.Reader{Allow: []urlreader.Allowed{{Host: "files.acme.com"}}, HTTP: n.client()}
	_, err := r.File(t.Context(), "https://files.acme.com/", "")
	require.ErrorContains(t, err, "redirects")
	assert.Len(t, n.asked(), 6)
}

// TestTokens says which token is used, and that none comes to stand in an error.
func TestTokens(t *testing.T) {
	t.Parallel()
	n := &internet{}
	r := reader(n, urlreader.Host{Kind: urlreader.GitHub, Name: "ghe.acme.com", Token: constant("own")})
	_, err := r.File(t.Context(), "https://ghe.acme.com/a/r/blob/main/x", "given")
	require.ErrorIs(t, err, scaffold.ErrNotFound)
	assert.Equal(t, []string{"ghe.acme.com/api/v3/repos/a/r/contents/x?ref=main Bearer given"}, n.asked())
	for _, bad := range []string{"s3cret\r\nX: y", "s3cret here", "s3crét"} {
		_, err := r.File(t.Context(), "https://ghe.acme.com/a/r/blob/main/x", bad)
		require.ErrorContains(t, err, "no token has")
		assert.NotContains(t, err.Error(), "s3cr")
	}
	assert.Empty(t, n.asked())
}
