package coverage

// noteCopy points the later of the two at the original.
func (e *Engine) noteCopy(at, other int32) {
	s, o := &e.slots[at], &e.slots[other]
	if s.copy == 0 && o.copy != s.story.id {
		s.copy = o.story.id
		if o.copy != 0 {
			s.copy = o.copy
		}
	}
}
