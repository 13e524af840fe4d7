package feed

import (
	"errors"
	"fmt"
)

// What a document may cost. Real feeds stay far below: of the 5,700 test and
// captured feeds of twenty feed readers the deepest has 19 levels, the widest
// tag 31 attributes.
const (
	maxDepth      = 256       // open elements
	maxAttributes = 64        // of one tag
	maxTag        = 256 << 10 // bytes of one tag
	maxScopes     = 32        // open elements that declare a namespace or an xml:base
	maxBase       = 1 << 10   // bytes of the path, and of the query, of an address that others are resolved against: each of them repeats it
	maxBases      = 8 << 20   // bytes of all xml:base, each resolved against the one around it
	maxProblems   = 50        // told of one document; the rest is counted
	maxUnclosed   = 32        // names of elements whose end tag is missing
	maxRewinds    = 64        // times the pass may step back over an element that was never closed
)

// What one item may hold. Longer fields are cut and the cut is told.
const (
	maxTitle        = 2 << 10 // bytes
	maxGUID         = 2 << 10
	maxURL          = 8 << 10
	maxField        = 4 << 10 // any other short field, as it stands in the document
	maxContent      = 2 << 20
	maxList         = 64       // authors, categories or enclosures
	maxAsides       = 200      // licences, places, chapters and what else stands beside the texts
	maxAside        = 64 << 10 // of one of them: the border of a country has some thousand points
	DefaultMaxItems = 2000
)

// Limits that a document broke. Each error of Read wraps one of them and says
// the number.
var (
	ErrTooDeep           = errors.New("too deep")
	ErrTooManyAttributes = errors.New("too many attributes")
	ErrTagTooLong        = errors.New("tag too long")
	ErrTooManyNamespaces = errors.New("too many nested namespace declarations")
	ErrTooManyBases      = errors.New("too many xml:base")
)

func limitError(limit error, format string, args ...any) error {
	return fmt.Errorf("%w: %s", limit, fmt.Sprintf(format, args...))
}
