// Package sources reads, checks and edits sources.yaml, the file that names
// what alsoread scans.
//
// A file is read whole or not at all: Load reports every fault it finds at
// once, each with line, column and an excerpt, so that a running daemon can
// keep the old file and say what is wrong with the new one. docs/sources.md
// is the reference of the format.
//
// The way of the bytes:
//
//   - guard.go       size, encoding and control characters, before anything else
//   - layout.go      lines are cut into top-level sections and entries
//   - tree.go        each piece becomes a small tree, through a bounded YAML parser
//   - reader.go      mappings: known keys, unknown keys, duplicates
//   - keys.go        the keys of the file and what each of them sets
//   - newsroom.go    how the daemon serves
//   - text.go, values.go, request.go, selector.go, schedule.go   one value each
//   - environ.go     ${ENV_NAME}
//   - file.go        Load, Parse, and what holds between entries
//   - fault.go       how faults are told, and that they tell no secret
//   - edit.go, add.go, remove.go, quote.go   changes that leave every other byte alone
//
// The file is cut into entries before the YAML parser sees it, for three
// reasons: an error in one entry does not hide those of the others, memory
// stays that of one entry, and the parser's costs, which grow with the square
// of nesting depth and of the number of keys, stay bounded by the size of one
// entry.
//
// The package opens no connection and writes no file: edits are bytes in, bytes out.
package sources
