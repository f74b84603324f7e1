package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/goldenpath-go/goldenpath"

// graph is the packages of this module and all that they import. Ours are named below the module's path, and the
// module's own package ".".
type graph struct {
	imports     map[string][]string
	testImports map[string][]string
	dirs        map[string]string // of our packages
	files       map[string][]string
}

// listed is what go list says of a package.
type listed struct {
	ImportPath, Dir                             string
	GoFiles, Imports, TestImports, XTestImports []string
}

func readGraph(t *testing.T) *graph {
	t.Helper()
	g, err := loadGraph()
	require.NoError(t, err)
	return g
}

// loadGraph asks the go command, once for all tests.
var loadGraph = sync.OnceValues(func() (*graph, error) {
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,GoFiles,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = "../.."
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	g := &graph{
		imports: map[string][]string{}, testImports: map[string][]string{},
		dirs: map[string]string{}, files: map[string][]string{},
	}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return g, nil
		} else if err != nil {
			return nil, err
		}
		g.add(p)
	}
})

func (g *graph) add(p listed) {
	name := shorten(p.ImportPath)
	g.imports[name] = shortenAll(p.Imports)
	if p.ImportPath == module || name != p.ImportPath {
		g.dirs[name], g.files[name] = p.Dir, p.GoFiles
		g.testImports[name] = shortenAll(append(p.TestImports, p.XTestImports...))
	}
}

func shorten(path string) string {
	if path == module {
		return "."
	}
	return strings.TrimPrefix(path, module+"/")
}

func shortenAll(paths []string) []string {
	out := make([]string, len(paths))
	for i, p := range paths {
		out[i] = shorten(p)
	}
	return out
}

// isOurs reports whether pkg belongs to this module.
func (g *graph) isOurs(pkg string) bool { return g.dirs[pkg] != "" }

// isStandard reports whether pkg belongs to the standard library, whose paths begin with no host's name.
func (g *graph) isStandard(pkg string) bool {
	first, _, _ := strings.Cut(pkg, "/")
	return !g.isOurs(pkg) && !strings.Contains(first, ".")
}

// ours returns the packages of this module that pattern means, sorted.
func (g *graph) ours(pattern string) []string {
	var out []string
	for pkg := range g.dirs {
		if match(pattern, pkg) {
			out = append(out, pkg)
		}
	}
	slices.Sort(out)
	return out
}

// deps returns all that pkg imports, itself or through others, and by which package each is imported first. What it would
// import through those apart is left out.
func (g *graph) deps(pkg string, apart ...string) map[string]string {
	by := map[string]string{}
	for queue := []string{pkg}; len(queue) > 0; queue = queue[1:] {
		if slices.Contains(apart, queue[0]) {
			continue
		}
		for _, dep := range g.imports[queue[0]] {
			if _, seen := by[dep]; !seen && dep != pkg {
				by[dep] = queue[0]
				queue = append(queue, dep)
			}
		}
	}
	return by
}

// path returns the shortest chain of imports from pkg to dep, for messages.
func (g *graph) path(pkg, dep string) string {
	by := g.deps(pkg)
	chain := dep
	for at := by[dep]; at != "" && at != pkg; at = by[at] {
		chain = at + " -> " + chain
	}
	return chain
}
