package update

import (
	"path/filepath"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

const journalFile = KeptFolder + "/journal"

// Journal opens a journal for updates of the tree in the folder dir, which lies in its KeptFolder. Close it when done.
func Journal(dir string) (*plan.File, error) {
	w, err := scaffold.OpenWorkspace(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = w.Close() }()
	if err := (store{w}).open(); err != nil {
		return nil, err
	}
	return plan.OpenFile(filepath.Join(dir, filepath.FromSlash(journalFile)))
}

// Forget removes what is kept to undo updates of the tree in the folder dir, the journal included.
func Forget(dir string) error {
	w, err := scaffold.OpenWorkspace(dir)
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }()
	return w.RemoveAll(KeptFolder)
}
