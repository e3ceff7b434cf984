-- Lemmas in the order in which they came; `content` is the lemma as JSON, the columns beside it are copies to look it up by.
CREATE TABLE lemma (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    prover TEXT NOT NULL,
    key TEXT NOT NULL,
    content TEXT NOT NULL,
    -- Why it is not offered any more.
    withdrawn TEXT,
    -- BLAKE3 of content and withdrawn.
    seal TEXT NOT NULL
) STRICT;
CREATE INDEX lemma_key ON lemma (prover, key);

-- Which lemma's script calls which.
CREATE TABLE uses (
    lemma TEXT NOT NULL REFERENCES lemma (id) ON DELETE CASCADE,
    used TEXT NOT NULL,
    PRIMARY KEY (lemma, used)
) STRICT, WITHOUT ROWID;
CREATE INDEX uses_used ON uses (used);

-- Where else a lemma was certified again (no reason), or refused.
CREATE TABLE checked (
    lemma TEXT NOT NULL REFERENCES lemma (id) ON DELETE CASCADE,
    header_hash TEXT NOT NULL,
    version TEXT NOT NULL,
    reason TEXT,
    seal TEXT NOT NULL,
    PRIMARY KEY (lemma, header_hash, version)
) STRICT, WITHOUT ROWID;

-- Counts changes, so that readers know when what they keep is old.
CREATE TABLE generation (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO generation VALUES (1, 0);
