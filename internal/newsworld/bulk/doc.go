// Package bulk is the world of the benchmarks: a thousand sources or more on 250
// loopback addresses, thirty items each of 2 to 4 KB of HTML, made by a
// generator that gives the same bytes for the same options, and kept compressed
// in memory so that serving them costs next to nothing.
//
//   - words.go    an invented language whose words are as frequent as words are (Zipf)
//   - item.go     an item: its address, title and HTML
//   - feed.go     two feeds in three are RSS 2.0, one is Atom 1.0
//   - server.go   Start, World, its modes and its control address
//   - sources.go  a sources.yaml for it
package bulk
