package vaultproc

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"
)

// startTimeout is long: a server is ready within a second unless the machine is overloaded.
const startTimeout = time.Minute

// Server is a running Vault: in memory, unsealed, with nothing mounted but what a new one has.
type Server struct {
	Address   string `json:"address"`    // URL, on loopback
	RootToken string `json:"root_token"` // may do everything
	UnsealKey string `json:"unseal_key"` // hexadecimal; the only one
	Version   string `json:"version"`    // such as 1.14.1

	cmd   *exec.Cmd
	stdin io.Closer
}

// Start runs the program that [Build] made, and returns when the server answers. Its log goes to log. [Server.Stop] ends
// it; so does the end of this process, however that comes.
func Start(ctx context.Context, binary string, log io.Writer) (*Server, error) {
	s := &Server{cmd: exec.Command(binary)}
	s.cmd.Stderr = log
	stdin, err := s.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.stdin = stdin
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a Vault: %w", err)
	}
	if err := s.ready(ctx, stdout); err != nil {
		return nil, errors.Join(fmt.Errorf("start a Vault: %w", err), s.Stop())
	}
	return s, nil
}

// ready reads what the server says when it is.
func (s *Server) ready(ctx context.Context, stdout io.Reader) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	said := make(chan error, 1)
	go func() {
		line, err := bufio.NewReader(stdout).ReadBytes('\n')
		if err == nil {
			err = json.Unmarshal(line, s)
		}
		said <- err
	}()
	select {
	case err := <-said:
		return err
	case <-ctx.Done():
		_ = s.cmd.Process.Kill() // so that nothing writes to s from now on but the goroutine that reads its end
		<-said
		return ctx.Err()
	}
}

// Stop ends the server and waits for it.
func (s *Server) Stop() error {
	return errors.Join(s.stdin.Close(), s.cmd.Wait())
}
