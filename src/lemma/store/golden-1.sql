-- An index of version 1, as the first program wrote it.
PRAGMA application_id = 1347906665;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO lemma VALUES(1,'bcffb51a569d37843747ed836d1b0d140badf57b40a39f48cd649b7496366624','a','lean','key of a','{"id":"bcffb51a569d37843747ed836d1b0d140badf57b40a39f48cd649b7496366624","name":"a","theorem":{"name":"a","prover":"lean","header":"import Init\n","statement":"theorem a : \"a\" = \"a\" := by sorry","hole":{"start":25,"end":33},"nth":0,"in_tactics":false},"type":"\"a\" = \"a\"","key":"key of a","script":"rfl","proof":"theorem a : \"a\" = \"a\" := by rfl","uses":[],"certificate":{"prover":"lean","version":"forged","axioms":[],"statement_hash":"af3d0611d243404fc88324031e5374362540f2d42ce69b874866d1b3922343cc","header_hash":"71b5b114ce5034a9368955470a863a8b8e103340bc1087815e1e5cf5c4844d5b","wall_ms":1},"consts":["Eq","String"],"provenance":{}}',NULL,'b3dcd99aeba56a8cf33db2c7e3735c66cbcb2eabb3545bc156ca5453e5faca73');
INSERT INTO lemma VALUES(2,'907fbb7f6631034ce89346e4fba91196d19a2cf7a3302ada04d7932f6a0167da','b','lean','key of b','{"id":"907fbb7f6631034ce89346e4fba91196d19a2cf7a3302ada04d7932f6a0167da","name":"b","theorem":{"name":"b","prover":"lean","header":"import Init\n","statement":"theorem b : \"b\" = \"b\" := by sorry","hole":{"start":25,"end":33},"nth":0,"in_tactics":false},"type":"\"b\" = \"b\"","key":"key of b","script":"rfl","proof":"theorem b : \"b\" = \"b\" := by rfl","uses":["bcffb51a569d37843747ed836d1b0d140badf57b40a39f48cd649b7496366624"],"certificate":{"prover":"lean","version":"forged","axioms":[],"statement_hash":"21924ded7c18746e3f0a59c3296def5266a76026b8fc90e94ea8780c40b0ff4c","header_hash":"71b5b114ce5034a9368955470a863a8b8e103340bc1087815e1e5cf5c4844d5b","wall_ms":1},"consts":["Eq","String"],"provenance":{}}',NULL,'5768057e9686c0270e05d551d6dab07cb5fd4b85da2c44e5861750ec1acd79b9');
INSERT INTO lemma VALUES(3,'fcbc364f8472b74d2d67612b60316186e8a938f09698f2aa08a0e6ad470ec35d','c','lean','key of c','{"id":"fcbc364f8472b74d2d67612b60316186e8a938f09698f2aa08a0e6ad470ec35d","name":"c","theorem":{"name":"c","prover":"lean","header":"import Init\n","statement":"theorem c : \"c\" = \"c\" := by sorry","hole":{"start":25,"end":33},"nth":0,"in_tactics":false},"type":"\"c\" = \"c\"","key":"key of c","script":"rfl","proof":"theorem c : \"c\" = \"c\" := by rfl","uses":[],"certificate":{"prover":"lean","version":"forged","axioms":[],"statement_hash":"4e7aafcdecb37c38c59f6503188e3be70b98832bb67bee8eb0b8bf9b284aee74","header_hash":"71b5b114ce5034a9368955470a863a8b8e103340bc1087815e1e5cf5c4844d5b","wall_ms":1},"consts":["Eq","String"],"provenance":{}}','for a test','c23dc86988c2580df862f34b07c3157ebd48f52a20a6d740704e79181434f239');
CREATE TABLE uses (
    lemma TEXT NOT NULL REFERENCES lemma (id) ON DELETE CASCADE,
    used TEXT NOT NULL,
    PRIMARY KEY (lemma, used)
) STRICT, WITHOUT ROWID;
INSERT INTO uses VALUES('907fbb7f6631034ce89346e4fba91196d19a2cf7a3302ada04d7932f6a0167da','bcffb51a569d37843747ed836d1b0d140badf57b40a39f48cd649b7496366624');
CREATE TABLE checked (
    lemma TEXT NOT NULL REFERENCES lemma (id) ON DELETE CASCADE,
    header_hash TEXT NOT NULL,
    version TEXT NOT NULL,
    reason TEXT,
    seal TEXT NOT NULL,
    PRIMARY KEY (lemma, header_hash, version)
) STRICT, WITHOUT ROWID;
INSERT INTO checked VALUES('bcffb51a569d37843747ed836d1b0d140badf57b40a39f48cd649b7496366624','h','v',NULL,'9372b070647aa4fd886460175e99e79b3558983874e43f3159eaedcd6dab6275');
CREATE TABLE generation (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO generation VALUES(1,5);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('lemma',3);
CREATE INDEX lemma_key ON lemma (prover, key);
CREATE INDEX uses_used ON uses (used);
COMMIT;
