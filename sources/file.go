package sources

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"alsoread/news"
)

// File is a sources.yaml that was read and checked.
type File struct {
	Path     string        // as given to Load or Parse
	Version  string        // of its bytes: equal for equal files; 16 hexadecimal digits
	Defaults news.Source   // what a source gets that says nothing; has no name and no URL
	Sources  []news.Source // in the order of the file
	Newsroom Newsroom      // how the daemon serves what it knows

	layout *layout
	lines  []int // of each source, from 1
}

// ErrNoSources is returned by Load and Parse together with the File when the
// file is in order but lists no source yet, so that there is nothing to scan
// but something to add to.
var ErrNoSources = errors.New("no sources are listed")

// Load reads the file at path. See Parse.
func Load(path string, env func(string) (string, bool)) (*File, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, data, env)
}

// readFile reads at most one byte more than a file may have.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("read sources: %s is a directory, not a file", path)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	return data, nil
}

// Parse reads the bytes of a sources.yaml; path is for messages only. Env
// looks up the variables of ${ENV_NAME}, such as os.LookupEnv; when it is nil
// they stay as they are written and what they stand in is not checked, which
// is enough to list and to edit sources.
//
// The error is of type Faults and holds everything that is wrong with the
// file, or it wraps ErrNoSources and the File is there all the same.
func Parse(path string, data []byte, env func(string) (string, bool)) (*File, error) {
	l := newLayout(data)
	r := newReader(path, l, env)
	f := &File{Path: path, Version: version(data), Defaults: builtIn(), layout: l}
	if at, what := checkBytes(data); what != "" {
		r.byteFault(data, at, what)
		return nil, r.err()
	}
	f.read(r)
	if err := r.err(); err != nil {
		return nil, err
	}
	if len(f.Sources) == 0 {
		return f, fmt.Errorf("%s: %w; write them under sources:, each with name and url, or add one with alsoread sources add", path, ErrNoSources)
	}
	return f, nil
}

// New returns a file without sources, to add to. Nothing is read or written.
func New(path string) *File {
	return &File{Path: path, Version: version(nil), Defaults: builtIn(), layout: newLayout(nil)}
}

// Line returns the line on which the entry of a source begins, from 1; 0 when
// there is no such source.
func (f *File) Line(name string) int {
	if i := f.index(name); i >= 0 {
		return f.lines[i]
	}
	return 0
}

func (f *File) index(name string) int {
	return slices.IndexFunc(f.Sources, func(s news.Source) bool { return s.Name == name })
}

func version(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// byteFault reports a character that may not be in a file. The file may be no
// text at all, so there is no excerpt.
func (r *reader) byteFault(data []byte, at int, what string) {
	f := Fault{Path: r.path, What: what}
	if at >= 0 {
		before := string(data[:at])
		start := strings.LastIndexByte(before, '\n') + 1
		f.Line = strings.Count(before, "\n") + 1
		f.Column = utf8.RuneCountInString(strings.TrimPrefix(before[start:], string(utf8Mark))) + 1
	}
	r.faults = append(r.faults, f)
}

// read reads the sections in the order of the file, but defaults first.
func (f *File) read(r *reader) {
	for _, bad := range f.layout.cut() {
		if !r.bad[bad.line] {
			r.bad[bad.line] = true
			r.faultAt(bad.line+1, bad.column+1, "", false, bad.what)
		}
	}
	if len(f.layout.sections) > maxSections {
		return
	}
	top := &node{kind: mapNode, line: 1, column: 1}
	for i, section := range f.layout.sections {
		if i != f.layout.list {
			r.section(top, section)
		} else {
			header := f.layout.sections[i].first
			key := &node{text: "sources", line: header + 1, column: f.layout.root + 1}
			top.pairs = append(top.pairs, pair{key, &node{kind: listNode, line: header + 1, column: f.layout.root + 1}})
		}
	}
	parts := topLevel{}
	readMap(r, &parts, place{node: top}, topKeys)
	if parts.defaults != nil {
		readDefaults(r, &f.Defaults, parts.defaults)
	}
	if parts.newsroom != nil {
		readNewsroom(r, &f.Newsroom, parts.newsroom)
	}
	f.readSources(r, parts.sources)
}

// topLevel holds what stands under the keys of the file.
type topLevel struct{ defaults, sources, newsroom *node }

var topKeys = setters[topLevel]{
	"defaults": func(_ *reader, t *topLevel, at place) { t.defaults = at.node },
	"sources":  func(_ *reader, t *topLevel, at place) { t.sources = at.node },
	"newsroom": func(_ *reader, t *topLevel, at place) { t.newsroom = at.node },
}

// section parses a section that is not the block list of sources and appends
// its keys to top.
func (r *reader) section(top *node, s span) {
	n := r.parse(s, sectionBudget)
	switch {
	case n == nil:
	case n.kind == mapNode:
		top.pairs = append(top.pairs, n.pairs...)
	case n.kind == listNode:
		r.fault(place{node: n}, "a list at the top of the file; write it under sources:")
	default:
		r.fault(place{node: n}, "wants the keys defaults:, newsroom: and sources:, not %s", n.what())
	}
}

// parse parses a span of lines.
func (r *reader) parse(s span, b budget) *node {
	tree, fault := parsePiece(r.lines.bytes(s), s.first+1, b)
	return r.parsed(s, tree, fault)
}

// parsed reports what is no YAML in a span, unless one of its lines was
// reported already: the cause of one fault is no second one.
func (r *reader) parsed(s span, tree *node, fault *syntaxFault) *node {
	if fault == nil {
		return tree
	}
	for line := s.first; line < s.end && len(r.bad) > 0; line++ {
		if r.bad[line] {
			return nil
		}
	}
	line := min(s.first+fault.line, s.end)
	if bytes.Contains(r.lines.line(line-1), []byte("${")) {
		fault.what += "; between brackets a text that holds ${...} wants quotes"
	}
	r.faultAt(line, fault.column, "", false, fault.what)
	return nil
}

// readSources reads the entries: those of the block list, or those of a list
// in flow style.
func (f *File) readSources(r *reader, n *node) {
	unique := newUniqueness(r, f)
	switch {
	case f.layout.list >= 0:
		f.readEntries(r, unique)
	case n == nil || n.kind == nullNode:
	default:
		for i, item := range r.list(place{key: "sources", node: n}, maxFlow) {
			f.readEntry(r, unique, i+1, item.node)
		}
	}
}

func (f *File) readEntry(r *reader, unique *uniqueness, number int, n *node) {
	r.source = label(number, n)
	f.Sources = append(f.Sources, readSource(r, f.Defaults, n))
	f.lines = append(f.lines, n.line)
	unique.check(len(f.Sources)-1, n)
	r.source = ""
}

// readEntries reads the entries of the block list, a batch at a time: pieces
// are parsed on all processors, and no more than a batch of trees is kept.
func (f *File) readEntries(r *reader, unique *uniqueness) {
	entries := f.layout.entries
	number := 0
	for batch := range slices.Chunk(entries, batchSize) {
		for i, piece := range parseAll(f.layout, batch) {
			number++
			r.source = fmt.Sprintf("#%d", number)
			if list := r.parsed(batch[i], piece.tree, piece.fault); list != nil && r.isEntry(list) {
				f.readEntry(r, unique, number, list.items[0])
			}
			r.source = ""
		}
		if r.full {
			return
		}
	}
}

// maxFlow is the number of sources that a list in flow style may have.
const maxFlow = 10_000

// isEntry tells whether the piece that an entry was cut from is a list of one.
func (r *reader) isEntry(list *node) bool {
	if list.kind == listNode && len(list.items) == 1 {
		return true
	}
	r.fault(place{node: list}, `is no entry; an entry begins with "- name: ..."`)
	return false
}

// label names a source in faults before its name has been checked.
func label(number int, n *node) string {
	if name := n.get("name"); name != nil && name.kind <= numberNode && strings.TrimSpace(name.text) != "" {
		return cleanText(name.text, 60)
	}
	return fmt.Sprintf("#%d", number)
}
