package main

import (
	"io"
	"os"
)

// isTerminal reports whether w is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// The values of --color.
const (
	colorAuto   = "auto"
	colorAlways = "always"
	colorNever  = "never"
)

// color decides on colours for what is written to w: the flag, then NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE, then
// whether w is a terminal that CLICOLOR and TERM do not speak against.
func (p *program) color(flag string, w io.Writer) bool {
	set := func(name string) bool { v := p.getenv(name); return v != "" && v != "0" }
	switch {
	case flag != colorAuto:
		return flag == colorAlways
	case p.getenv("NO_COLOR") != "":
		return false
	case set("FORCE_COLOR"), set("CLICOLOR_FORCE"):
		return true
	case p.getenv("CLICOLOR") == "0", p.getenv("TERM") == "dumb":
		return false
	}
	return p.isTerminal(w)
}
