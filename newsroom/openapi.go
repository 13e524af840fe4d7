package newsroom

import (
	"context"
	_ "embed"
	"io"
	"net/http"
)

// openAPIDocument describes the API (OpenAPI 3.1). A test asks a running server
// for all that it promises and holds the answers against its schemas.
//
//go:embed openapi.json
var openAPIDocument string

func (r *Room) openAPI(w http.ResponseWriter, req *http.Request) error {
	return r.answer(w, req, document{contentType: "application/vnd.oai.openapi+json;version=3.1", make: func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, openAPIDocument)
		return err
	}})
}
