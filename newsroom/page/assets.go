package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"
)

//go:embed static
var static embed.FS

// File is one that the pages need: the address is static/ and its name. The
// name changes with the content, so clients may keep it for ever.
type File struct {
	Name        string
	ContentType string
	Content     []byte
}

var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// Files are all of them, by the names under which they are served.
func Files() map[string]File {
	files := make(map[string]File)
	for _, f := range assets {
		files[f.Name] = f
	}
	return files
}

// Asset is the name under which a file of static/ is served: room.css is
// room.0f3a….css.
func Asset(name string) string { return assets[name].Name }

var assets = func() map[string]File {
	all := make(map[string]File)
	entries, err := static.ReadDir("static")
	if err != nil {
		panic(err) // it is part of the program
	}
	for _, e := range entries {
		content, err := fs.ReadFile(static, "static/"+e.Name())
		if err != nil {
			panic(err)
		}
		sum, ext := sha256.Sum256(content), path.Ext(e.Name())
		named := strings.TrimSuffix(e.Name(), ext) + "." + hex.EncodeToString(sum[:8]) + ext
		all[e.Name()] = File{Name: named, ContentType: contentTypes[ext], Content: content}
	}
	return all
}()
