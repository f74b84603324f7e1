// Package browsertest opens pages in Chromium, for tests, and tells what came of it: the elements, the picture, what was
// written to the console, and which hosts were asked for something. It needs no driver: Chromium prints the page that it
// has built, and a proxy that answers nothing hears every request.
package browsertest

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// Options say how a page is opened. The zero value and nil are good.
type Options struct {
	Dark          bool // prefer dark colours
	Width, Height int  // of the window; 0 means 1200 and 2400
}

// Page is what came of a page.
type Page struct {
	Root    *html.Node
	Picture *image.RGBA // nil: there is no browser
	PNG     []byte      // the picture as a file
	Console []string    // messages, with where they come from
	Hosts   []string    // that were asked for something by the page, sorted
}

// Open opens an HTML file. Where no Chromium is installed it logs that, and the page has only its elements, as they
// stand in the file.
func Open(t testing.TB, file string, o *Options) *Page {
	t.Helper()
	if o == nil {
		o = &Options{}
	}
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	command, ok := chromium()
	if !ok {
		t.Log("no Chromium is installed: the page is only read, not opened (Debian: apt-get install chromium)")
		return &Page{Root: parse(t, data)}
	}
	file, err = filepath.Abs(file)
	require.NoError(t, err)
	heard := &listener{}
	proxy := httptest.NewServer(heard)
	defer proxy.Close()
	dir := t.TempDir()
	// Beyond it, a browser that hangs fails the test instead of the whole run.
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, command, append(o.flags(dir), "--proxy-server="+proxy.URL, "file://"+filepath.ToSlash(file))...)
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir)
	cmd.WaitDelay = time.Second // children that keep the pipes open
	var out, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &log
	require.NoError(t, cmd.Run(), "%s", &log)
	p := &Page{Root: parse(t, out.Bytes()), Console: console(log.String()), Hosts: heard.hosts()}
	p.PNG, err = os.ReadFile(filepath.Join(dir, "page.png"))
	require.NoError(t, err, "%s", &log)
	picture, err := png.Decode(bytes.NewReader(p.PNG))
	require.NoError(t, err)
	p.Picture = image.NewRGBA(picture.Bounds())
	draw.Draw(p.Picture, picture.Bounds(), picture, picture.Bounds().Min, draw.Src)
	return p
}

func chromium() (string, bool) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, true
		}
	}
	return "", false
}

func (o *Options) flags(dir string) []string {
	width, height := o.Width, o.Height
	if width == 0 {
		width = 1200
	}
	if height == 0 {
		height = 2400
	}
	scheme := "1" // of blink's settings: light
	if o.Dark {
		scheme = "0"
	}
	return []string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions",
		"--user-data-dir=" + filepath.Join(dir, "profile"), "--hide-scrollbars", "--force-device-scale-factor=1",
		"--window-size=" + number(width) + "," + number(height), "--blink-settings=preferredColorScheme=" + scheme,
		"--enable-logging=stderr", "--v=0", "--dump-dom", "--screenshot=" + filepath.Join(dir, "page.png"),
	}
}

func parse(t testing.TB, data []byte) *html.Node {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(data))
	require.NoError(t, err)
	return root
}

// console returns the lines that Chromium logs for its console.
func console(log string) []string {
	var out []string
	for line := range strings.Lines(log) {
		if at := regexp.MustCompile(`:CONSOLE[:(]`).FindStringIndex(line); at != nil {
			out = append(out, strings.TrimSpace(line[at[0]+1:]))
		}
	}
	return out
}

// listener is a proxy that refuses everything.
type listener struct {
	mu    sync.Mutex
	asked []string
}

func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = append(l.asked, r.Host)
	w.WriteHeader(http.StatusForbidden)
}

// own are the hosts that Chromium asks for things of its own.
var own = regexp.MustCompile(`(^|\.)(google|googleapis|gstatic|gvt1|googleusercontent)\.com(:\d+)?$`)

func (l *listener) hosts() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := slices.DeleteFunc(slices.Clone(l.asked), own.MatchString)
	slices.Sort(out)
	return slices.Compact(out)
}
