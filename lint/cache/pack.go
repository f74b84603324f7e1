package cache

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// magic begins every pack. Another form of packs gets another one.
const magic = "goldenpath lint cache 1\n"

// headSize is how many bytes come before what the checksum is of: magic, key and checksum.
const headSize = len(magic) + 2*sha256.Size

// pack is the content of a file of results, the results of each name side by side.
type pack struct {
	names  []string
	files  []lint.CachedFile
	days   []int64 // on which each was last used
	byName map[string]stretch
}

// stretch is a part of a list.
type stretch struct{ from, to int }

// decodePack reads a pack of size bytes that was written for key. Whatever is anything else gives an empty one.
func decodePack(in io.Reader, size int64, key [sha256.Size]byte) pack {
	head := make([]byte, headSize)
	if _, err := io.ReadFull(in, head); err != nil {
		return pack{}
	}
	if string(head[:len(magic)]) != magic || !bytes.Equal(head[len(magic):][:len(key)], key[:]) {
		return pack{}
	}
	var body strings.Builder
	body.Grow(int(size) - headSize)
	sum := sha256.New()
	// Hidden from io.Copy, so that the buffer is used and the bytes are hashed while they are at hand.
	if _, err := io.CopyBuffer(io.MultiWriter(&body, sum), struct{ io.Reader }{in}, make([]byte, 64<<10)); err != nil {
		return pack{}
	}
	if !bytes.Equal(head[headSize-sha256.Size:], sum.Sum(nil)) {
		return pack{}
	}
	r := packReader{rest: body.String()}
	p := r.pack()
	if r.broken || r.rest != "" {
		return pack{}
	}
	return p
}

// packReader reads what packer.encode has written.
type packReader struct {
	rest   string
	broken bool
}

// leastFile is how few bytes a file takes in a pack.
const leastFile = sha256.Size + 4

func (r *packReader) pack() pack {
	n := r.number()
	if n > uint64(len(r.rest)/leastFile) {
		r.broken = true
		return pack{}
	}
	p := pack{
		names: make([]string, n), files: make([]lint.CachedFile, n), days: make([]int64, n),
		byName: make(map[string]stretch, n),
	}
	for i := range p.files {
		p.names[i] = r.take(r.number())
		f := &p.files[i]
		copy(f.Sum[:], r.take(sha256.Size))
		f.Stamp, p.days[i], f.Result = r.take(r.number()), int64(r.number()), r.take(r.number())
		s, again := p.byName[p.names[i]]
		switch {
		case !again:
			s.from = i
		case s.to != i:
			r.broken = true
		}
		s.to = i + 1
		p.byName[p.names[i]] = s
	}
	return p
}

func (r *packReader) number() uint64 {
	n, shift := uint64(0), 0
	for i := 0; i < len(r.rest) && i < binary.MaxVarintLen64; i++ {
		b := r.rest[i]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			r.rest = r.rest[i+1:]
			return n
		}
		shift += 7
	}
	r.rest, r.broken = "", true
	return 0
}

func (r *packReader) take(n uint64) string {
	if n > uint64(len(r.rest)) {
		r.rest, r.broken = "", true
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

// packer makes a pack.
type packer struct{ items []item }

type item struct {
	name string
	*lint.CachedFile
	day int64
}

func (p *packer) add(name string, f *lint.CachedFile, day int64) {
	p.items = append(p.items, item{name, f, day})
}

// limit drops what there is too much of: of each name and, the oldest first, of all together.
func (p *packer) limit(most int64) {
	p.sort()
	before, count := "", 0
	p.items = slices.DeleteFunc(p.items, func(it item) bool {
		if it.name != before {
			before, count = it.name, 0
		}
		count++
		return count > perName
	})
	p.shrink(most)
}

func (p *packer) shrink(most int64) {
	size, days := int64(0), map[int64]int64{} // by day, how much was last used then
	for i := range p.items {
		n := int64(p.items[i].size())
		size += n
		days[p.items[i].day] += n
	}
	for _, day := range slices.Sorted(maps.Keys(days)) {
		if size <= most {
			return
		}
		size -= days[day]
		p.items = slices.DeleteFunc(p.items, func(it item) bool { return it.day == day })
	}
}

// sort orders by name, and the last used first.
func (p *packer) sort() {
	slices.SortFunc(p.items, func(a, b item) int {
		return cmp.Or(strings.Compare(a.name, b.name), cmp.Compare(b.day, a.day), bytes.Compare(a.Sum[:], b.Sum[:]))
	})
}

// encode returns the pack as it stands in a file.
func (p *packer) encode(key [sha256.Size]byte) []byte {
	size := 0
	for _, it := range p.items {
		size += it.size()
	}
	b := make([]byte, headSize, headSize+binary.MaxVarintLen64+size)
	b = binary.AppendUvarint(b, uint64(len(p.items)))
	for _, it := range p.items {
		b = appendText(b, it.name)
		b = appendText(append(b, it.Sum[:]...), it.Stamp)
		b = appendText(binary.AppendUvarint(b, uint64(it.day)), it.Result)
	}
	sum := sha256.Sum256(b[headSize:])
	copy(b, magic)
	copy(b[len(magic):], key[:])
	copy(b[len(magic)+len(key):], sum[:])
	return b
}

// size is about how many bytes it takes, never fewer.
func (it *item) size() int {
	return len(it.name) + len(it.Stamp) + len(it.Result) + sha256.Size + 4*binary.MaxVarintLen64
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
