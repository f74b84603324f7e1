// Package store keeps a [dora.History] in one file between runs, so that a
// nightly one asks its sources only for what is new.
//
//	kept, err := store.Open("dora.db")
//	if err != nil { … }
//	defer kept.Close()
//	history, err := dora.Collect(ctx, sources, scope, window, &dora.CollectOptions{Store: kept})
//
// The file is a bbolt database. A batch is in it as a whole or not at all,
// whatever kills the process; a record takes the place of the one of its
// identity, so that asking again for what was there doubles nothing.
package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/goldenpath-go/goldenpath/dora"
)

// File is a history in a file. It may be used by many at once.
type File struct {
	name string
	db   *bbolt.DB
}

var _ dora.Store = (*File)(nil)

// ErrLocked says that another process has the file open.
var ErrLocked = errors.New("another process is using the history")

// ErrDamaged says that the file is not, or no longer, one of this package:
// remove it, and it is collected again.
var ErrDamaged = errors.New("the file is damaged")

// version is that of what lies in the file.
const version = "1"

// lockWait is how long to wait for another process.
const lockWait = 3 * time.Second

var (
	eventsBucket  = []byte("events")
	cursorsBucket = []byte("cursors")
	metaBucket    = []byte("meta")
	versionKey    = []byte("version")
)

// Open opens the file, which is made where there is none. One that another
// process has open is [ErrLocked] after three seconds.
func Open(name string) (*File, error) {
	f := &File{name: name}
	err := f.guard("open", func() error { return f.open() })
	if err == nil {
		return f, nil
	}
	if f.db != nil {
		err = errors.Join(err, f.Close())
	}
	return nil, err
}

func (f *File) open() error {
	var err error
	if f.db, err = bbolt.Open(f.name, 0o600, &bbolt.Options{Timeout: lockWait}); err != nil {
		return err
	}
	return f.db.Update(prepare)
}

// guard does something with the file. Of a damaged one bbolt panics, and reads
// where no memory is: both end here.
func (f *File) guard(what string, do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s the history %s: %w: %v", what, f.name, ErrDamaged, p)
		}
	}()
	err = do()
	switch {
	case err == nil:
		return nil
	case errors.Is(err, bolterrors.ErrTimeout):
		err = ErrLocked
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return fmt.Errorf("%s the history %s: %w", what, f.name, err)
}

func prepare(tx *bbolt.Tx) error {
	meta, err := tx.CreateBucketIfNotExists(metaBucket)
	if err != nil {
		return err
	}
	if v := meta.Get(versionKey); v != nil && string(v) != version {
		return fmt.Errorf("it is of version %s, this program reads version %s: remove it, it is collected again", v, version)
	}
	if err := meta.Put(versionKey, []byte(version)); err != nil {
		return err
	}
	for _, name := range [][]byte{eventsBucket, cursorsBucket} {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	return nil
}

// Close closes the file.
func (f *File) Close() error { return f.guard("close", f.db.Close) }

// Load adds all events to h and returns the cursors.
func (f *File) Load(ctx context.Context, h *dora.History) (map[string]json.RawMessage, error) {
	cursors := map[string]json.RawMessage{}
	err := f.guard("read", func() error {
		return f.db.View(func(tx *bbolt.Tx) error {
			if err := readEvents(ctx, tx.Bucket(eventsBucket), h); err != nil {
				return err
			}
			return tx.Bucket(cursorsBucket).ForEach(func(k, v []byte) error {
				cursors[string(k)] = bytes.Clone(v)
				return nil
			})
		})
	})
	return cursors, err
}

// checkEvery is after how many events to look whether to go on.
const checkEvery = 10_000

func readEvents(ctx context.Context, events *bbolt.Bucket, h *dora.History) error {
	n := 0
	return events.ForEach(func(_, line []byte) error {
		if n++; n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		return h.ReadLine(line)
	})
}

// Append keeps a batch.
func (f *File) Append(ctx context.Context, b dora.Batch) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return f.guard("write", func() error { return f.append(b) })
}

func (f *File) append(b dora.Batch) error {
	return f.db.Update(func(tx *bbolt.Tx) error {
		events := tx.Bucket(eventsBucket)
		for identity, line := range b.Lines() {
			// bbolt keeps the value until the transaction ends.
			if err := events.Put([]byte(identity), bytes.Clone(line)); err != nil {
				return err
			}
		}
		if b.Cursor == nil {
			return nil
		}
		return tx.Bucket(cursorsBucket).Put([]byte(b.Name), b.Cursor)
	})
}
