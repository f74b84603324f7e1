package urlreader_test

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/urlreader"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// A template's skeleton is a folder of an archive on a server.
func Example() {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		archive := zip.NewWriter(w)
		for _, name := range []string{"service/${{ values.name }}.md", "other/x"} {
			if f, err := archive.Create(name); err == nil {
				_, _ = io.WriteString(f, "# ${{ values.name }}\n")
			}
		}
		_ = archive.Close()
	}))
	defer server.Close()
	t, err := scaffold.Parse("template.yaml", fmt.Appendf(nil, `
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: service }
spec:
  type: service
  steps:
    - action: fetch:template
      input: { url: '%s/skeletons.zip#service', values: { name: orders } }
`, server.URL))
	if err != nil {
		log.Fatal(err)
	}
	host := strings.TrimPrefix(server.URL, "https://")
	reader := &urlreader.Reader{Allow: []urlreader.Allowed{{Host: host}}, HTTP: server.Client()}
	r := scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: fetch.Actions(reader)}
	result, err := r.DryRun(context.Background(), t, scaffold.Request{})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range result.Files {
		fmt.Printf("%s: %s", f.Path, f.Data)
	}
	// Output: orders.md: # orders
}
