// Package coverage says, for each new story, whether it is a copy, which group
// it belongs to, and why. It is pure: no clock, no files, no network; the
// caller hands stories in as they arrive and moves the clock with Advance.
//
// The way of a story through the package, file by file:
//
//	words.go      text -> words, in every script (bigrams where there are no spaces)
//	language.go   which language, by script and stop words; stemming
//	stems.go      words seen lately and their stems
//	profile.go    story -> what is read of it, with a sketch of its text
//	draft.go      the terms of a story before they are numbered
//	forms.go      title -> plain story, live blog or roundup
//	window.go     the stories by serial: what is kept of each
//	packed.go     the terms of a story as bytes
//	lexicon.go    terms -> numbers, how rare each is in the window, who is found by it
//	common.go     the terms that are common in news at large
//	postings.go   lists of stories; index.go, pool.go: what they and the rest are made of
//	neighbours.go story -> the stories most like it
//	focus.go      one story laid out for being compared with many
//	count.go      by how many events a term is borne
//	usage.go      the words that say nothing in a language whose function words are not known
//	runs.go       neighbours that two titles share: a name counts once
//	likeness.go   two stories -> how like they are, and how surprising that is
//	pattern.go    what headlines have in common that newsrooms make by one pattern
//	heldby.go     a group that nothing else holds
//	template.go   texts that are made by one pattern
//	series.go     what a publisher writes into one title after the other
//	model.go      the learnt numbers
//	sketch.go     text -> fingerprint, how alike two are
//	copies.go     which story is a copy of which
//	headline.go   title -> the words that tell two headlines apart
//	align.go      two headlines -> which word stands for which
//	near.go       two headlines -> odds that they say the same
//	sizes.go      what a pair inside a group costs
//	vocabulary.go a headline -> the large group whose words explain it
//	partition.go  ties -> groups, by local moves of the constant Potts model
//	split.go      a group that holds two events -> two groups
//	engine.go     all of it, one story at a time
//	grouper.go    batches of stories -> what is to be kept of them, in the nouns of news
//	restore.go    what the window keeps of a story, as bytes and back
//	renew.go      a story whose text has changed
//	constraints.go what people have corrected, as the partition obeys it
//	related.go    ties too weak for one event
//	surfaces.go   stems -> words as readers know them
//	trends.go     terms on the rise among headlines
//	phrases.go    a term -> the phrase that most titles have around it
//	metrics.go    how good a grouping is against a known one
//
// An Engine is not safe for use by several goroutines: grouping is one lane.
package coverage
