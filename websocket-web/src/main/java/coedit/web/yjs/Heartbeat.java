package coedit.web.yjs;

import coedit.web.socket.SocketServices;

/** When a peer is to be told something, whatever it is, so that it does not give the socket up. */
public final class Heartbeat {

  private final SocketServices services;
  private long last;

  public Heartbeat(SocketServices services) {
    this.services = services;
    this.last = services.nanoTime().getAsLong();
  }

  /** Called by the scan only. */
  public boolean isDue() {
    long now = services.nanoTime().getAsLong();
    boolean due = now - last >= services.limits().heartbeat().toNanos();
    last = due ? now : last;
    return due;
  }
}
