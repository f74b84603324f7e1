package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// The releases of Backstage whose verdicts catalog-lint gives.
const (
	catalogBackend = "4.0.0"
	catalogModel   = "1.10.1"
)

// versionInfo says what a binary was built from.
type versionInfo struct {
	Version        string `json:"version"`
	Commit         string `json:"commit,omitempty"`
	Modified       bool   `json:"modified,omitempty"` // built from a work tree that was not as committed
	Go             string `json:"go"`
	CatalogBackend string `json:"catalogBackend"`
	CatalogModel   string `json:"catalogModel"`
}

func (p *program) versionCommand() *cobra.Command {
	asJSON := false
	cmd := command("version", "Print the version, and which Backstage it follows", func(context.Context, []string) error {
		info, _ := debug.ReadBuildInfo()
		return p.printVersion(newVersionInfo(info), asJSON)
	})
	cmd.Args = noArguments
	cmd.Flags().BoolVar(&asJSON, "json", false, "print as JSON")
	return cmd
}

// newVersionInfo reads what the go command has put into the binary; nil when there is nothing.
func newVersionInfo(info *debug.BuildInfo) versionInfo {
	v := versionInfo{Version: "(devel)", CatalogBackend: catalogBackend, CatalogModel: catalogModel}
	if info == nil {
		return v
	}
	v.Go = info.GoVersion
	if info.Main.Version != "" {
		v.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Commit = s.Value
		case "vcs.modified":
			v.Modified = s.Value == "true"
		}
	}
	return v
}

func (p *program) printVersion(v versionInfo, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(p.stdout).Encode(v)
	}
	text := "catalog-lint " + v.Version
	if v.Commit != "" {
		text += " (" + v.Commit + ")"
	}
	return writeAll(p.stdout, fmt.Appendf(nil, "%s\n%s\nBackstage catalog-backend %s, catalog-model %s\n", text, v.Go, v.CatalogBackend, v.CatalogModel))
}
