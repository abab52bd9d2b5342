package coedit.core.service;

import coedit.model.DocumentId;

/** A session's hold on an open document; a handle to give back, nothing to look into. */
public interface Subscription {

  DocumentId document();
}
