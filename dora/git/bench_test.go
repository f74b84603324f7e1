package git_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/git"
	"github.com/goldenpath-go/goldenpath/dora/git/gogit"
)

const (
	benchCommits = 30_000
	benchTags    = 300
)

// writeStream writes a repository of two lines that take turns, for git
// fast-import: a merge every fiftieth commit, a tag every hundredth.
func writeStream(to io.Writer) error {
	w := bufio.NewWriter(to)
	heads := [2]int{}
	for i := 1; i <= benchCommits; i++ {
		line := (i / 100) % 2
		at := 1_700_000_000 + i*600
		fmt.Fprintf(w, "commit refs/heads/line-%d\nmark :%d\n", line, i)
		fmt.Fprintf(w, "author Ada <ada@example.com> %d +0000\ncommitter Ada <ada@example.com> %d +0000\n", at, at)
		message := fmt.Sprintf("change %d\n\nWhat it does and why it is needed, in two lines\nof the usual length.\n", i)
		fmt.Fprintf(w, "data %d\n%s", len(message), message)
		if heads[line] == 0 && heads[1-line] > 0 {
			fmt.Fprintf(w, "from :%d\n", heads[1-line])
		}
		if i%50 == 0 && heads[1-line] > 0 && heads[line] > 0 {
			fmt.Fprintf(w, "merge :%d\n", heads[1-line])
		}
		content := fmt.Sprintf("%d\n", i)
		fmt.Fprintf(w, "M 100644 inline services/%d/file-%d.txt\ndata %d\n%s\n", i%20, i%200, len(content), content)
		heads[line] = i
		if i%(benchCommits/benchTags) == 0 {
			fmt.Fprintf(w, "reset refs/tags/v%d\nfrom :%d\n\n", i, i)
		}
	}
	return w.Flush()
}

func benchRepository(b *testing.B) string {
	b.Helper()
	dir := b.TempDir()
	run := func(in io.Reader, args ...string) {
		cmd := exec.CommandContext(b.Context(), "git", append([]string{"-C", dir}, args...)...)
		cmd.Stdin = in
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("git %s: %v: %s", args, err, out)
		}
	}
	run(nil, "init", "-q", "--bare")
	var stream strings.Builder
	if err := writeStream(&stream); err != nil {
		b.Fatal(err)
	}
	run(strings.NewReader(stream.String()), "fast-import", "--quiet")
	return dir
}

// BenchmarkClone collects and computes a clone of 30,000 commits and 300 tags,
// beside one git log that prints the same and that nobody reads: "x-git-log"
// times as long. Then the same without git, beside git.
func BenchmarkClone(b *testing.B) {
	dir := benchRepository(b)
	paths, none := []string{"services/7"}, "no-such-git"
	for _, bench := range []struct {
		name, command string
		paths         []string
	}{{"whole", "", nil}, {"paths", "", paths}, {"go-git", none, nil}, {"go-git-paths", none, paths}} {
		paths := bench.paths
		b.Run(bench.name, func(b *testing.B) {
			clone := &git.Clone{Dir: dir, Repo: "acme/orders", Command: bench.command, Fallback: gogit.Reader{}}
			s := service()
			s.Paths = paths
			ours, theirs := time.Hour, time.Hour // the quickest runs
			for b.Loop() {
				start := time.Now()
				args := []string{"-C", dir, "log", "--tags", "-z", "--no-renames", "--format=%H%x00%P%x00%at%x00%ct%x00%an%x00%B%x00"}
				if paths != nil {
					args = append(args, "--name-only")
				}
				cmd := exec.CommandContext(b.Context(), "git", args...)
				if err := cmd.Run(); err != nil {
					b.Fatal(err)
				}
				theirs = min(theirs, time.Since(start))
				start = time.Now()
				window := dora.Window{From: time.Unix(1_700_000_000, 0), To: time.Unix(1_800_000_000, 0)}
				h, err := dora.Collect(b.Context(), dora.Sources{
					Deployments: map[string]dora.DeploymentSource{"git": &git.Tags{Clone: clone}}, Changes: clone,
				}, dora.Scope{Services: []dora.Service{s}}, window, nil)
				if err != nil {
					b.Fatal(err)
				}
				if n := dora.Calculate(h, window, nil).Org.Deployments.Count; n != benchTags {
					b.Fatalf("%d releases", n)
				}
				ours = min(ours, time.Since(start))
			}
			b.ReportMetric(float64(ours)/float64(theirs), "x-git-log")
		})
	}
}
