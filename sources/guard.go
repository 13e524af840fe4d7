package sources

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// maxFile is the largest file that is read, in bytes. 10,000 sources with all
// their keys take about 2 MB.
const maxFile = 32 << 20

var utf8Mark = []byte("\xef\xbb\xbf")

// checkBytes finds what no YAML file holds, or what the parser must not see.
// It returns the offset of the fault, or -1 when it belongs to the whole file.
func checkBytes(data []byte) (at int, what string) {
	switch {
	case len(data) > maxFile:
		return -1, fmt.Sprintf("the file is larger than %d MiB", maxFile>>20)
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return -1, "the file is UTF-16; save it as UTF-8"
	}
	for i := 0; i < len(data); {
		r, size := rune(data[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(data[i:])
		}
		if what := badRune(r, size, data[i:]); what != "" {
			return i, what
		}
		i += size
	}
	return 0, ""
}

// badRune says what is wrong with the character r, of size bytes, that begins rest.
func badRune(r rune, size int, rest []byte) string {
	switch {
	case r == '\t' || r == '\n':
		return ""
	case r == '\r':
		if len(rest) > 1 && rest[1] == '\n' {
			return ""
		}
		return "a carriage return that does not end a line"
	case r == 0:
		return "a NUL byte: this is no text file"
	case r < 0x20 || 0x7f <= r && r < 0xa0:
		return fmt.Sprintf("a control character (U+%04X)", r)
	case r == utf8.RuneError && size == 1:
		return "a byte that is not UTF-8; save the file as UTF-8"
	}
	return ""
}
