// Package access keeps who may enter a newsroom: one password, and tokens for
// programs. It knows hashes alone, in a file beside the database that only its
// owner can read. They are not in the database, because backups of that are
// handed around, and restoring one must not bring back a token that was revoked.
//
//   - keys.go      Keys: the file, read again when it has changed
//   - password.go  argon2id
//   - token.go     tokens and their scopes
package access
