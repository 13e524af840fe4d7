package sources

import (
	"path/filepath"
)

// Newsroom is how the daemon serves what it knows.
type Newsroom struct {
	TLS *TLS // nil: plain HTTP
}

// TLS names the files with which the daemon speaks TLS, in PEM. They are not
// looked at here: other commands than the daemon read sources.yaml too, and may
// not be allowed to read a key.
type TLS struct {
	Cert string // the certificate, with those that lead to its issuer behind it
	Key  string
}

var newsroomKeys = setters[Newsroom]{
	"tls": func(r *reader, n *Newsroom, at place) {
		n.TLS = &TLS{}
		readMap(r, n.TLS, at, tlsKeys)
		for _, key := range []string{"cert", "key"} {
			if at.node.kind == mapNode && at.node.get(key) == nil {
				r.fault(at, "has no %s", key)
			}
		}
	},
}

var tlsKeys = setters[TLS]{
	"cert": setTo((*reader).file, func(t *TLS) *string { return &t.Cert }),
	"key":  setTo((*reader).file, func(t *TLS) *string { return &t.Key }),
}

// file reads the path of a file; one that is relative begins at the folder of
// sources.yaml, wherever the program was started.
func (r *reader) file(at place) (string, bool) {
	s, ok := r.filled(at, maxAddress)
	if !ok {
		return "", false
	}
	if s == "" {
		r.fault(at, "is empty")
		return "", false
	}
	if r.env != nil && !filepath.IsAbs(s) {
		s = filepath.Join(filepath.Dir(r.path), s)
	}
	return s, true
}

func readNewsroom(r *reader, into *Newsroom, n *node) {
	if n.kind != nullNode {
		readMap(r, into, place{key: "newsroom", node: n}, newsroomKeys)
	}
}
