package githubtest

import (
	"crypto/sha1" // tags and git's own hash, not a guard against anybody
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// Server is an organisation, an [http.Handler] below /api/v3/ as on an Enterprise server. Organization is required. Its
// fields may be changed between requests.
type Server struct {
	Organization string
	Repositories []Repository
	TreeLimit    int // entries from which on a tree is cut short; 0: never

	once sync.Once
	mux  *http.ServeMux
}

// Repository is a repository of the organisation.
type Repository struct {
	Name           string
	Default        string           // branch; empty means main
	Branches       map[string]Files // none: nothing was ever committed
	Archived, Fork bool
	Topics         []string
	Status         int // of the answers to all that is asked of its content; 0: as usual
}

// Files are the contents of files by their paths. A content that begins with LinkTo is that of a symbolic link, and
// Submodule that of no file at all.
type Files map[string]string

// Contents of what are no plain files.
const (
	LinkTo    = "symbolic link to "
	Submodule = "submodule"
)

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.once.Do(func() {
		s.mux = http.NewServeMux()
		s.mux.HandleFunc("GET /api/v3/orgs/{org}/repos", s.list)
		s.mux.HandleFunc("GET /api/v3/repos/{owner}/{repo}/git/trees/{sha}", s.tree)
		s.mux.HandleFunc("GET /api/v3/repos/{owner}/{repo}/git/blobs/{sha}", s.blob)
		s.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fail(w, http.StatusNotFound, "Not Found") })
	})
	s.mux.ServeHTTP(w, r)
}

func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	if !strings.EqualFold(r.PathValue("org"), s.Organization) {
		fail(w, http.StatusNotFound, "Not Found")
		return
	}
	size, page := number(r, "per_page", 30), number(r, "page", 1)
	from := min((page-1)*size, len(s.Repositories))
	to := min(from+size, len(s.Repositories))
	found := []map[string]any{}
	for i := range s.Repositories[from:to] {
		found = append(found, s.describe(r, from+i))
	}
	if to < len(s.Repositories) {
		next, query := *r.URL, r.URL.Query()
		query.Set("page", strconv.Itoa(page+1))
		next.RawQuery = query.Encode()
		w.Header().Set("Link", fmt.Sprintf("<http://%s%s>; rel=\"next\"", r.Host, next.RequestURI()))
	}
	answer(w, r, found)
}

func number(r *http.Request, name string, standard int) int {
	if n, err := strconv.Atoi(r.URL.Query().Get(name)); err == nil && n > 0 {
		return n
	}
	return standard
}

// find returns the repository that a request is about, and answers it when there is none or it is not to be read.
func (s *Server) find(w http.ResponseWriter, r *http.Request) *Repository {
	for i := range s.Repositories {
		repository := &s.Repositories[i]
		if !strings.EqualFold(r.PathValue("owner"), s.Organization) || !strings.EqualFold(r.PathValue("repo"), repository.Name) {
			continue
		}
		switch {
		case repository.Status != 0:
			fail(w, repository.Status, http.StatusText(repository.Status))
			return nil
		case len(repository.Branches) == 0:
			fail(w, http.StatusConflict, "Git Repository is empty.")
			return nil
		}
		return repository
	}
	fail(w, http.StatusNotFound, "Not Found")
	return nil
}

// answer writes v, or that nothing has changed since the client's last answer.
func answer(w http.ResponseWriter, r *http.Request, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	sum := sha1.Sum(append(body, w.Header().Get("Link")...))
	tag := `W/"` + hex.EncodeToString(sum[:]) + `"`
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	write(w, http.StatusOK, body)
}

func fail(w http.ResponseWriter, status int, message string) {
	body, _ := json.Marshal(map[string]string{ // strings always can be written
		"message": message, "documentation_url": "https://docs.github.com/rest", "status": strconv.Itoa(status),
	})
	write(w, status, body)
}

func write(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that is gone
}
