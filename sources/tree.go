package sources

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// node is a value of the file: what is left of YAML once anchors, tags, merge
// keys and further documents are refused.
type node struct {
	kind         nodeKind
	text         string // of a scalar, as YAML reads it; of a number, as it is written
	line, column int    // from 1; columns in characters
	items        []*node
	pairs        []pair
}

type nodeKind int

const (
	textNode nodeKind = iota
	numberNode
	truthNode
	nullNode
	listNode
	mapNode
)

type pair struct{ key, value *node }

// get returns the value of a key of a mapping, nil when it is not there.
func (n *node) get(key string) *node {
	for _, p := range n.pairs {
		if p.key.text == key {
			return p.value
		}
	}
	return nil
}

// what names the kind of a node for messages.
func (n *node) what() string {
	switch n.kind {
	case listNode:
		return "a list"
	case mapNode:
		return "a mapping (key: value)"
	case nullNode:
		return "nothing"
	}
	return quote(n.text)
}

// budget bounds what one piece of a file may hold. The parser's costs are
// quadratic in depth and in the keys of one block mapping: measured on version
// 1.19.2, 10,000 open brackets take 160 MB, 100,000 over 5 GB, 200,000 keys
// of one mapping more than a minute, and some millions of keys end the process,
// because it recurses once a key.
type budget struct {
	bytes, tokens, keys, depth int
	what                       string
}

var (
	entryBudget   = budget{bytes: 64 << 10, tokens: 4000, keys: 1000, depth: 16, what: "this entry"}
	sectionBudget = budget{bytes: 256 << 10, tokens: 100_000, keys: 1000, depth: 16, what: "this part of the file"}
)

// syntaxFault is why a piece is no YAML that is read here.
type syntaxFault struct {
	line, column int // from 1; relative to the piece
	what         string
}

func (f *syntaxFault) Error() string { return f.what }

func faultAt(tk *token.Token, format string, args ...any) *syntaxFault {
	f := &syntaxFault{line: 1, column: 1, what: fmt.Sprintf(format, args...)}
	if tk != nil && tk.Position != nil {
		f.line, f.column = max(tk.Position.Line, 1), max(tk.Position.Column, 1)
	}
	return f
}

// parsePiece turns a piece of a file into a tree whose positions count from
// the line firstLine, from 1. It returns nil for a piece without content.
func parsePiece(piece []byte, firstLine int, b budget) (tree *node, fault *syntaxFault) {
	// A panic of the parser is a fault of the file like any other: the file
	// came from outside, and a daemon that is told to reload must live on.
	defer func() {
		if r := recover(); r != nil {
			tree, fault = nil, &syntaxFault{1, 1, "this is not YAML that can be read"}
		}
	}()
	if len(piece) > b.bytes {
		return nil, &syntaxFault{1, 1, fmt.Sprintf("%s is %d KiB long; the limit is %d KiB", b.what, len(piece)>>10, b.bytes>>10)}
	}
	tokens := lexer.Tokenize(string(piece))
	if fault := checkTokens(tokens, b); fault != nil {
		return nil, fault
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntaxError(err)
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil, nil
	}
	return converter{firstLine - 1}.node(file.Docs[0].Body)
}

func syntaxError(err error) *syntaxFault {
	var e yaml.Error
	if !errors.As(err, &e) {
		return faultAt(nil, "this is not YAML: %s", firstLineOf(err.Error()))
	}
	return faultAt(e.GetToken(), "%s%s", firstLineOf(e.GetMessage()), hint(e.GetMessage()))
}

func firstLineOf(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// hint says what most often is behind a message of the YAML parser.
func hint(message string) string {
	switch {
	case strings.HasPrefix(message, "mapping value is not allowed"):
		return `; a text that holds ": " wants quotes, and keys of one entry stand in one column`
	case strings.HasPrefix(message, "value is not allowed"), strings.HasPrefix(message, "non-map value"):
		return "; the keys of one entry stand in one column"
	case strings.Contains(message, "reserved character"), strings.Contains(message, "directive"):
		return "; put the text in quotes"
	}
	return ""
}

// checkTokens refuses what costs the parser too much and what the format has
// no use for. The lexer itself is linear in time and memory.
func checkTokens(tokens token.Tokens, b budget) *syntaxFault {
	depth, keys, dashes := 0, 0, 0
	for i, tk := range tokens {
		switch tk.Type {
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		case token.MappingValueType:
			if depth == 0 {
				keys++
			}
		}
		if dashes++; tk.Type != token.SequenceEntryType {
			dashes = 0
		}
		switch {
		case keys > b.keys:
			return faultAt(tk, "%s has more than %d keys", b.what, b.keys)
		case i >= b.tokens:
			return faultAt(tk, "%s has more than %d words and signs", b.what, b.tokens)
		case depth > b.depth, dashes > b.depth:
			return faultAt(tk, "nested more than %d deep", b.depth)
		}
		if what := unused(tk); what != "" {
			return faultAt(tk, "%s", what)
		}
	}
	return nil
}

// unused says what a token is that this format has no use for.
func unused(tk *token.Token) string {
	switch tk.Type {
	case token.AnchorType:
		return "anchors (&name) are not used here; put what sources share under defaults, or a text that begins with & in quotes"
	case token.AliasType:
		return "aliases (*name) are not used here; put what sources share under defaults, or a text that begins with * in quotes"
	case token.MergeKeyType:
		return "merge keys (<<) are not used here; put what sources share under defaults"
	case token.TagType:
		return "tags (!name) are not used here; put a text that begins with ! in quotes"
	case token.MappingKeyType:
		return "keys marked with ? are not used here; write key: value"
	case token.DocumentHeaderType, token.DocumentEndType:
		return "a document marker; one file holds one document"
	}
	return ""
}

// converter turns the parser's tree into ours.
type converter struct{ before int } // lines before the piece

func (c converter) node(n ast.Node) (*node, *syntaxFault) {
	tk := n.GetToken()
	out := &node{text: tk.Value, line: tk.Position.Line + c.before, column: tk.Position.Column}
	switch n := n.(type) {
	case *ast.StringNode:
		out.text = n.Value
	case *ast.LiteralNode:
		out.text = n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		out.kind = numberNode
	case *ast.BoolNode:
		out.kind = truthNode
	case *ast.NullNode:
		out.kind = nullNode
	case *ast.SequenceNode:
		out.kind = listNode
		return out, c.items(out, n.Values)
	case *ast.MappingNode:
		out.kind = mapNode
		return out, c.pairs(out, n.Values, n.IsFlowStyle)
	case *ast.MappingValueNode:
		out.kind = mapNode
		return out, c.pairs(out, []*ast.MappingValueNode{n}, n.IsFlowStyle)
	default:
		return nil, faultAt(tk, "%s is not used here", n.Type())
	}
	return out, nil
}

func (c converter) items(out *node, values []ast.Node) *syntaxFault {
	for _, value := range values {
		item, fault := c.node(value)
		if fault != nil {
			return fault
		}
		out.items = append(out.items, item)
	}
	return nil
}

func (c converter) pairs(out *node, values []*ast.MappingValueNode, flow bool) *syntaxFault {
	for _, v := range values {
		key, fault := c.node(v.Key)
		if fault != nil {
			return fault
		}
		value, fault := c.node(v.Value)
		if fault != nil {
			return fault
		}
		out.pairs = append(out.pairs, pair{key, value})
	}
	if !flow && len(out.pairs) > 0 {
		// The parser places a block mapping at its first colon.
		out.line, out.column = out.pairs[0].key.line, out.pairs[0].key.column
	}
	return nil
}

// batchSize is the number of entries that are parsed before they are read.
const batchSize = 256

// parsed is what parsePiece made of a piece.
type parsed struct {
	tree  *node
	fault *syntaxFault
}

// parseAll parses entries on all processors, in order.
func parseAll(l *layout, entries []span) []parsed {
	pieces := make([]parsed, len(entries))
	var next atomic.Int64
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(pieces); i = int(next.Add(1)) - 1 {
			pieces[i].tree, pieces[i].fault = parsePiece(l.bytes(entries[i]), entries[i].first+1, entryBudget)
		}
	}
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(entries)) {
		group.Go(work)
	}
	group.Wait()
	return pieces
}
