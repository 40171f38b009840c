"""What several test modules share: running the program, payloads, cases, schemas, other engines, sessions."""
