package main

import (
	"fmt"
	"io/fs"
	"sync/atomic"
	"time"
)

// When the line that shows how far a run is appears, and how often it changes.
const (
	progressAfter = 2 * time.Second
	progressEvery = 200 * time.Millisecond
)

// countingFS counts the files that are opened.
type countingFS struct {
	diskFS
	opened atomic.Int64
}

// Open opens a file.
func (c *countingFS) Open(name string) (fs.File, error) {
	c.opened.Add(1)
	return c.diskFS.Open(name)
}

// progress shows, in a run that takes long and that somebody looks at, how many files were read so far. It returns
// the file system to read them from, and what ends the show.
func (p *program) progress(disk diskFS, quiet bool) (fsys fs.FS, stop func()) {
	if quiet || !p.isTerminal(p.stderr) {
		return disk, func() {}
	}
	counting := &countingFS{diskFS: disk}
	return counting, p.show("files", &counting.opened)
}

// show shows on a terminal how many things were read so far, once that has taken a while, until stop is called.
func (p *program) show(things string, read *atomic.Int64) (stop func()) {
	if !p.isTerminal(p.stderr) {
		return func() {}
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		p.showProgress(things, read, done)
	}()
	return func() {
		close(done)
		<-ended
	}
}

func (p *program) showProgress(things string, read *atomic.Int64, done <-chan struct{}) {
	wait := time.NewTimer(progressAfter)
	defer wait.Stop()
	for shown := false; ; shown = true {
		select {
		case <-done:
			if shown {
				fmt.Fprint(p.stderr, "\r\x1b[K")
			}
			return
		case <-wait.C:
			fmt.Fprintf(p.stderr, "\r\x1b[Kread %d %s", read.Load(), things)
			wait.Reset(progressEvery)
		}
	}
}
