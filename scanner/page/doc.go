// Package page reads web pages: bytes and an address in, what they say out. It
// fetches nothing.
//
//	dom.go       bytes -> a bounded DOM                     Parse
//	listing.go   a listing page -> news.Listing             ReadListing
//	select*.go   by the selectors of a source               Selectors
//	auto*.go     by what the page itself shows              Suggest
//	article*.go  an article's own page
//	alsoread*.go the related stories inside its text
//
// Pages are hostile until shown otherwise: size, depth, attributes and time are
// bounded, and each limit says which it was.
package page
