package urlreader_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/openapitest"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/fetchtest"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/urlreader"
)

// internet is servers by their names, without a network; also the requests that they got.
type internet struct {
	hosts map[string]http.Handler
	mu    sync.Mutex
	tape  []string // host, path and query, and what authenticates
}

func (n *internet) RoundTrip(r *http.Request) (*http.Response, error) {
	n.mu.Lock()
	n.tape = append(n.tape, strings.TrimSpace(r.URL.Host+r.URL.RequestURI()+" "+r.Header.Get("Authorization")))
	n.mu.Unlock()
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	record, in := httptest.NewRecorder(), r.Clone(r.Context())
	in.Host, in.RequestURI, in.Body = r.URL.Host, r.URL.RequestURI(), http.NoBody
	handler, ok := n.hosts[r.URL.Host]
	if !ok {
		handler = http.NotFoundHandler()
	}
	handler.ServeHTTP(record, in)
	response := record.Result()
	response.Request = r
	return response, nil
}

func (n *internet) client() *http.Client { return &http.Client{Transport: n} }

// asked returns the requests since the last time.
func (n *internet) asked() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	defer func() { n.tape = nil }()
	return n.tape
}

// repository is one that a service keeps: of each branch the files.
type repository struct {
	t        *testing.T
	token    string // without which nothing is shown; empty: it is public
	branches map[string][]fetchtest.File
}

// find returns a file of a branch; HEAD is main.
func (r *repository) find(ref, name string) (fetchtest.File, bool) {
	for _, f := range r.files(ref) {
		if f.Path == name {
			return f, true
		}
	}
	return fetchtest.File{}, false
}

func (r *repository) files(ref string) []fetchtest.File {
	if ref == "HEAD" || ref == "" {
		ref = "main"
	}
	return r.branches[ref]
}

// guard hides the repository from those who may not see it.
func (r *repository) guard(scheme string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, in *http.Request) {
		if r.token != "" && in.Header.Get("Authorization") != scheme+" "+r.token {
			http.NotFound(w, in)
			return
		}
		h.ServeHTTP(w, in)
	})
}

// sendFile answers with a file.
func (r *repository) sendFile(w http.ResponseWriter, in *http.Request, ref, name string) {
	f, ok := r.find(ref, name)
	if !ok {
		http.NotFound(w, in)
		return
	}
	send(w, in, []byte(f.Content))
}

// sendArchive answers with an archive of a branch, below a folder called top.
func (r *repository) sendArchive(w http.ResponseWriter, in *http.Request, ref, top string) {
	files := r.files(ref)
	if files == nil {
		http.NotFound(w, in)
		return
	}
	send(w, in, tarball(r.t, top, files))
}

// send answers with data, or that it has not changed.
func send(w http.ResponseWriter, in *http.Request, data []byte) {
	sum := sha256.Sum256(data)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Content-Type", "application/octet-stream")
	if in.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(data)
}

// github is github.com with the repository acme/templates, every request to whose API is held against GitHub's description.
func (r *repository) github() *internet {
	data, err := os.ReadFile("testdata/github-openapi.json")
	require.NoError(r.t, err)
	description, err := openapitest.Read(data)
	require.NoError(r.t, err)
	raw, api, codeload := http.NewServeMux(), http.NewServeMux(), http.NewServeMux()
	raw.HandleFunc("GET /acme/templates/{ref}/{path...}", func(w http.ResponseWriter, in *http.Request) {
		r.sendFile(w, in, in.PathValue("ref"), in.PathValue("path"))
	})
	api.HandleFunc("GET /repos/acme/templates/contents/{path...}", func(w http.ResponseWriter, in *http.Request) {
		assert.Equal(r.t, "application/vnd.github.raw+json", in.Header.Get("Accept"))
		r.sendFile(w, in, in.URL.Query().Get("ref"), in.PathValue("path"))
	})
	api.HandleFunc("GET /repos/acme/templates/tarball/{ref...}", func(w http.ResponseWriter, in *http.Request) {
		if r.files(in.PathValue("ref")) == nil {
			http.NotFound(w, in)
			return
		}
		http.Redirect(w, in, "https://codeload.github.com/acme/templates/legacy.tar.gz/"+in.PathValue("ref")+"?token=once", http.StatusFound)
	})
	codeload.HandleFunc("GET /acme/templates/legacy.tar.gz/{ref...}", func(w http.ResponseWriter, in *http.Request) {
		assert.Empty(r.t, in.Header.Get("Authorization"), "the token is not for this server")
		r.sendArchive(w, in, in.PathValue("ref"), "acme-templates-1a2b3c")
	})
	checked := description.Handler(api, func(fault string) { assert.Fail(r.t, "not as GitHub describes it", fault) })
	return &internet{hosts: map[string]http.Handler{
		"raw.githubusercontent.com": r.guard("Bearer", raw), "api.github.com": r.guard("Bearer", checked), "codeload.github.com": codeload,
	}}
}

// gitlab is git.acme.com, a GitLab with the project acme/platform/templates.
func (r *repository) gitlab() *internet {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v4/projects/{project}/repository/files/{path}/raw", func(w http.ResponseWriter, in *http.Request) {
		assert.Equal(r.t, "acme/platform/templates", in.PathValue("project"))
		r.sendFile(w, in, in.URL.Query().Get("ref"), in.PathValue("path"))
	})
	mux.HandleFunc("GET /api/v4/projects/{project}/repository/archive.tar.gz", func(w http.ResponseWriter, in *http.Request) {
		assert.Equal(r.t, "acme/platform/templates", in.PathValue("project"))
		some := &repository{t: r.t, branches: map[string][]fetchtest.File{}}
		for _, f := range r.files(in.URL.Query().Get("sha")) {
			if strings.HasPrefix(f.Path, in.URL.Query().Get("path")) {
				some.branches["main"] = append(some.branches["main"], f)
			}
		}
		some.sendArchive(w, in, "main", "templates-main-1a2b3c-service")
	})
	return &internet{hosts: map[string]http.Handler{"git.acme.com": r.guard("Bearer", mux)}}
}

// gitea is git.acme.com, a Gitea with the repository acme/templates.
func (r *repository) gitea() *internet {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/repos/acme/templates/raw/{path...}", func(w http.ResponseWriter, in *http.Request) {
		r.sendFile(w, in, in.URL.Query().Get("ref"), in.PathValue("path"))
	})
	mux.HandleFunc("GET /api/v1/repos/acme/templates/archive/{name...}", func(w http.ResponseWriter, in *http.Request) {
		r.sendArchive(w, in, strings.TrimSuffix(in.PathValue("name"), ".tar.gz"), "templates")
	})
	return &internet{hosts: map[string]http.Handler{"git.acme.com": r.guard("token", mux)}}
}

// bitbucket is bitbucket.org with the repository acme/templates.
func (r *repository) bitbucket() *internet {
	api, web := http.NewServeMux(), http.NewServeMux()
	api.HandleFunc("GET /2.0/repositories/acme/templates/src/{ref}/{path...}", func(w http.ResponseWriter, in *http.Request) {
		r.sendFile(w, in, in.PathValue("ref"), in.PathValue("path"))
	})
	web.HandleFunc("GET /acme/templates/get/{name}", func(w http.ResponseWriter, in *http.Request) {
		r.sendArchive(w, in, strings.TrimSuffix(in.PathValue("name"), ".tar.gz"), "acme-templates-1a2b3c")
	})
	return &internet{hosts: map[string]http.Handler{"api.bitbucket.org": r.guard("Bearer", api), "bitbucket.org": r.guard("Bearer", web)}}
}

// plain is files.acme.com, which has an archive and the files beside it.
func (r *repository) plain(archive []byte) *internet {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /pub/all", func(w http.ResponseWriter, in *http.Request) { send(w, in, archive) })
	mux.HandleFunc("GET /pub/all/{path...}", func(w http.ResponseWriter, in *http.Request) { r.sendFile(w, in, "main", in.PathValue("path")) })
	return &internet{hosts: map[string]http.Handler{"files.acme.com": mux}}
}

// tarball returns a tar.gz archive as git makes it: with a header about the commit, and folders.
func tarball(t *testing.T, top string, files []fetchtest.File) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	require.NoError(t, w.WriteHeader(&tar.Header{Typeflag: tar.TypeXGlobalHeader, Name: "pax_global_header", PAXRecords: map[string]string{"comment": "1a2b3c"}}))
	if top != "" {
		require.NoError(t, w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: top + "/", Mode: 0o775}))
	}
	for _, f := range files {
		h := &tar.Header{Name: path.Join(top, f.Path), Typeflag: tar.TypeReg, Mode: 0o664, Size: int64(len(f.Content))}
		if f.Executable {
			h.Mode = 0o775
		}
		if f.Link {
			h.Typeflag, h.Linkname, h.Size = tar.TypeSymlink, f.Content, 0
		}
		require.NoError(t, w.WriteHeader(h))
		if !f.Link {
			_, err := w.Write([]byte(f.Content))
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Close())
	require.NoError(t, z.Close())
	return out.Bytes()
}

func zipped(t *testing.T, files []fetchtest.File) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.Path, Method: zip.Deflate}
		switch {
		case f.Link:
			h.SetMode(fs.ModeSymlink | 0o777)
		case f.Executable:
			h.SetMode(0o755)
		default:
			h.SetMode(0o644)
		}
		part, err := w.CreateHeader(h)
		require.NoError(t, err)
		_, err = part.Write([]byte(f.Content))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

// written writes files to a new folder.
func written(t *testing.T, files []fetchtest.File) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		mode := fs.FileMode(0o644)
		if f.Executable {
			mode = 0o755
		}
		if f.Link {
			require.NoError(t, os.Symlink(f.Content, name))
			continue
		}
		require.NoError(t, os.WriteFile(name, []byte(f.Content), mode))
	}
	return dir
}

// committed makes a bare repository of files, with one commit on main that is also tagged v1.
func committed(t *testing.T, files []fetchtest.File) string {
	t.Helper()
	dir, bare := written(t, files), filepath.Join(t.TempDir(), "templates.git")
	for _, args := range [][]string{
		{"init", "--quiet", "--initial-branch=main"},
		{"add", "--all"},
		{"-c", "user.name=Ada", "-c", "user.email=ada@acme.com", "commit", "--quiet", "-m", "all"},
		{"tag", "v1"},
		{"clone", "--quiet", "--bare", ".", bare},
	} {
		cmd := exec.Command("git", args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
	}
	return bare
}

// escaped returns a path as it stands in a URL.
func escaped(name string) string { return (&url.URL{Path: name}).EscapedPath() }

// joined returns the URL of something below another.
func joined(base, name string) string {
	if name == "" {
		return base
	}
	return base + "/" + strings.ReplaceAll(escaped(name), "//", "/")
}

// reader returns one of a host.
func reader(n *internet, h urlreader.Host) *urlreader.Reader {
	return &urlreader.Reader{Hosts: []urlreader.Host{h}, HTTP: n.client()}
}
