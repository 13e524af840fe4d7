package sources

import (
	"fmt"
	"regexp"
	"strings"
)

// reference is ${ENV_NAME}, or $${ which stands for ${ itself.
var reference = regexp.MustCompile(`\$\$\{|\$\{[^}]*\}?`)

var environName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// fillable tells where ${ENV_NAME} is filled in, for messages.
const fillable = "url, headers, cookies, user, password, proxy and the files of newsroom.tls"

// hasReference tells whether s asks for a variable of the environment.
func hasReference(s string) bool {
	for _, ref := range reference.FindAllString(s, -1) {
		if ref != "$${" {
			return true
		}
	}
	return false
}

// fill puts the environment's values in the place of the references in s. The
// error names variables, never their values.
func fill(s string, env func(string) (string, bool)) (string, error) {
	var firstErr error
	filled := reference.ReplaceAllStringFunc(s, func(ref string) string {
		value, err := lookUp(ref, env)
		if err != nil && firstErr == nil {
			firstErr = err
		}
		return value
	})
	return filled, firstErr
}

func lookUp(ref string, env func(string) (string, bool)) (string, error) {
	if ref == "$${" {
		return "${", nil
	}
	name := strings.TrimSuffix(strings.TrimPrefix(ref, "${"), "}")
	switch {
	case !strings.HasSuffix(ref, "}"):
		return "", fmt.Errorf("%s has no closing brace; write $${ for a plain ${", quote(ref))
	case !environName.MatchString(name):
		return "", fmt.Errorf("%s names no environment variable; write $${ for a plain ${", quote(ref))
	}
	value, found := env(name)
	switch {
	case !found:
		return "", fmt.Errorf("the environment variable %s is not set", name)
	case value == "":
		return "", fmt.Errorf("the environment variable %s is empty", name)
	}
	return value, nil
}

// escape writes a literal text so that fill gives it back.
func escape(s string) string {
	return strings.ReplaceAll(s, "${", "$${")
}
