.PHONY: help build check test race fuzz bench demo cover
# make help lists these targets.

help: ## list what one can do
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build ./alsoread, static, without cgo
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o alsoread ./cmd/alsoread

test: ## the tests, as README has them
	go test ./...

check: test ## tests, vet, gofmt, staticcheck
	go vet ./...
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	go tool staticcheck ./...

race: ## the tests under the race detector, in random order
	go test -race -shuffle=on ./...

FUZZTIME ?= 20s
fuzz: ## every fuzz target for FUZZTIME (default 20s)
	./.ci/fuzz $(FUZZTIME)

bench: ## the whole-process benchmark; its table goes into docs/performance.md
	go run ./internal/bench --update

demo: ## a small newsroom world, scanned and served, without any network
	go run ./cmd/alsoread demo

cover: ## test coverage by package
	go test -cover ./...
