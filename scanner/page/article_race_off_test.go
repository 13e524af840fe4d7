//go:build !race

package page

import "time"

const raced = false

// patience is what a page that was made up to take our time may take of it.
const patience = 3 * time.Second
