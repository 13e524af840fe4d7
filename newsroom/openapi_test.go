package newsroom

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// contract is the document as the server gives it out, with its schemas.
type contract struct {
	Paths      map[string]map[string]operation
	Components struct {
		Responses map[string]response
	}
	compiler *jsonschema.Compiler
}

type operation struct {
	OperationID string
	Parameters  []parameter
	RequestBody *struct{ Content map[string]any }
	Responses   map[string]response
	Security    []map[string][]string
}

// scope is what a token must have for an operation.
func (o operation) scope() string {
	for _, way := range o.Security {
		if scopes, ok := way["token"]; ok {
			return strings.Join(scopes, " ")
		}
	}
	return ""
}

type parameter struct {
	Name, In string
	Required bool
	Schema   map[string]any
}

type response struct {
	Ref     string `json:"$ref"`
	Content map[string]any
}

func readContract(t *testing.T, base string) *contract {
	t.Helper()
	res, err := http.Get(base + "/api/v1/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != 200 {
		t.Fatal(res.Status, err)
	}
	c := &contract{compiler: jsonschema.NewCompiler()}
	if err := json.Unmarshal(text, c); err != nil {
		t.Fatal(err)
	}
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c.compiler.DefaultDraft(jsonschema.Draft2020)
	c.compiler.AssertFormat()
	if err := c.compiler.AddResource("api.json", whole); err != nil {
		t.Fatal(err)
	}
	return c
}

// check holds an answer against what the document says of it.
func (c *contract) check(t *testing.T, path, method string, status int, header http.Header, body []byte) {
	t.Helper()
	where := fmt.Sprintf("%s %s %d", method, path, status)
	code := fmt.Sprint(status)
	pointer := "/paths/" + strings.ReplaceAll(strings.ReplaceAll(path, "~", "~0"), "/", "~1") + "/" + method + "/responses/" + code
	promised, ok := c.Paths[path][method].Responses[code]
	if !ok {
		t.Errorf("%s: the document does not know this answer: %s", where, body)
		return
	}
	if name, ok := strings.CutPrefix(promised.Ref, "#/components/responses/"); ok {
		promised, pointer = c.Components.Responses[name], "/components/responses/"+name
	}
	if len(promised.Content) == 0 {
		if len(body) > 0 && status != http.StatusPermanentRedirect {
			t.Errorf("%s: a body that is not promised: %s", where, body)
		}
		return
	}
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	if _, ok := promised.Content[kind]; !ok {
		t.Errorf("%s: Content-Type %q, promised are %v", where, kind, promised.Content)
		return
	}
	if !strings.HasSuffix(kind, "json") {
		return
	}
	schema, err := c.compiler.Compile("api.json#" + pointer + "/content/" + strings.ReplaceAll(kind, "/", "~1") + "/schema")
	if err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Errorf("%s: %v\n%s", where, err, body)
	}
}

// call is one request to an operation, and the answer that is expected.
type call struct {
	operation string
	path      string // with the parameters
	body      string
	kind      string // of the body; application/json when empty
	status    int
}

var calls = []call{
	{"openapi", "/api/v1/openapi.json", "", "", 200},
	{"listStories", "/api/v1/stories?limit=3", "", "", 200},
	{"listStories", "/api/v1/stories?limit=0", "", "", 400},
	{"listStories", "/api/v1/stories?cursor=AAAA", "", "", 400},
	{"listStories", "/api/v1/stories?source=Nobody", "", "", 400},
	{"listStories", "/api/v1/stories?limt=3", "", "", 400},
	{"getStory", "/api/v1/stories/100", "", "", 200},
	{"getStory", "/api/v1/stories/4711", "", "", 404},
	{"getStory", "/api/v1/stories/x", "", "", 404},
	{"listRevisions", "/api/v1/stories/100/revisions", "", "", 200},
	{"listRevisions", "/api/v1/stories/4711/revisions", "", "", 404},
	{"search", "/api/v1/search?q=ferry+tag:world", "", "", 200},
	{"search", "/api/v1/search", "", "", 400},
	{"search", "/api/v1/search?q=souce:x", "", "", 400},
	{"listGroups", "/api/v1/groups?limit=1", "", "", 200},
	{"listGroups", "/api/v1/groups?order=oldest", "", "", 400},
	{"getGroup", "/api/v1/groups/7", "", "", 200},
	{"getGroup", "/api/v1/groups/6", "", "", 308},
	{"getGroup", "/api/v1/groups/99", "", "", 404},
	{"listTrends", "/api/v1/trends", "", "", 200},
	{"listSources", "/api/v1/sources?status=failing", "", "", 200},
	{"listSources", "/api/v1/sources?status=ill", "", "", 400},
	{"addSource", "/api/v1/sources", `{"url": "https://new.example/rss", "tags": ["world"]}`, "", 201},
	{"addSource", "/api/v1/sources", `{"url": "https://harbour.example/rss"}`, "", 409},
	{"addSource", "/api/v1/sources", `{"url": "ftp://new.example/"}`, "", 422},
	{"addSource", "/api/v1/sources", `{}`, "", 422},
	{"addSource", "/api/v1/sources", `{"url": "x", "colour": "red"}`, "", 400},
	{"addSource", "/api/v1/sources", `{"url": "x"`, "", 400},
	{"addSource", "/api/v1/sources", `{"url": "x"} {}`, "", 400},
	{"addSource", "/api/v1/sources", `{"url": "x"}`, "text/plain", 415},
	{"addSource", "/api/v1/sources", `{"url": "` + strings.Repeat("x", maxRequestBody) + `"}`, "", 413},
	{"getSource", "/api/v1/sources/1", "", "", 200},
	{"getSource", "/api/v1/sources/99", "", "", 404},
	{"changeSource", "/api/v1/sources/1", `{"disabled": true}`, "", 200},
	{"changeSource", "/api/v1/sources/1", `{}`, "", 422},
	{"changeSource", "/api/v1/sources/1", `{"disabled": 1}`, "", 400},
	{"changeSource", "/api/v1/sources/3", `{"disabled": false}`, "", 422},
	{"changeSource", "/api/v1/sources/99", `{"disabled": true}`, "", 404},
	{"listSources", "/api/v1/sources?status=disabled", "", "", 200},
	{"removeSource", "/api/v1/sources/2", "", "", 204},
	{"removeSource", "/api/v1/sources/3", "", "", 422},
	{"removeSource", "/api/v1/sources/99", "", "", 404},
	{"previewSource", "/api/v1/sources/preview", `{"url": "https://new.example/"}`, "", 200},
	{"previewSource", "/api/v1/sources/preview", `{"url": "https://down.example/"}`, "", 422},
	{"importOPML", "/api/v1/sources/opml", `<opml version="2.0"><body><outline text="New" xmlUrl="https://new.example/rss"/><outline text="Bad" xmlUrl="javascript:x"/></body></opml>`, "text/x-opml", 200},
	{"importOPML", "/api/v1/sources/opml", "no list at all", "text/plain", 400},
	{"listScans", "/api/v1/scans", "", "", 200},
	{"listScans", "/api/v1/scans?limit=201", "", "", 400},
	{"scanNow", "/api/v1/scans", `{"sources": ["Harbour", "Hill/Wire 1.0"]}`, "", 202},
	{"scanNow", "/api/v1/scans", `{"sources": ["Nobody"]}`, "", 422},
	{"scanNow", "/api/v1/scans", `{"sources": []}`, "", 422},
	{"listCorrections", "/api/v1/corrections", "", "", 200},
	{"listCorrections", "/api/v1/corrections?group=x", "", "", 400},
	{"correct", "/api/v1/corrections", `{"kind": "split", "group": 7, "stories": [99]}`, "", 201},
	{"correct", "/api/v1/corrections", `{"kind": "merge", "group": 7, "other": 8}`, "", 201},
	{"correct", "/api/v1/corrections", `{"kind": "join", "group": 7}`, "", 422},
	{"correct", "/api/v1/corrections", `{"kind": "merge", "group": 7, "other": 7}`, "", 422},
	{"correct", "/api/v1/corrections", `{"kind": "pin", "group": 7}`, "", 422},
	{"correct", "/api/v1/corrections", `{"kind": "split", "group": 99, "stories": [1]}`, "", 422},
	{"undoCorrection", "/api/v1/corrections/1/undo", "", "", 200},
	{"undoCorrection", "/api/v1/corrections/99/undo", "", "", 404},
	{"listGroups", "/api/v1/groups?read=false&saved=true", "", "", 200},
	{"listGroups", "/api/v1/groups?read=false&order=headlines", "", "", 400},
	{"listStories", "/api/v1/stories?saved=true", "", "", 200},
	{"listStories", "/api/v1/stories?saved=maybe", "", "", 400},
	{"mark", "/api/v1/reading", `{"groups": [7], "stories": [100], "read": true, "seen": "2026-03-14T09:10:26Z"}`, "", 200},
	{"mark", "/api/v1/reading", `{"groups": [7], "saved": false}`, "", 200},
	{"mark", "/api/v1/reading", `{"groups": [7]}`, "", 422},
	{"mark", "/api/v1/reading", `{"read": true}`, "", 422},
	{"mark", "/api/v1/reading", `{"groups": [0], "read": true}`, "", 422},
	{"mark", "/api/v1/reading", `{"groups": 7, "read": true}`, "", 400},
	{"markThrough", "/api/v1/reading/through", `{"group": 7, "tag": "world", "lang": "en", "after": "2026-03-01T00:00:00Z"}`, "", 200},
	{"markThrough", "/api/v1/reading/through", `{}`, "", 200},
	{"markThrough", "/api/v1/reading/through", `{"group": 99}`, "", 422},
	{"markThrough", "/api/v1/reading/through", `{"latest": "2026-03-01T00:00:00Z"}`, "", 422},
	{"markThrough", "/api/v1/reading/through", `{"group": 7, "tag": "nobody has it"}`, "", 400},
	{"events", "/api/v1/events", "", "", 200},
}

func openServer(t *testing.T, o Options) (*Room, string) {
	t.Helper()
	room := New(o)
	server := httptest.NewServer(room)
	t.Cleanup(func() { room.Drain(); server.Close() })
	return room, server.URL
}

// Every operation of the document is asked for, on a running server, and what it
// answers is what the document says.
func TestAPIKeepsItsContract(t *testing.T) {
	room, base := openServer(t, wholeOptions())
	room.Scanned(ScanReport{Source: "Harbour", Status: "failed", At: at(3), Error: "fetch: timeout", Cause: "timeout"})
	c := readContract(t, base)
	asked := map[string]bool{}
	for _, k := range calls {
		path, method := c.find(t, k.operation)
		asked[k.operation] = true
		status, header, body := k.send(t, base, method)
		if status != k.status {
			t.Errorf("%s %s %.80s: %d, want %d: %s", method, k.path, k.body, status, k.status, body)
		}
		c.check(t, path, method, status, header, body)
	}
	for path, operations := range c.Paths {
		for method, o := range operations {
			if !asked[o.OperationID] {
				t.Errorf("nobody asked for %s %s", method, path)
			}
		}
	}
}

func (c *contract) find(t *testing.T, id string) (path, method string) {
	t.Helper()
	for path, operations := range c.Paths {
		for method, o := range operations {
			if o.OperationID == id {
				return path, method
			}
		}
	}
	t.Fatalf("the document has no operation %s", id)
	return "", ""
}

func (k call) send(t *testing.T, base, method string) (int, http.Header, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), strings.ToUpper(method), base+k.path, strings.NewReader(k.body))
	if err != nil {
		t.Fatal(err)
	}
	if k.body != "" {
		req.Header.Set("Content-Type", orElse(k.kind, "application/json"))
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if k.operation == "events" { // goes on
		return res.StatusCode, res.Header, nil
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, body
}

// The document and the table of routes name the same, with the same scopes.
func TestAPIDocumentIsWhole(t *testing.T) {
	room, base := openServer(t, wholeOptions())
	c := readContract(t, base)
	var served, promised []string
	for _, route := range room.routes() {
		if strings.HasPrefix(route.pattern, apiRoot) {
			served = append(served, fmt.Sprint(route.method, " ", route.pattern, " ", map[Scope]string{ScopeRead: "read", ScopeWrite: "write", ScopeAdmin: "admin"}[route.scope]))
		}
	}
	for path, operations := range c.Paths {
		for method, o := range operations {
			promised = append(promised, strings.ToUpper(method)+" "+path+" "+o.scope())
		}
	}
	slices.Sort(served)
	slices.Sort(promised)
	if !slices.Equal(served, promised) {
		t.Errorf("served:\n%s\npromised:\n%s", strings.Join(served, "\n"), strings.Join(promised, "\n"))
	}
}

// Every parameter of the document is understood.
func TestAPIParametersAreUnderstood(t *testing.T) {
	_, base := openServer(t, wholeOptions())
	c := readContract(t, base)
	values := map[string]string{"source": "Harbour", "tag": "world", "publisher": "harbour.example", "lang": "en", "after": "2026-03-01", "before": "2026-03-20T00:00:00Z",
		"changed_after": "2026-03-01T00:00:00Z", "limit": "5", "q": "ferry", "order": "headlines", "publishers": "2", "exclusive": "true", "status": "ok", "group": "7", "read": "false", "saved": "true"}
	for path, operations := range c.Paths {
		for _, p := range operations["get"].Parameters {
			if p.In != "query" || p.Name == "cursor" {
				continue
			}
			target := path + "?" + p.Name + "=" + values[p.Name]
			if p.Name != "q" && strings.HasSuffix(path, "/search") {
				target += "&q=ferry"
			}
			k := call{path: target}
			if status, _, body := k.send(t, base, "get"); values[p.Name] == "" || status != 200 {
				t.Errorf("%s: %d %s", target, status, body)
			}
		}
	}
}
