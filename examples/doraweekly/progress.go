package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/goldenpath-go/goldenpath/dora"
)

const barWidth = 30

// bar shows progress on a terminal, and nothing where stderr is a file or a
// pipe.
func bar(w io.Writer) func(dora.Progress) {
	file, ok := w.(*os.File)
	if !ok {
		return nil
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return func(p dora.Progress) { fmt.Fprintf(w, "\r\x1b[K%s", line(p)) }
}

// line shows how far a source is.
func line(p dora.Progress) string {
	if p.Total == 0 {
		return fmt.Sprintf("%s: %d", p.Source, p.Items)
	}
	full := min(barWidth, barWidth*p.Items/p.Total)
	return fmt.Sprintf("%s [%s%s] %d of %d", p.Source, strings.Repeat("#", full), strings.Repeat(" ", barWidth-full), p.Items, p.Total)
}
