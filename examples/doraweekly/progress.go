package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/dora"
)

const (
	barWidth  = 30
	lineWidth = 79 // of the narrowest terminal that is common: a longer line could not be erased
)

// bar shows progress on a terminal, and nothing elsewhere. It leaves the line
// as it was.
type bar struct {
	out io.Writer // nil: nothing is shown

	mu    sync.Mutex
	shown bool
}

// newBar returns the bar for a stream, which is shown only where that is a
// terminal.
func newBar(w io.Writer) *bar {
	file, ok := w.(*os.File)
	if !ok {
		return &bar{}
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return &bar{}
	}
	return &bar{out: w}
}

func (b *bar) tell(p dora.Progress) {
	if b.out == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.shown = true
	fmt.Fprintf(b.out, "\r\x1b[K%s", line(p))
}

func (b *bar) erase() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.shown {
		fmt.Fprint(b.out, "\r\x1b[K")
	}
	b.shown = false
}

// line shows how far a source is.
func line(p dora.Progress) string {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, p.Source)
	count := fmt.Sprint(p.Items)
	gauge := ""
	if p.Total > 0 {
		full := min(barWidth, barWidth*p.Items/p.Total)
		gauge = fmt.Sprintf(" [%s%s]", strings.Repeat("#", full), strings.Repeat(" ", barWidth-full))
		count = fmt.Sprintf("%d of %d", p.Items, p.Total)
	}
	room := max(0, lineWidth-len(gauge)-len(count)-1)
	if len(name) > room {
		name = name[:room]
	}
	return name + gauge + " " + count
}
