package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// pair writes a certificate for the loopback, signed by itself, with its key; it
// is good for an hour.
func pair(t *testing.T, cert, key string, serial int64) *x509.Certificate {
	t.Helper()
	return pairUntil(t, cert, key, serial, time.Now().Add(time.Hour))
}

func pairUntil(t *testing.T, cert, key string, serial int64, ends time.Time) *x509.Certificate {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	what := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "alsoread"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: ends,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, what, what, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	writeTo(t, cert, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
	writeTo(t, key, string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret})))
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return leaf
}

const tlsYAML = "newsroom: {tls: {cert: cert.pem, key: key.pem}}\nsources: [{name: a, url: \"http://192.0.2.1/feed\", schedule: \"@yearly\"}]\n"

func TestTLSOfItsOwn(t *testing.T) {
	d := newDesk(t, []byte(tlsYAML))
	folder := filepath.Dir(d.sources)
	cert, key := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	first := pair(t, cert, key, 1)
	d.give("correct horse battery\n", "password")
	p := d.start("daemon", "--listen", "127.0.0.1:0")
	base := p.until(`serving=(https://\S+/)`)[1]

	client := clientFor(first)
	res, err := client.Post(base+"login", "application/x-www-form-urlencoded", strings.NewReader("password=correct+horse+battery"))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	cookies := res.Cookies()
	if res.ProtoMajor != 2 || len(cookies) != 1 || !cookies[0].Secure || !strings.HasPrefix(cookies[0].Name, "__Host-") {
		t.Errorf("%s, cookies %v", res.Proto, cookies)
	}
	followsOver2(t, client, base, cookies[0])
	plain, err := http.Get("http://" + strings.TrimPrefix(base, "https://") + "healthz")
	if err != nil {
		t.Fatal(err)
	}
	plain.Body.Close()
	if plain.StatusCode != 400 {
		t.Errorf("over plain HTTP: %s", plain.Status)
	}
	if _, err := (&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS11}}}).Get(base + "healthz"); err == nil {
		t.Error("TLS 1.1 is spoken")
	}

	second := pair(t, cert, key, 2)
	p.until(`the certificate was read again`)
	alive(t, base, second, "after the files have changed")
	writeTo(t, key, "no key")
	p.until(`the one before stays in force`)
	alive(t, base, second, "with a broken key")
	third := pair(t, cert, key, 3)
	p.cmd.Process.Signal(syscall.SIGHUP)
	until(t, func() bool { return enters(base, third) })
	p.cmd.Process.Signal(syscall.SIGTERM)
	if code, _ := p.ends(); code != exitOK {
		t.Errorf("exit code %d\n%s", code, p.said())
	}
}

// until waits for something that the program does soon.
func until(t *testing.T, is func() bool) {
	t.Helper()
	for range 200 {
		if is() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("it never came")
}

func clientFor(trusted *x509.Certificate) *http.Client {
	roots := x509.NewCertPool()
	roots.AddCert(trusted)
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// enters reports whether a server shows this certificate and no other.
func enters(base string, trusted *x509.Certificate) bool {
	res, err := clientFor(trusted).Get(base + "healthz")
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == 200 && res.TLS.PeerCertificates[0].Equal(trusted)
}

func alive(t *testing.T, base string, trusted *x509.Certificate, when string) {
	t.Helper()
	if !enters(base, trusted) {
		t.Errorf("%s another certificate is shown, or none", when)
	}
}

// followsOver2 reads the beginning of the events, which go on.
func followsOver2(t *testing.T, client *http.Client, base string, cookie *http.Cookie) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", base+"api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(cookie)
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	line, err := bufio.NewReader(io.LimitReader(res.Body, 100)).ReadString('\n')
	if res.ProtoMajor != 2 || err != nil || !strings.HasPrefix(line, "retry: ") {
		t.Errorf("%s %s: %q, %v", res.Proto, res.Status, line, err)
	}
}

// What cannot be shown is said at the start, not at the first handshake; other
// verbs do not look at it.
func TestTLSThatCannotBe(t *testing.T) {
	d := newDesk(t, []byte(tlsYAML))
	folder := filepath.Dir(d.sources)
	cert, key := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	refuses := func(want string) {
		t.Helper()
		if _, errs, code := d.run("daemon", "--listen", "127.0.0.1:0"); code != exitUsage || !strings.Contains(errs, want) {
			t.Errorf("exit code %d, %s; want %q", code, errs, want)
		}
	}
	refuses("no such file")
	pair(t, cert, key, 1)
	pair(t, filepath.Join(folder, "other.pem"), key, 2)
	refuses("private key does not match")
	writeTo(t, cert, "no certificate")
	refuses("cert.pem")
	d.must(exitOK, "sources", "list")
	d.must(exitOK, "sources", "check")
}

// A new sources.yaml brings other files; with a pair of faults it is not taken,
// and to put TLS in or take it out needs a restart, for which the sources do not
// wait.
func TestTLSOfANewFile(t *testing.T) {
	d := newDesk(t, []byte(tlsYAML))
	folder := filepath.Dir(d.sources)
	path := func(name string) string { return filepath.Join(folder, name) }
	first := pair(t, path("cert.pem"), path("key.pem"), 1)
	other := pair(t, path("other-cert.pem"), path("other-key.pem"), 2)
	p := d.start("daemon", "--listen", "127.0.0.1:0")
	base := p.until(`serving=(https://\S+/)`)[1]
	d.write([]byte(strings.Replace(tlsYAML, "key.pem", "none.pem", 1)))
	p.cmd.Process.Signal(syscall.SIGHUP)
	p.until(`sources.yaml has faults.*none.pem`)
	alive(t, base, first, "with a file that names no key")
	d.write([]byte(strings.NewReplacer("cert.pem", "other-cert.pem", "key.pem", "other-key.pem").Replace(tlsYAML)))
	p.cmd.Process.Signal(syscall.SIGHUP)
	until(t, func() bool { return enters(base, other) })
	_, plain, _ := strings.Cut(tlsYAML, "\n")
	d.write([]byte(strings.Replace(plain, "name: a", "name: b", 1)))
	p.cmd.Process.Signal(syscall.SIGHUP)
	p.until(`needs a restart`)
	p.until(`sources read again`)
	alive(t, base, other, "without newsroom.tls")
	if _, err := os.Stat(d.database); err != nil {
		t.Error(err)
	}
	p.cmd.Process.Signal(syscall.SIGTERM)
	p.ends()
}
