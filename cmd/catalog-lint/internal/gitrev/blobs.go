package gitrev

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// blobs reads contents by one git cat-file --batch, which is started when the first is asked for.
type blobs struct {
	command func() *exec.Cmd

	mu     sync.Mutex
	failed error // once the conversation has gone wrong it cannot be taken up again
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
}

// read returns the content of the blob called id.
func (b *blobs) read(id string) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failed == nil && b.cmd == nil {
		b.failed = b.start()
	}
	if b.failed != nil {
		return nil, b.failed
	}
	data, err := b.ask(id)
	if err != nil {
		b.failed = fmt.Errorf("git cat-file: %w", err)
	}
	return data, b.failed
}

func (b *blobs) start() error {
	b.cmd = b.command()
	var err error
	if b.stdin, err = b.cmd.StdinPipe(); err != nil {
		return err
	}
	stdout, err := b.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	b.stdout = bufio.NewReaderSize(stdout, 1<<16)
	return b.cmd.Start()
}

// ask sends ID and reads "ID blob SIZE", the content and a line feed.
func (b *blobs) ask(id string) ([]byte, error) {
	if _, err := io.WriteString(b.stdin, id+"\n"); err != nil {
		return nil, err
	}
	line, err := b.stdout.ReadString('\n')
	if err != nil {
		return nil, err
	}
	columns := strings.Fields(line)
	if len(columns) != 3 || columns[0] != id || columns[1] != "blob" {
		return nil, fmt.Errorf("answer not understood: %q", line)
	}
	size, err := strconv.ParseInt(columns[2], 10, 64)
	if err != nil {
		return nil, fmt.Errorf("answer not understood: %q", line)
	}
	data := make([]byte, size+1)
	if _, err := io.ReadFull(b.stdout, data); err != nil {
		return nil, err
	}
	return data[:size], nil
}

var errClosed = errors.New("closed")

// close ends the process. How it ends is nobody's concern: what was read was read whole.
func (b *blobs) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failed = errClosed
	if b.cmd == nil || b.cmd.Process == nil {
		return
	}
	_ = b.stdin.Close()
	_ = b.cmd.Wait()
	b.cmd = nil
}
