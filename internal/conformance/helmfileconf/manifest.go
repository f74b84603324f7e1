package helmfileconf

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// needsNeighbours is the verdict of a file that cannot be judged alone.
const needsNeighbours = "needs-neighbours"

// checkManifest reads every file of a manifest alone, and compares the verdict where there is one.
func checkManifest(ctx context.Context, dir string, tell func(Difference)) (Result, error) {
	data, err := os.ReadFile(filepath.Join(dir, "MANIFEST.tsv"))
	if err != nil {
		return Result{}, err
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	column := map[string]int{}
	for i, name := range strings.Split(lines[0], "\t") {
		column[name] = i
	}
	var result Result
	for _, line := range lines[1:] {
		row := strings.Split(line, "\t")
		text, err := os.ReadFile(filepath.Join(dir, row[column["file"]]))
		if err != nil {
			return result, err
		}
		ok := true
		for _, verdict := range []string{"v1_alone", "v1_rendered"} {
			got, err := Verdict(ctx, path.Base(row[column["path"]]), text, verdict == "v1_rendered")
			if err != nil {
				return result, err
			}
			if want := row[column[verdict]]; want != needsNeighbours && want != got {
				tell(Difference{row[column["file"]], verdict, "verdict", want, got})
				ok = false
			}
		}
		if ok {
			result.Passed++
		} else {
			result.Failed++
		}
	}
	return result, ctx.Err()
}

// Verdict lists the releases of a file that is alone in its folder, and returns ok or the class of the error. Insecure
// functions are switched off; rendered has a plain file rendered as well.
func Verdict(ctx context.Context, name string, text []byte, rendered bool) (string, error) {
	environ := map[string]string{"HELMFILE_DISABLE_INSECURE_FEATURES": "true"}
	if rendered {
		maps.Copy(environ, map[string]string{"HELMFILE_RENDER_YAML": "true"})
	}
	state, err := helmfile.Load(fstest.MapFS{name: {Data: text}}, name, &helmfile.Options{Environ: environ})
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	r, err := state.Resolve(ctx, "")
	if err != nil {
		return "", err
	}
	if faults := r.Errors.At(helmfile.StageList); len(faults) > 0 {
		return string(faults[0].Class), nil
	}
	return "ok", nil
}
