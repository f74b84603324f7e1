package lint

import (
	"bytes"
	"io/fs"
)

// overlay is a file system of which some files have another content.
type overlay struct {
	fs.FS
	files  map[string][]byte
	before map[string][]byte // what these were at first
}

// Open returns the file's new content, if it has one.
func (o overlay) Open(name string) (fs.File, error) {
	data, ok := o.files[name]
	if !ok {
		return o.FS.Open(name)
	}
	info, err := o.Stat(name)
	if err != nil {
		return nil, err
	}
	return &memFile{bytes.NewReader(data), info}, nil
}

// Stat describes a file without opening it: a pipe would wait for a writer.
func (o overlay) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(o.FS, name)
	if data, ok := o.files[name]; ok && err == nil {
		return memInfo{info, int64(len(data))}, nil
	}
	return info, err
}

// fix applies the fixes of a run, and returns how many it has applied in each file that it changed.
func (o overlay) fix(r *Result, unsafe bool) (changed map[string]int, err error) {
	byFile := map[string][]Fix{}
	for i := range r.Diagnostics {
		if f, ok := r.Diagnostics[i].Fix(unsafe); ok && len(f.Edits) > 0 {
			byFile[f.Edits[0].File] = append(byFile[f.Edits[0].File], f)
		}
	}
	changed = map[string]int{}
	for _, name := range sortedKeys(byFile) {
		data, err := fs.ReadFile(o, name)
		if err != nil {
			return changed, err
		}
		fixed, applied, _ := ApplyFixes(name, data, byFile[name])
		if !bytes.Equal(fixed, data) {
			if _, again := o.before[name]; !again {
				o.before[name] = data
			}
			o.files[name] = fixed
			changed[name] = len(applied)
		}
	}
	return changed, nil
}

// memFile is an open file in memory.
type memFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f *memFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *memFile) Close() error               { return nil }

// memInfo describes a file in the place of another, whose name and mode it has.
type memInfo struct {
	fs.FileInfo
	size int64
}

func (i memInfo) Size() int64 { return i.size }

// Sys returns nothing: what is known of the file on disk says nothing of this content.
func (memInfo) Sys() any { return nil }
