package scanner

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// fetching lists the files that may reach out. Everything else goes through
// the Fetcher: a second way out would be one without a guard.
var fetching = []string{
	"scanner/fetch.go", "scanner/exchange.go", "scanner/redirect.go", "scanner/transport.go", "scanner/guard.go",
}

// reaching are the names by which a Go program reaches out, by import path.
// net.DialUnix stays free: it cannot leave the machine.
var reaching = map[string][]string{
	"net/http": {"Client", "DefaultClient", "Transport", "DefaultTransport", "RoundTripper", "Get", "Head", "Post", "PostForm",
		"ProxyFromEnvironment", "ProxyURL"},
	"net": {"Dial", "DialTimeout", "Dialer", "DialTCP", "DialUDP", "DialIP", "DefaultResolver", "Resolver",
		"LookupHost", "LookupIP", "LookupAddr", "LookupTXT"},
	"crypto/tls": {"Dial", "DialWithDialer", "Dialer"},
}

// methods are those of libraries that fetch on their own.
var methods = []string{"ParseURL", "ParseURLWithContext", "FromURL", "NewDocument"}

// Rule 1 of the faults to live through, and row 6: one fetcher for all.
func TestOnlyTheFetcherReachesOut(t *testing.T) {
	root := ".."
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Skip("the tree is not here:", err)
	}
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		switch {
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && name != "." || d.Name() == "testdata" || name == "internal/newsworld" || name == "internal/bench"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || slices.Contains(fetching, name):
			return nil
		}
		files++
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, found := range waysOut(t, name, text) {
			t.Errorf("%s: only the Fetcher reaches out", found)
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Errorf("%d files, %v", files, err)
	}
}

// waysOut lists where a file reaches out.
func waysOut(t *testing.T, name string, text []byte) []string {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
	if err != nil {
		return nil // the compiler has more to say about it
	}
	var found []string
	local := map[string][]string{}
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		names, ok := reaching[path]
		if !ok {
			continue
		}
		as := path[strings.LastIndexByte(path, '/')+1:]
		if spec.Name != nil {
			as = spec.Name.Name
		}
		if as == "." {
			found = append(found, fset.Position(spec.Pos()).String()+": dot import of "+path)
		}
		local[as] = names
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			x, _ := s.X.(*ast.Ident)
			if slices.Contains(methods, s.Sel.Name) || x != nil && slices.Contains(local[x.Name], s.Sel.Name) {
				found = append(found, fset.Position(s.Pos()).String()+": "+s.Sel.Name)
			}
		}
		return true
	})
	return found
}

// The look-out itself sees what it is there to see.
func TestWaysOutAreSeen(t *testing.T) {
	for text, want := range map[string]int{
		`package a; import "net/http"; var c = &http.Client{}`:                            1,
		`package a; import "net/http"; var r, _ = http.Get("x")`:                          1,
		`package a; import h "net/http"; var c = h.DefaultClient`:                         1,
		`package a; import . "net/http"`:                                                  1,
		`package a; import "net"; var c, _ = net.Dial("tcp", "x")`:                        1,
		`package a; import ("net"; "crypto/tls"); var d = tls.Dialer{}; var e net.Dialer`: 2,
		`package a; func f(p interface{ ParseURL(string) }) { p.ParseURL("x") }`:          1,
		`package a; import "net/http"; var s = http.Server{}; var m = http.MethodGet`:     0,
		`package a; import "net"; var l, _ = net.Listen("tcp", "x")`:                      0,
		`package a; type http struct{ Client int }; var h http; var c = h.Client`:         0,
	} {
		if found := waysOut(t, "a.go", []byte(text)); len(found) != want {
			t.Errorf("%s: %v", text, found)
		}
	}
}
