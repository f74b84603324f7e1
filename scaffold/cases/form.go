package cases

import (
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/decode"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// The form of the file.
type (
	caseForm struct {
		Description string            `yaml:"description"`
		Template    string            `yaml:"template"`
		Dialects    []*tree.Node      `yaml:"dialects"`
		Values      *tree.Node        `yaml:"values"`
		Defaults    *bool             `yaml:"defaults"`
		Secrets     map[string]string `yaml:"secrets"`
		User        *tree.Node        `yaml:"user"`
		Task        string            `yaml:"task"`
		Environment *tree.Node        `yaml:"environment"`
		Entities    []*tree.Node      `yaml:"entities"`
		Mocks       *tree.Node        `yaml:"mocks"`
		URLs        map[string]string `yaml:"urls"`
		Ignore      []string          `yaml:"ignore"`
		Want        wantForm          `yaml:"want"`
	}
	userForm struct {
		Ref    string     `yaml:"ref"`
		Entity *tree.Node `yaml:"entity"`
	}
	mockForm struct {
		Output *tree.Node `yaml:"output"`
		Error  string     `yaml:"error"`
		Files  string     `yaml:"files"`
	}
	wantForm struct {
		Status string     `yaml:"status"`
		Error  string     `yaml:"error"`
		Log    *tree.Node `yaml:"log"`
		Inputs *tree.Node `yaml:"inputs"`
		Output *tree.Node `yaml:"output"`
	}
)

// parser reads one case.
type parser struct {
	decode.Decoder
	dir string // of the case, from the root
}

// parse reads a case in a folder.
func parse(shown, dir string, data []byte) (*Case, error) {
	stream := yamlsrc.Parse(shown, data)
	p := parser{decode.Decoder{Text: stream.Text, DidYouMean: didYouMean}, dir}
	root := p.Root(stream, "a case")
	if root == nil {
		return nil, p.Errs.Err()
	}
	var form caseForm
	p.Decode(root, reflect.ValueOf(&form).Elem(), "")
	c := &Case{
		Name: dir, Description: form.Description, text: stream.Text, values: Values{stream.Text, p.object(form.Values, "/values")},
		secrets: form.Secrets, task: "test", defaults: form.Defaults == nil || *form.Defaults, ignore: form.Ignore,
		environment: p.value(form.Environment, "/environment"),
	}
	if form.Task != "" {
		c.task = form.Task
	}
	c.Template = p.path(root.Get("template"), form.Template, "../../template.yaml")
	p.readDialects(c, form.Dialects)
	p.readUser(c, form.User)
	p.readEntities(c, form.Entities)
	p.readMocks(c, form.Mocks)
	for _, url := range sortedKeys(form.URLs) {
		c.urls = append(c.urls, mapping{strings.TrimSuffix(url, "/"), p.path(root.Get("urls").Get(url), form.URLs[url], "")})
	}
	p.readWant(c, root.Field("want"), form.Want)
	p.Errs.Sort()
	return c, p.Errs.Err()
}

// path returns a path that is written from the case's folder, from the root.
func (p *parser) path(n *tree.Node, written, otherwise string) string {
	if written == "" {
		written = otherwise
	}
	name := path.Join(p.dir, written)
	if n != nil && (path.IsAbs(written) || name == ".." || strings.HasPrefix(name, "../")) {
		p.Errorf(n, "", "%s leads out of the root", written)
	}
	return name
}

// object returns n if it is a mapping, and nil with an error when it is something else.
func (p *parser) object(n *tree.Node, pointer string) *tree.Node {
	switch {
	case n == nil || n.Kind == tree.Null:
		return nil
	case n.Kind != tree.Object:
		p.Errorf(n, pointer, "a mapping is wanted here, not %s", decode.Describe(n))
		return nil
	}
	return n
}

// value returns a mapping as templates hold it; nil when there is none.
func (p *parser) value(n *tree.Node, pointer string) *scaffold.Object {
	o, _ := scaffold.ValueOf(p.object(n, pointer)).(*scaffold.Object)
	return o
}

func (p *parser) readDialects(c *Case, nodes []*tree.Node) {
	for _, n := range nodes {
		d, ok := DialectByName(n.Text)
		switch {
		case !ok:
			p.Errorf(n, "/dialects", "%s is no dialect; there are backstage4, nunjucks3, extended", decode.Describe(n))
		case !slices.Contains(c.Dialects, d):
			c.Dialects = append(c.Dialects, d)
		}
	}
	if len(c.Dialects) == 0 {
		c.Dialects = []nunjucks.Dialect{nunjucks.Backstage4}
	}
}

// DialectByName returns the dialect of a name, as its String gives it.
func DialectByName(name string) (nunjucks.Dialect, bool) {
	for _, d := range []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3, nunjucks.Extended} {
		if d.String() == name {
			return d, true
		}
	}
	return 0, false
}

// readUser reads who runs the template: a reference, or that with the entity.
func (p *parser) readUser(c *Case, n *tree.Node) {
	if ref, ok := n.Str(); ok || n == nil {
		c.user.Ref = ref
		return
	}
	var form userForm
	p.Decode(n, reflect.ValueOf(&form).Elem(), "/user")
	c.user = scaffold.User{Ref: form.Ref, Entity: p.value(form.Entity, "/user/entity")}
}

// readEntities reads what catalog:fetch finds.
func (p *parser) readEntities(c *Case, nodes []*tree.Node) {
	for _, n := range nodes {
		e := p.value(n, "/entities")
		if e == nil {
			continue
		}
		if e.Text("kind") == "" || e.Object("metadata").Text("name") == "" {
			p.Errorf(n, "/entities", "an entity has a kind and metadata with a name")
		}
		c.entities = append(c.entities, e)
	}
}

func (p *parser) readMocks(c *Case, n *tree.Node) {
	if n = p.object(n, "/mocks"); n == nil {
		return
	}
	for _, f := range n.Fields {
		m := &mock{name: f.Name, at: f.KeyStart}
		c.mocks = append(c.mocks, m)
		at := "/mocks/" + tree.Escape(f.Name)
		if f.Value.Kind == tree.Bool && f.Value.Bool {
			m.invent = true
			continue
		}
		if f.Value.Kind != tree.Object {
			p.Errorf(f.Value, at, "write true, or what the action does: output, error, files")
			continue
		}
		var form mockForm
		p.Decode(f.Value, reflect.ValueOf(&form).Elem(), at)
		m.outputs, m.err = p.value(form.Output, at+"/output"), form.Error
		if form.Files != "" {
			m.files = p.path(f.Value.Get("files"), form.Files, "")
		}
	}
}

func (p *parser) readWant(c *Case, f *tree.Field, form wantForm) {
	if f == nil {
		return
	}
	c.want = want{
		at: f.KeyStart, failed: form.Status == "failed" || form.Error != "", error: form.Error,
		inputs: p.object(form.Inputs, "/want/inputs"), output: p.object(form.Output, "/want/output"),
	}
	switch {
	case form.Status != "" && form.Status != "completed" && form.Status != "failed":
		p.Errorf(f.Value.Get("status"), "/want/status", "%q is no status; a run is completed or failed", form.Status)
	case form.Error != "" && form.Status == "completed":
		p.Errorf(f.Value, "/want", "a run that completes has no error")
	}
	if form.Log == nil {
		return
	}
	if form.Log.Kind != tree.Array || slices.ContainsFunc(form.Log.Items, func(n *tree.Node) bool { return n.Kind != tree.String }) {
		p.Errorf(form.Log, "/want/log", "a list of texts is wanted here, not %s", decode.Describe(form.Log))
		return
	}
	c.want.log = form.Log
}

// didYouMean lists what may be written: there is little.
func didYouMean(_ string, candidates []string) string {
	if len(candidates) == 0 {
		return ""
	}
	return "; there are " + strings.Join(candidates, ", ")
}
