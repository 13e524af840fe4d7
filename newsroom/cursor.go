package newsroom

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math"
	"net/http"
	"net/url"

	"alsoread/news"
)

// A cursor is a place in a list, for the client to hand back. It is sealed with
// the room's secret together with the question that the list answers, so that
// only a place that was given out, in its own list, is ever looked up.
const (
	cursorPlace = 16 // bytes of the place: sort value and number
	cursorSeal  = 16 // bytes of the seal
)

var errCursor = &refusal{status: http.StatusBadRequest, text: "cursor must be the next of an answer to the same question"}

// sealCursor makes the text of a place.
func (r *Room) sealCursor(question string, sort uint64, id int64) string {
	place := binary.BigEndian.AppendUint64(nil, sort)
	place = binary.BigEndian.AppendUint64(place, uint64(id))
	return base64.RawURLEncoding.EncodeToString(append(place, r.sealOf("cursor", question, place)...))
}

// openCursor reads a place back.
func (r *Room) openCursor(question, text string) (sort uint64, id int64, err error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != cursorPlace+cursorSeal {
		return 0, 0, errCursor
	}
	place, seal := raw[:cursorPlace], raw[cursorPlace:]
	if !hmac.Equal(seal, r.sealOf("cursor", question, place)) {
		return 0, 0, errCursor
	}
	return binary.BigEndian.Uint64(place), int64(binary.BigEndian.Uint64(place[8:])), nil
}

// sealOf is over what the thing is for, to whom it belongs, and what it says.
func (r *Room) sealOf(purpose, owner string, content []byte) []byte {
	sum := hmac.New(sha256.New, r.secret)
	for _, part := range [][]byte{[]byte(purpose), []byte(owner), content} {
		sum.Write(binary.BigEndian.AppendUint32(nil, uint32(len(part))))
		sum.Write(part)
	}
	return sum.Sum(nil)[:cursorSeal]
}

// question names a list: its path and what was asked of it, the place and the
// length of a page left out.
func question(path string, values url.Values) string {
	kept := url.Values{}
	for name, v := range values {
		if name != "cursor" && name != "limit" {
			kept[name] = v
		}
	}
	return path + "?" + kept.Encode()
}

func (r *Room) storyCursor(question string, place news.Cursor) string {
	return r.sealCursor(question, uint64(place.Sort.UnixMilli()), place.ID)
}

func (r *Room) openGroupCursor(question, text string) (news.GroupCursor, error) {
	sort, id, err := r.openCursor(question, text)
	return news.GroupCursor{Sort: math.Float64frombits(sort), ID: id}, err
}
