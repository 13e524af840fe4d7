package coverage

// Near says whether two headlines of the window say the same thing in nearly
// the same words, and with what odds; stricter than being of one group.
func (e *Engine) Near(a, b int64) float64 {
	i, ok := e.byID[a]
	j, also := e.byID[b]
	if !ok || !also {
		return 0
	}
	p, q := e.slots[i].story, e.slots[j].story
	o := e.lexicon.overlap(p, q)
	f := o.features(p, q)
	if e.options.Observe != nil {
		e.options.Observe(a, b, false, f)
	}
	return sigmoid(e.model.sum(&e.model.Near, &f))
}
