package coedit.web.yjs;

import coedit.model.Payload;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Awareness entries on the wire. */
final class AwarenessUpdate {

  /** A client passes on what it knows of others; more than these are not looked at. */
  private static final int MOST_ENTRIES = 10_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).build())
          .build();

  private AwarenessUpdate() {}

  static Payload encode(List<AwarenessEntry> entries) {
    FrameWriter out = new FrameWriter(64 * entries.size() + 1).varUint(entries.size());
    for (AwarenessEntry entry : entries) {
      out.varUint(entry.client()).varUint(entry.clock()).varBytes(entry.state());
    }
    return out.end();
  }

  /** The entries, whose states are not looked into yet. */
  static List<AwarenessEntry> decode(Payload update) {
    FrameReader in = new FrameReader(update);
    long count = in.varUint();
    List<AwarenessEntry> entries = new ArrayList<>();
    for (long i = 0; i < Math.min(count, MOST_ENTRIES); i++) {
      entries.add(new AwarenessEntry(in.varUint(), in.varUint(), in.varBytes()));
    }
    return entries;
  }

  /** Peers parse a state without care: one that is no JSON would end their sessions. */
  static boolean isJson(Payload state) {
    try (JsonParser parser = JSON.createParser(FrameReader.strictUtf8(state))) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return false;
      }
      if (first.isStructStart()) {
        parser.skipChildren();
      }
      return parser.currentToken() != null && parser.nextToken() == null;
    } catch (IOException | MalformedFrameException notJson) {
      return false;
    }
  }
}
