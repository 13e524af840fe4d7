package coverage

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// sketch is a MinHash by one permutation of a text's shingles of three words:
// the least hash in each of its bins (Li, Owen and Zhang 2012), of which eight
// bits are kept (Li and König 2010). With the length, the share of equal bins
// tells what two texts have in common, and whether one is a part of the other.
// Measured against others in docs/coverage.md.
type sketch struct {
	bins  [sketchBins]uint8 // 0: empty
	words uint16
}

// 62 bins and the length are 64 bytes.
const (
	sketchBins   = 62
	sketchBytes  = sketchBins + 2
	shingleWords = 3
)

// A text shorter than this has too few shingles to tell a copy from a quote.
const minCopyWords = 24

// Two texts are copies when this share of the shingles of both is common to
// them; or when the shorter has nearly all its shingles from the longer and is
// no small part of it, as when a tail was cut.
const (
	copyLikeness  = 0.35
	copyContained = 0.7
	copyPart      = 0.2 // of both, at least
)

// sketchOf is the fingerprint of a text by the hashes of its words; false: it is
// too short for one.
func sketchOf(letters []uint64) (s sketch, ok bool) {
	s.words = uint16(min(len(letters), math.MaxUint16))
	if len(letters) < minCopyWords {
		return s, false
	}
	var least [sketchBins]uint64
	for i := range least {
		least[i] = math.MaxUint64
	}
	var one, two uint64 // hashes of the two words before
	for i, h := range letters {
		if i >= shingleWords-1 {
			all := mix(one*0x9e3779b97f4a7c15 ^ mix(two*0xc2b2ae3d27d4eb4f^h))
			bin := (all >> 32) * sketchBins >> 32
			least[bin] = min(least[bin], all&math.MaxUint32)
		}
		one, two = two, h
	}
	for i, v := range least {
		if v != math.MaxUint64 {
			s.bins[i] = uint8(mix(v)%math.MaxUint8) + 1
		}
	}
	return s, true
}

func (s *sketch) append(b []byte) []byte {
	return binary.LittleEndian.AppendUint16(append(b, s.bins[:]...), s.words)
}

func readSketch(b []byte) (s sketch) {
	copy(s.bins[:], b)
	s.words = binary.LittleEndian.Uint16(b[sketchBins:])
	return s
}

// fnv and mix do not depend on the process, so that sketches may be stored.
func fnv[T string | []byte](s T) uint64 { return fnvOn(fnvStart, s) }

const fnvStart = uint64(14695981039346656037)

// fnvOn goes on with the hash of what stands before s.
func fnvOn[T string | []byte](h uint64, s T) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

// likeness is the share of the shingles of both texts that they have in common
// (resemblance), or what stands for it when the shorter is taken from the
// longer: copyLikeness and more mean a copy.
func (s *sketch) likeness(o *sketch) float64 {
	alike := resemblance(&s.bins, &o.bins)
	if alike < copyPart {
		return alike
	}
	less, more := float64(min(s.words, o.words)), float64(max(s.words, o.words))
	contained := min(alike/(1+alike)*(less+more)/less, 1)
	return max(alike, contained*copyLikeness/copyContained)
}

// resemblance is the Jaccard index, corrected for bins that are equal by chance.
func resemblance(s, o *[sketchBins]uint8) float64 {
	equal, empty, at := 0, 0, 0
	for ; at+8 <= sketchBins; at += 8 { // sixty stories are compared with each new one
		a, b := binary.LittleEndian.Uint64(s[at:]), binary.LittleEndian.Uint64(o[at:])
		equal += zeroBytes(a ^ b)
		empty += zeroBytes(a | b)
	}
	for ; at < sketchBins; at++ {
		if s[at] == o[at] {
			equal++
			if s[at] == 0 {
				empty++
			}
		}
	}
	used := sketchBins - empty
	if used < sketchBins/4 {
		return 0
	}
	const chance = 1.0 / math.MaxUint8
	return max(0, (float64(equal-empty)/float64(used)-chance)/(1-chance))
}

// zeroBytes counts the bytes of x that are 0.
func zeroBytes(x uint64) int {
	const low = 0x7f7f7f7f7f7f7f7f
	return bits.OnesCount64(^((x&low + low) | x | low))
}
