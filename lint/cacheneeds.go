package lint

import (
	"crypto/sha256"
	"sync"
)

// needs is what was made of a file depends on, of other files: whether they are there, and what is in them.
type needs struct {
	mu      sync.Mutex
	present map[string]bool
	content map[string]string // or why it cannot be read
	read    map[string]string // likewise of what checks have read; of a folder, whose name ends in a slash, the entries
}

func (n *needs) addPresence(name string, found bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.present == nil {
		n.present = map[string]bool{}
	}
	n.present[name] = found
}

func (n *needs) addContent(name string, data []byte, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.content == nil {
		n.content = map[string]string{}
	}
	n.content[name] = outcome(data, err)
}

// addRead notes what came of reading a file or folder.
func (n *needs) addRead(name, came string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.read == nil {
		n.read = map[string]string{}
	}
	n.read[name] = came
}

// outcome tells apart what may come of reading a file.
func outcome(data []byte, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	sum := sha256.Sum256(data)
	return string(sum[:])
}

// met reports whether all is as it was.
func (n *needs) met(r *run, limit int64) bool {
	if n == nil {
		return true
	}
	for name, found := range n.present {
		if r.exists(name) != found {
			return false
		}
	}
	for name, was := range n.content {
		if outcome(r.load.ReadFile(name)) != was {
			return false
		}
	}
	for name, was := range n.read {
		if r.readAgain(name, limit) != was {
			return false
		}
	}
	return true
}
