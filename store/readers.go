package store

import (
	"context"
	"database/sql"
	"sync"
)

// maxPrepared bounds the statements that are kept. The program asks in some
// dozens of ways; filters of lists multiply them.
const maxPrepared = 256

// readers is the pool of connections that read. What is asked often is parsed and
// planned once a connection and not each time: for a page that asks forty small
// things this is most of what they cost.
type readers struct {
	*sql.DB
	mu       sync.Mutex
	prepared map[string]*sql.Stmt
}

func newReaders(db *sql.DB) *readers { return &readers{DB: db, prepared: map[string]*sql.Stmt{}} }

// statement returns the statement of a query; nil where no more are kept.
func (r *readers) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	stmt, full := r.look(query)
	if stmt != nil || full {
		return stmt, nil
	}
	made, err := r.DB.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if stmt = r.prepared[query]; stmt != nil { // somebody was faster
		return stmt, made.Close()
	}
	r.prepared[query] = made
	return made, nil
}

// look finds the statement of a query, and tells whether no more are kept.
func (r *readers) look(query string) (stmt *sql.Stmt, full bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.prepared[query], len(r.prepared) >= maxPrepared
}

func (r *readers) known(query string) *sql.Stmt {
	stmt, _ := r.look(query)
	return stmt
}

// QueryContext is that of sql.DB, with a kept statement.
func (r *readers) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := r.statement(ctx, query)
	switch {
	case err != nil:
		return nil, err
	case stmt == nil:
		return r.DB.QueryContext(ctx, query, args...)
	}
	return stmt.QueryContext(ctx, args...)
}

// QueryRowContext is that of sql.DB, with a kept statement.
func (r *readers) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	stmt, err := r.statement(ctx, query)
	if err != nil || stmt == nil {
		return r.DB.QueryRowContext(ctx, query, args...) // its Scan tells what is wrong
	}
	return stmt.QueryRowContext(ctx, args...)
}

// begin begins a reading of one moment: all that is asked in it is of the same
// state of the database. It is to be ended.
func (r *readers) begin(ctx context.Context) (*reading, error) {
	tx, err := r.DB.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	return &reading{Tx: tx, pool: r, ctx: ctx}, nil
}

// reading is a transaction of the readers.
type reading struct {
	*sql.Tx
	pool   *readers
	ctx    context.Context
	missed []string // queries without a kept statement
}

// QueryContext is that of sql.Tx, with a kept statement. One that is not there yet
// is made at the end: making it takes another connection, and those who hold one
// each would wait for each other.
func (t *reading) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := t.pool.known(query); stmt != nil {
		return t.StmtContext(ctx, stmt).QueryContext(ctx, args...)
	}
	t.missed = append(t.missed, query)
	return t.Tx.QueryContext(ctx, query, args...)
}

// QueryRowContext is that of sql.Tx, with a kept statement.
func (t *reading) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := t.pool.known(query); stmt != nil {
		return t.StmtContext(ctx, stmt).QueryRowContext(ctx, args...)
	}
	t.missed = append(t.missed, query)
	return t.Tx.QueryRowContext(ctx, query, args...)
}

// end ends the reading.
func (t *reading) end() {
	_ = t.Rollback() // nothing was written
	for _, query := range t.missed {
		_, _ = t.pool.statement(t.ctx, query) // the query itself has told what is wrong
	}
}
