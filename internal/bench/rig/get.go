package rig

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// Get writes what is at an address, and returns how many bytes that were. Any status
// but 200 is an error.
func Get(ctx context.Context, client *http.Client, address string, to io.Writer) (int64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	n, err := io.Copy(to, res.Body)
	if res.StatusCode != http.StatusOK {
		return n, fmt.Errorf("%s: %s", address, res.Status)
	}
	return n, err
}

// GetJSON reads what is at an address.
func GetJSON(ctx context.Context, address string, into any) error {
	var b bytes.Buffer
	if _, err := Get(ctx, http.DefaultClient, address, &b); err != nil {
		return err
	}
	return json.Unmarshal(b.Bytes(), into)
}
