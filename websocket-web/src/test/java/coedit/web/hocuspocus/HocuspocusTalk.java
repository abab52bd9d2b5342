package coedit.web.hocuspocus;

import static coedit.web.yjs.DialectWorld.sync;

import coedit.core.service.Subscriber;
import coedit.model.Payload;
import coedit.web.auth.SignedIn;
import coedit.web.yjs.DialectWorld;
import coedit.web.yjs.FrameWriter;
import org.jspecify.annotations.Nullable;

/** A provider at its server, as a script: the token "good" is alice's. */
abstract class HocuspocusTalk {

  final DialectWorld world = new DialectWorld();
  final DialectWorld.Peer peer = new DialectWorld.Peer();
  HocuspocusSession session;

  HocuspocusTalk() {
    world.tokens.put("good", DialectWorld.signedIn("alice"));
  }

  void connect() {
    connect(null);
  }

  void connect(@Nullable SignedIn handshake) {
    session = new HocuspocusSession(world.services(), handshake, "s1", peer);
    world.registry().opened(session, "");
  }

  void says(String address, Payload frame) {
    session.frame(to(address, frame).toBytes(), true);
  }

  static Payload token(String token) {
    return new FrameWriter(16).varUint(2).varUint(0).varString(token).varString("4.8.0").end();
  }

  /** What the core tells of a join. */
  Subscriber ear(int join) {
    return world.core.joins.get(join).ear();
  }

  static Payload to(String address, Payload frame) {
    return HocuspocusFrames.addressed(address, frame);
  }

  /** Connected, signed in, and one document open. */
  void join() {
    connect();
    says("notes", token("good"));
    says("notes", sync(0, "v"));
    ear(0).joined(world.joined(4, "all", "version"));
    peer.news();
  }
}
