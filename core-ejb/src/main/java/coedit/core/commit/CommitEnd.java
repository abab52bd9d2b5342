package coedit.core.commit;

import coedit.core.service.Refusal;

/** How the commit of one document's batch ended. */
public sealed interface CommitEnd {

  /** Durable. */
  record Durable() implements CommitEnd {}

  /** Rolled back, and only because of this document: its authors are told. */
  record Rejected(Refusal refusal) implements CommitEnd {}

  /** The lease is gone, or the outcome is unknown: start from the store under a new lease. */
  record LeaseLost() implements CommitEnd {}
}
