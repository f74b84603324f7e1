package urlreader_test

import (
	"context"
	"io/fs"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/urlreader"
)

// byPlace reads names from files.acme.com: of an archive a folder is a fragment of its URL, and files stand beside it.
type byPlace struct{ *urlreader.Reader }

func (p *byPlace) Tree(ctx context.Context, name, token string) (fs.FS, error) {
	return p.Reader.Tree(ctx, "https://files.acme.com/pub/all#"+escaped(name), token)
}

func (p *byPlace) File(ctx context.Context, name, token string) ([]byte, error) {
	if strings.Contains(name, "://") {
		return p.Reader.File(ctx, name, token)
	}
	return p.Reader.File(ctx, "https://files.acme.com/pub/all/"+escaped(name), token)
}

// constant returns what always gives a token.
func constant(token string) urlreader.Token {
	return func(context.Context) (string, error) { return token, nil }
}
