// Package largefile reads files of tens of megabytes.
package largefile

import (
	"errors"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
)

// readChunk is how much of a large file is read at a time.
const readChunk = 4 << 20

// Read returns the first size bytes of a file, read by several workers: what takes the time is that fresh memory is
// made ready, which processors do beside each other.
func Read(name string, size int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read
	data := make([]byte, size)
	expect(data)
	var next atomic.Int64
	errs := make([]error, runtime.GOMAXPROCS(0))
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() {
			for start := next.Add(readChunk) - readChunk; start < size && errs[i] == nil; start = next.Add(readChunk) - readChunk {
				errs[i] = readPart(f, data[start:min(start+readChunk, size)], start)
			}
		})
	}
	group.Wait()
	return data, errors.Join(errs...)
}

// readPart fills part from an offset on.
func readPart(f *os.File, part []byte, offset int64) error {
	n, err := f.ReadAt(part, offset)
	switch {
	case n == len(part):
		return nil
	case errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF // it has become shorter
	}
	return err
}
