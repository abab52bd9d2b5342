-- What is in the audit table is not changed and not removed. Derby knows no other way to refuse than a statement that
-- fails; the triggers' names say what it is about. Who wants to change it has to drop these first.
CREATE TRIGGER audit_is_append_only NO CASCADE BEFORE UPDATE ON audit
  REFERENCING OLD AS line FOR EACH ROW VALUES 1 / (line.id - line.id);
CREATE TRIGGER audit_is_never_deleted NO CASCADE BEFORE DELETE ON audit
  REFERENCING OLD AS line FOR EACH ROW VALUES 1 / (line.id - line.id);
