package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNoInitAndNoMutableVariables keeps packages free of state: importing one does nothing, and two users of it in
// one process do not meet.
func TestNoInitAndNoMutableVariables(t *testing.T) {
	t.Parallel()
	g := readGraph(t)
	for _, pkg := range g.ours("...") {
		t.Run(pkg, func(t *testing.T) {
			t.Parallel()
			files, fset := parse(t, g, pkg)
			variables := packageVariables(files)
			for _, file := range files {
				ast.Inspect(file, func(n ast.Node) bool {
					if f, ok := n.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
						assert.Fail(t, "init function", "%s", fset.Position(f.Pos()))
					}
					for _, name := range changed(n) {
						if spec, ok := variables[name.Name]; ok && refersTo(name, spec) {
							assert.Fail(t, "package variable is changed", "%s: %s", fset.Position(name.Pos()), name.Name)
						}
					}
					return true
				})
			}
		})
	}
}

func parse(t *testing.T, g *graph, pkg string) ([]*ast.File, *token.FileSet) {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range g.files[pkg] {
		file, err := parser.ParseFile(fset, filepath.Join(g.dirs[pkg], name), nil, 0)
		require.NoError(t, err)
		files = append(files, file)
	}
	return files, fset
}

// packageVariables returns the variables declared outside of functions.
func packageVariables(files []*ast.File) map[string]*ast.ValueSpec {
	out := map[string]*ast.ValueSpec{}
	for _, file := range files {
		for _, decl := range file.Decls {
			if d, ok := decl.(*ast.GenDecl); ok && d.Tok == token.VAR {
				for _, s := range d.Specs {
					spec := s.(*ast.ValueSpec) // the only kind under var
					for _, name := range spec.Names {
						out[name.Name] = spec
					}
				}
			}
		}
	}
	return out
}

// changed returns the variables that n assigns to, or to a part of.
func changed(n ast.Node) []*ast.Ident {
	var targets []ast.Expr
	switch s := n.(type) {
	case *ast.AssignStmt:
		if s.Tok != token.DEFINE {
			targets = s.Lhs
		}
	case *ast.IncDecStmt:
		targets = []ast.Expr{s.X}
	}
	var out []*ast.Ident
	for _, target := range targets {
		if name := root(target); name != nil && name.Name != "_" {
			out = append(out, name)
		}
	}
	return out
}

// root returns the variable of which e is a part.
func root(e ast.Expr) *ast.Ident {
	switch x := e.(type) {
	case *ast.Ident:
		return x
	case *ast.IndexExpr:
		return root(x.X)
	case *ast.SelectorExpr:
		return root(x.X)
	case *ast.StarExpr:
		return root(x.X)
	case *ast.ParenExpr:
		return root(x.X)
	}
	return nil
}

// refersTo reports whether name means the package variable declared by spec, and no local one: the parser resolves
// names within a file and leaves those of other files alone.
func refersTo(name *ast.Ident, spec *ast.ValueSpec) bool {
	return name.Obj == nil || name.Obj.Decl == spec
}
