-- Whether nobody may sign in with it: 1 or 0; servers of the release before leave it empty.
ALTER TABLE account ADD COLUMN disabled SMALLINT;
-- Who said that somebody is who it is.
ALTER TABLE sign_in ADD COLUMN vouching VARCHAR(20);
