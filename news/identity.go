package news

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// Key names a story in the store: two bytes for where it is from, the host of an
// address or the source of a guid, then the first 14 bytes of a SHA-256. Every
// kind of key is hashed with a mark of its own in front, so that a guid that
// reads like an address is no address. The zero Key is none.
//
// A store that keeps keys in order finds those of one listing side by side. Keys
// that are random from the first byte on touch a page each: a batch of 17
// listings then rewrites most of the index, the more the larger it is.
type Key [16]byte

// placeBytes is how many bytes of a Key say where it is from.
const placeBytes = 2

// Hash is the key without its place.
func (k Key) Hash() []byte { return k[placeBytes:] }

// IsZero tells whether there is no key.
func (k Key) IsZero() bool { return k == Key{} }

// String returns the key in hexadecimal, "" for the zero Key.
func (k Key) String() string {
	if k.IsZero() {
		return ""
	}
	return hex.EncodeToString(k[:])
}

// Identity tells which story an item is. Two items are one story when Same
// says so; docs/identity.md has the rules with their reasons.
type Identity struct {
	URL       Key    // of the canonical URL; zero when the address is no identity
	GUID      Key    // of source and guid, or of source, title and date when there is nothing better
	Canonical string // what URL was made of; "" when URL is zero
}

// Same tells whether two items are one story: they have one address, or one
// guid of one source. Items of one listing that are one come out of Identify
// in this way, so a caller finds duplicates by comparing keys.
func (id Identity) Same(other Identity) bool {
	return id.URL == other.URL && !id.URL.IsZero() || id.GUID == other.GUID && !id.GUID.IsZero()
}

// Identify returns the identity of every item of a listing, in order. Source
// is the name of the source, within which guids are unique. At least one key
// of each identity is set.
//
// The store is to look a story up by URL first; then by GUID, where StillSame
// has to agree; and what is found by neither is a new story. So a story whose
// address is changed by its publisher (a new slug, a new host) is found again
// by its guid, one whose guid is made anew at every scan is found by its
// address, and one with neither by title and date.
//
// An address is no identity when it is the front page of a site, the page the
// listing itself is about, or a page that several different items share. A
// guid is none when items with different addresses share it.
func Identify(source string, l *Listing) []Identity {
	if l == nil || len(l.Items) == 0 {
		return nil
	}
	list := make([]candidate, len(l.Items))
	for i := range l.Items {
		list[i] = newCandidate(&l.Items[i])
	}
	dropPages(list, l)
	dropSharedGUIDs(list)
	h := hasher{source: source}
	out := make([]Identity, len(list))
	for i := range list {
		out[i] = h.identity(&list[i])
	}
	return out
}

// candidate is an item with what may identify it, in the making.
type candidate struct {
	item      *Item
	canonical string // "" when the address is no identity
	guid      string // "" when it is none
	title     string
	hasTitle  bool
}

func newCandidate(it *Item) candidate {
	c := candidate{item: it, guid: strings.TrimSpace(it.GUID)}
	canonical, err := Canonical(it.URL)
	if err != nil {
		canonical, err = Canonical(c.guid) // a permalink, unless it is no address at all
	}
	if err == nil && !isHome(canonical) {
		c.canonical = canonical
	}
	return c
}

// isHome tells whether a canonical address is the front page of a site.
func isHome(canonical string) bool {
	return len(hostOf(canonical)) == len(canonical)-len(formScheme)-1
}

// hostOf is the host of a canonical address, with its port where it has one.
func hostOf(canonical string) string {
	host, _, _ := strings.Cut(canonical[len(formScheme):], "/")
	return host
}

// key returns what a title is compared by: words in lower case. It is made only
// when it is asked for: most listings never need it.
func (c *candidate) key() string {
	if !c.hasTitle {
		c.title = strings.ToLower(strings.Join(strings.Fields(c.item.Title), " "))
		c.hasTitle = true
	}
	return c.title
}

// dropPages takes the address away from items whose address is the page of the
// listing itself, or a page that different items share: a live blog, a show
// page, the list of all alerts.
func dropPages(list []candidate, l *Listing) {
	for _, page := range []string{l.Link, l.Self} {
		canonical, err := Canonical(page)
		for i := range list {
			if err == nil && list[i].canonical == canonical {
				list[i].canonical = ""
			}
		}
	}
	byURL := groupBy(list, func(c *candidate) string { return c.canonical })
	for _, indexes := range byURL {
		if !allOne(list, indexes) {
			for _, i := range indexes {
				list[i].canonical = ""
			}
		}
	}
}

// groupBy returns the indexes of the candidates that share a value with
// another one, by value. The value "" is none.
func groupBy(list []candidate, value func(*candidate) string) map[string][]int {
	first := make(map[string]int, len(list))
	var shared map[string][]int
	for i := range list {
		v := value(&list[i])
		if v == "" {
			continue
		}
		j, seen := first[v]
		if !seen {
			first[v] = i
			continue
		}
		if shared == nil {
			shared = make(map[string][]int)
		}
		if shared[v] == nil {
			shared[v] = []int{j}
		}
		shared[v] = append(shared[v], i)
	}
	return shared
}

// allOne tells whether items that share an address are listed more than once
// rather than different.
func allOne(list []candidate, indexes []int) bool {
	one := &list[indexes[0]]
	for _, i := range indexes[1:] {
		if !sameEntry(one, &list[i]) {
			return false
		}
	}
	return true
}

// sameEntry tells whether two items of one listing with one address are one.
// The same guid says so. The same title does where the dates do not speak
// against it: a bulletin has one title every hour. Two guids say that they are
// two, unless title and date are both known and the same.
func sameEntry(a, b *candidate) bool {
	if a.guid != "" && a.guid == b.guid {
		return true
	}
	if a.key() == "" || a.key() != b.key() {
		return false
	}
	published, other := a.item.Published, b.item.Published
	if a.guid != "" && b.guid != "" {
		return !published.IsZero() && published.Equal(other)
	}
	return published.IsZero() || other.IsZero() || published.Equal(other)
}

// dropSharedGUIDs takes a guid away from items that are told apart by
// something better: by address, or, where the address is none, by title.
func dropSharedGUIDs(list []candidate) {
	for _, indexes := range groupBy(list, func(c *candidate) string { return c.guid }) {
		one := &list[indexes[0]]
		trusted := true
		for _, i := range indexes[1:] {
			c := &list[i]
			trusted = trusted && c.canonical == one.canonical && (c.canonical != "" || c.key() == one.key())
		}
		for _, i := range indexes {
			if !trusted {
				list[i].guid = ""
			}
		}
	}
}

// hasher makes keys, with one buffer for all of them.
type hasher struct {
	source string
	buf    []byte
}

func (h *hasher) identity(c *candidate) Identity {
	id := Identity{Canonical: c.canonical}
	if c.canonical != "" {
		id.URL = h.key(hostOf(c.canonical), "url", c.canonical)
	}
	if c.guid != "" {
		id.GUID = h.key(h.source, "guid", h.source, c.guid)
	} else if c.canonical == "" {
		id.GUID = h.fallback(c)
	}
	return id
}

// fallback is the key of an item that has neither address nor guid: its title
// and date within its source. Without a title its text stands in: a microblog.
func (h *hasher) fallback(c *candidate) Key {
	date := ""
	if !c.item.Published.IsZero() {
		date = strconv.FormatInt(c.item.Published.Unix(), 10)
	}
	if c.key() != "" {
		return h.key(h.source, "title", h.source, c.key(), date)
	}
	return h.key(h.source, "text", h.source, c.item.Summary, c.item.Content, date)
}

// key hashes parts with a NUL between them, which the name of a source and
// clean text do not hold, and puts the place in front.
func (h *hasher) key(place string, parts ...string) (k Key) {
	h.buf = h.buf[:0]
	for i, part := range parts {
		if i > 0 {
			h.buf = append(h.buf, 0)
		}
		h.buf = append(h.buf, part...)
	}
	sum := sha256.Sum256(h.buf)
	copy(k[placeBytes:], sum[:])
	sum = sha256.Sum256(append(h.buf[:0], place...))
	copy(k[:placeBytes], sum[:])
	return k
}
