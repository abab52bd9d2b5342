package coedit.core.simulation;

import coedit.model.DocumentId;

/** Somebody who edits one document of a world. */
interface Actor {

  String user();

  DocumentId document();

  /** Does something, or nothing. */
  void act();

  void reconnectIfNeeded();

  /** Sends again what is to be sent again. */
  void continueWriting();

  /** One more edit, after the faults. */
  void writesOneMore();

  void serverCrashed(Server server);

  /** An older backup was put into the place of the store while no server ran. */
  void restored();

  /** Whether all it wrote is settled and it has been shown everything. */
  boolean isAtRest();

  /** What holds after everything has come to rest. */
  void check();
}
