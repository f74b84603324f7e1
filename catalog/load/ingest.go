package load

import (
	"context"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load/internal/scm"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/source"
)

// Parse reads the file called name, a path from the root of the file system, whose content is data. It never fails:
// what is wrong stands in the documents' Problems. Nil options are the zero Options. Once ctx has ended, no more files
// are read for placeholders, which is then a problem of theirs.
//
// It follows Backstage's plugin-catalog-node (processing/parse.ts) and plugin-catalog-backend
// (processing/DefaultCatalogProcessingOrchestrator.ts).
func Parse(ctx context.Context, name string, data []byte, o *Options) *File {
	if o == nil {
		o = &Options{}
	}
	stream := yamlsrc.Parse(name, data)
	r := newReader(stream.Text, o)
	if o.ReadFile != nil {
		r.readFile = func(path string) ([]byte, error) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			return o.ReadFile(path)
		}
	}
	f := &File{Text: stream.Text, Documents: make([]*Document, 0, len(stream.Docs))}
	for i, doc := range stream.Docs {
		f.Documents = append(f.Documents, r.read(i, doc))
	}
	return f
}

// reader reads the documents of one file.
type reader struct {
	text     *source.Text
	options  *Options
	address  string // URL of the file; empty when it is not known
	resolver *scm.Resolver
	readFile func(path string) ([]byte, error)
	problems int                    // of the documents so far
	contents map[[2]string]*content // by name of the placeholder and path
	repeated int                    // bytes of files that were put in again
	one      ingestion
}

func newReader(text *source.Text, o *Options) *reader {
	r := &reader{text: text, options: o}
	if root := o.root(); root != "" {
		r.address = root + text.Name
		r.resolver = scm.NewResolver(root, r.address)
	}
	return r
}

// ingestion is one document on its way through Backstage's stages. Every stage looks at all that stages before it have
// not refused, so that one run finds every fault; what Backstage says is what the first of them says.
type ingestion struct {
	*reader
	doc  *Document
	root *tree.Node // as the stage at hand sees it
	rule *kindRule  // of the kind that the entity is or was probably meant to be; nil when that is none of ours
	seen []string   // keys of the faults that have been reported

	checker checker
	named   bool    // it has a reference
	assumed nodeSet // texts that stand for content that is not known
}

func (r *reader) read(index int, y *yamlsrc.Document) *Document {
	in := r.begin(index, y)
	in.run(y)
	in.finish()
	r.problems += len(in.doc.Problems)
	return in.doc
}

// begin returns the ingestion of a document. Documents come one after the other, and share its memory.
func (r *reader) begin(index int, y *yamlsrc.Document) *ingestion {
	r.one = ingestion{reader: r, root: y.Root, doc: &Document{Index: index, Range: r.text.Range(y.Start, y.End)}}
	return &r.one
}

// run takes the document through the stages.
func (in *ingestion) run(y *yamlsrc.Document) {
	switch {
	case len(y.Errors) > 0:
		in.syntax(y)
		return
	case in.root == nil || in.root.Kind == tree.Null:
		in.doc.Stage = StageSkipped
		return
	case in.root.Kind != tree.Object:
		in.wrongRoot()
		return
	}
	in.envelope()
	in.preprocess(y.Recursive)
	in.policy()
	in.validate()
	in.location()
	in.postprocess()
}

// finish draws the verdict from the problems.
func (in *ingestion) finish() {
	d := in.doc
	switch {
	case len(d.Problems) > 0:
		d.Stage = d.Problems[0].Stage
		return
	case d.Stage != StageSkipped:
		d.Stage = StageDone
	}
	d.OK = true
}

// decode makes the entity of the tree, and its reference. What has no kind or name is no entity.
func (in *ingestion) decode(root *tree.Node) {
	e := catalog.NewEntity(plainMembers(root))
	if e.Kind == "" || e.Metadata.Name == "" {
		return
	}
	e.Source = catalog.Source{File: in.text.Name, Document: in.doc.Index, Locator: &locator{text: in.text, root: root}}
	in.doc.Entity = e
	if in.named {
		in.doc.Ref = e.Ref().String()
	}
}
