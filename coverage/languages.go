package coverage

import "math"

// languages numbers the languages that a window has met, from 1 on; 0 is an
// unknown one, and any after the 255th.
type languages struct {
	names   []language
	numbers map[language]uint8
}

func (l *languages) number(lang language) uint8 {
	if n, ok := l.numbers[lang]; ok || lang == "" || len(l.names) == math.MaxUint8 {
		return n
	}
	if l.numbers == nil {
		l.numbers = map[language]uint8{}
	}
	l.names = append(l.names, lang)
	l.numbers[lang] = uint8(len(l.names))
	return uint8(len(l.names))
}

func (l *languages) name(n uint8) language {
	if n == 0 {
		return ""
	}
	return l.names[n-1]
}
