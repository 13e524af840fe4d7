package coverage

import "math"

// sketch is a MinHash by one permutation: the least hash of the text's
// four-word shingles in each of its bins. The share of equal bins estimates
// how many shingles two texts have in common (Li, Owen and Zhang 2012).
type sketch [32]uint32

// A text shorter than this has too few shingles to tell a copy from a quote.
const minCopyWords = 40

// copyLikeness is the share of equal bins from which one text is called a copy
// of another.
const copyLikeness = 0.5

func sketchOf(words []word) *sketch {
	if len(words) < minCopyWords {
		return nil
	}
	s := new(sketch)
	for i := range s {
		s[i] = math.MaxUint32
	}
	var last [4]uint64
	for i, w := range words {
		last[i%4] = fnv(w.text)
		if i < 3 {
			continue
		}
		h := uint64(0)
		for k := 1; k <= 4; k++ {
			h = mix(h ^ last[(i+k)%4])
		}
		bin, value := h>>59, uint32(h)
		s[bin] = min(s[bin], value)
	}
	return s
}

// fnv and mix do not depend on the process, so that sketches may be stored.
func fnv(s string) uint64 {
	h := uint64(14695981039346656037)
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

func (s *sketch) likeness(o *sketch) float64 {
	if s == nil || o == nil {
		return 0
	}
	same, used := 0, 0
	for i, v := range s {
		if v == math.MaxUint32 && o[i] == math.MaxUint32 {
			continue
		}
		used++
		if v == o[i] {
			same++
		}
	}
	if used < len(s)/2 {
		return 0
	}
	return float64(same) / float64(used)
}
