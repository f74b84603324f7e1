package snapshot

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
)

// end begins the last line.
const end = "end\t"

// Open returns the snapshot that data holds, which must not be changed from then on. It checks the header, that the end
// is there, the checksum and the number of lines; the entities are not looked at. See [Snapshot.Verify].
func Open(data []byte) (*Snapshot, error) {
	size, err := decodeVersion(data)
	if err != nil {
		return nil, err
	}
	if windowsLines(data) {
		return nil, &CorruptError{1, "its line ends were changed to CR LF; exempt the file from conversion, in git by the attribute -text"}
	}
	last := bytes.LastIndexByte(data[:len(data)-1], '\n') + 1
	if data[len(data)-1] != '\n' || !bytes.HasPrefix(data[last:], []byte(end)) {
		return nil, ErrTruncated
	}
	count, err := checkEnd(data, last)
	if err != nil {
		return nil, err
	}
	header, size, lines, err := decodeHeader(data, size)
	if err != nil {
		return nil, err
	}
	body := data[size:last]
	if n := bytes.Count(body, []byte{'\n'}); n != count {
		return nil, &CorruptError{0, fmt.Sprintf("states %d entities and has %d", count, n)}
	}
	return &Snapshot{data: data, body: body, header: header, before: lines, count: count}, nil
}

// windowsLines reports whether the first line ends in CR LF.
func windowsLines(data []byte) bool {
	n := bytes.IndexByte(data, '\n')
	return n > 0 && data[n-1] == '\r'
}

// checkEnd checks the last line of data, which begins at last, and returns the number of entities that it states.
func checkEnd(data []byte, last int) (int, error) {
	columns := strings.Split(strings.TrimSuffix(string(data[last:]), "\n"), "\t")
	if len(columns) != 4 || columns[2] != "crc32c" || len(columns[3]) != 8 {
		return 0, &CorruptError{0, "its last line is malformed"}
	}
	count, err := strconv.Atoi(columns[1])
	if err != nil || count < 0 || strconv.Itoa(count) != columns[1] {
		return 0, &CorruptError{0, "its last line has no number of entities"}
	}
	sum := crc32.Checksum(data[:len(data)-len("00000000\n")], castagnoli())
	if fmt.Sprintf("%08x", sum) != columns[3] {
		return 0, &CorruptError{0, "its checksum is that of other content"}
	}
	return count, nil
}
