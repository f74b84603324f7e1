package scaffold

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// stateFile returns the name of the file that holds the workspace as it was before a step.
func stateFile(dir string, step int) string {
	return filepath.Join(dir, fmt.Sprintf("before-%02d.json", step+1))
}

// keepOrRestore writes the state of the workspace to a file; if there is one, an earlier attempt was interrupted, and the
// workspace gets that state instead.
func keepOrRestore(w *Workspace, name string) error {
	files, err := readState(name)
	if err == nil {
		return w.restore(files)
	}
	if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if files, err = w.Files(); err != nil {
		return err
	}
	return writeJSONFile(name, files)
}

func readState(name string) ([]File, error) {
	var files []File
	return files, readJSONFile(name, &files)
}

func readJSONFile(name string, v any) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// writeJSONFile writes a file whole or not at all.
func writeJSONFile(name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	part := name + ".part"
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(part, name)
}
