package merge3

import (
	"bytes"
	"strings"
)

// writer writes the result of a merge.
type writer struct {
	*merger
	options   *Options
	out       bytes.Buffer
	written   int   // lines
	conflicts []int // lines of the markers that begin them, from 1
}

// write writes the result: our text, with the regions replaced in which it is not what the merge gives.
func (w *writer) write() {
	at := 0
	for i := range w.regions {
		r := &w.regions[i]
		if r.origin == agreed {
			continue
		}
		w.lines(w.ours[at:r.ours.start])
		switch r.origin {
		case conflict:
			w.conflict(r)
		case fromOurs:
			w.lines(w.ours[r.ours.start:r.ours.end])
		case fromTheirs:
			w.lines(w.theirs[r.theirs.start:r.theirs.end])
		}
		at = r.ours.end
	}
	w.lines(w.ours[at:])
}

func (w *writer) lines(lines [][]byte) {
	for _, line := range lines {
		w.out.Write(line)
	}
	w.written += len(lines)
}

// conflict writes what both sides say between markers.
func (w *writer) conflict(r *region) {
	o, end := w.options, w.lineEnd(r)
	w.conflicts = append(w.conflicts, w.written+1)
	w.marker('<', o.Ours, end)
	w.whole(w.ours[r.ours.start:r.ours.end], end)
	if o.Style != Plain {
		w.marker('|', o.Base, end)
		w.whole(w.base[r.base.start:r.base.end], end)
	}
	w.marker('=', "", end)
	w.whole(w.theirs[r.theirs.start:r.theirs.end], end)
	w.marker('>', o.Theirs, end)
}

func (w *writer) marker(sign byte, label, end string) {
	w.out.WriteString(strings.Repeat(string(sign), w.options.markerSize()))
	if label != "" {
		w.out.WriteString(" " + label)
	}
	w.out.WriteString(end)
	w.written++
}

// whole writes lines and sees to it that the last one ends.
func (w *writer) whole(lines [][]byte, end string) {
	w.lines(lines)
	if n := len(lines); n > 0 && !bytes.HasSuffix(lines[n-1], []byte("\n")) {
		w.out.WriteString(end)
	}
}

// lineEnd returns how lines end around a conflict: in a carriage return, too, if the base begins with such a line and neither side
// has another end there.
func (w *writer) lineEnd(r *region) string {
	ours, theirs := endOf(w.ours, max(r.ours.start-1, 0)), endOf(w.theirs, max(r.theirs.start-1, 0))
	if ours != unix && theirs != unix && endOf(w.base, 0) == dos {
		return "\r\n"
	}
	return "\n"
}

type lineEnd byte

const (
	unseen lineEnd = iota
	unix
	dos
)

// endOf returns how a line ends; where it does not, how the one before it does.
func endOf(lines [][]byte, i int) lineEnd {
	if i < len(lines) && !bytes.HasSuffix(lines[i], []byte("\n")) {
		i--
	}
	switch {
	case i < 0 || i >= len(lines):
		return unseen
	case bytes.HasSuffix(lines[i], []byte("\r\n")):
		return dos
	}
	return unix
}
