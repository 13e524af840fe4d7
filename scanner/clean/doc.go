// Package clean holds what feeds and pages share: turning what publishers send
// into text, addresses, times and HTML that the rest of alsoread can trust. It
// does no input or output, never panics and is bounded in time and memory
// whatever it is given.
package clean
