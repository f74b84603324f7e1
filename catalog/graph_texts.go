package catalog

import "strings"

// numberedTexts holds texts with a number each, one after the other in large pieces: neither what the texts were cut
// from is kept alive, nor are a million small ones made, and what is looked for is one place in memory, not two. The
// zero value is empty.
type numberedTexts struct {
	pieces []string // full, but for the last
	last   strings.Builder
}

// textID is where a text begins: the index of its piece, and the offset there in units of 4 bytes.
type textID uint32

// textSpan is where a text begins, and how long it is: who knows both need not look at it.
type textSpan struct {
	id     textID
	length int32
}

const (
	offsetBits = 16                         // of the offset
	textUnit   = 4                          // bytes
	textHeader = 2 * textUnit               // number and length, the least byte first
	firstPiece = 1 << 8                     // bytes; pieces become larger with their number
	mostPiece  = 1 << offsetBits * textUnit // bytes, of a piece that holds more than one text
)

// add adds a text and returns where it is.
func (t *numberedTexts) add(number int32, text string) textSpan {
	const padding = "\x00\x00\x00"
	needed := textHeader + len(text) + len(padding)
	if start, size := t.last.Len(), t.last.Cap(); start+needed > size || start >= mostPiece {
		t.last = strings.Builder{}
		t.last.Grow(max(firstPiece, min(2*size, mostPiece), needed))
		t.pieces = append(t.pieces, "")
	}
	start, last := t.last.Len(), len(t.pieces)-1
	t.writeHeader(number)
	t.writeHeader(int32(len(text)))
	t.last.WriteString(text)
	t.last.WriteString(padding[:-len(text)&(textUnit-1)])
	t.pieces[last] = t.last.String()
	return textSpan{textID(last<<offsetBits | start/textUnit), int32(len(text))}
}

func (t *numberedTexts) writeHeader(v int32) {
	t.last.Write([]byte{byte(v), byte(v >> 8), byte(v >> 16), byte(v >> 24)})
}

// finish ends the growth of the texts, after which they may be copied: a builder must not be.
func (t *numberedTexts) finish() { t.last = strings.Builder{} }

// at returns the text and its number.
func (t *numberedTexts) at(id textID) (number int32, text string) {
	entry := t.pieces[id>>offsetBits][id&(1<<offsetBits-1)*textUnit:]
	return header(entry), entry[textHeader:][:header(entry[textUnit:])]
}

// touch looks at the beginning of the text with that ID and at what is its end if it has that length, and does nothing
// that depends on what is there.
func (t *numberedTexts) touch(id textID, length int) bool {
	piece, start := t.pieces[id>>offsetBits], int(id)&(1<<offsetBits-1)*textUnit
	return piece[start] == piece[min(start+textHeader+length, len(piece))-1]
}

// cut returns the text that s says.
func (t *numberedTexts) cut(s textSpan) string {
	return t.pieces[s.id>>offsetBits][s.id&(1<<offsetBits-1)*textUnit+textHeader:][:s.length]
}

func header(s string) int32 {
	return int32(s[0]) | int32(s[1])<<8 | int32(s[2])<<16 | int32(s[3])<<24
}
