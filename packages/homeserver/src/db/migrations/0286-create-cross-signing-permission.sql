-- Who confirmed in the browser that their cross-signing keys may be replaced, and until when that counts.
CREATE TABLE cross_signing_permission (
  user_nid integer PRIMARY KEY REFERENCES account (user_nid),
  until_ms bigint NOT NULL
);
