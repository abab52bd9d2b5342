-- When somebody who signed in proved who they are, in milliseconds since 1970: elsewhere perhaps,
-- and before. Unknown: when the sign-in began.
ALTER TABLE sign_in ADD COLUMN proven_at BIGINT;
