package update

import (
	"context"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// State says how what was generated stands to its template.
type State string

// The states.
const (
	UpToDate State = "up to date"
	Behind   State = "behind"
	Unknown  State = "unknown version" // the template does not have the version that the answers name
)

// Status is where a tree stands.
type Status struct {
	State   State
	Version string    // that it was generated from, or updated to
	Newer   []Version // that differ from the one before, oldest first: so many it is behind
	Moved   bool      // the version is not any more what it was then
}

// Check tells how far the tree in the folder dir is behind its template, without rendering anything. It fails with ErrNoAnswers.
func (u *Updater) Check(ctx context.Context, dir string) (*Status, error) {
	w, err := scaffold.OpenWorkspace(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = w.Close() }()
	answers, err := readAnswers(w)
	if err != nil {
		return nil, err
	}
	all, err := u.Source.Versions(ctx)
	if err != nil {
		return nil, err
	}
	return statusOf(answers.Template, all), nil
}

func statusOf(from Origin, all []Version) *Status {
	s := &Status{State: Unknown, Version: from.Version}
	at := -1
	for i, v := range all {
		if v.Name == from.Version {
			at = i
			break
		}
		if v.Digest == from.Digest {
			at = i // another name of the same
		}
	}
	if at < 0 {
		return s
	}
	s.State, s.Moved = UpToDate, from.Digest != "" && all[at].Digest != from.Digest
	for i := at + 1; i < len(all); i++ {
		if all[i].Digest != all[i-1].Digest {
			s.State = Behind
			s.Newer = append(s.Newer, all[i])
		}
	}
	return s
}
