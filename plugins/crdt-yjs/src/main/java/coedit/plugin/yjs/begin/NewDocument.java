package coedit.plugin.yjs.begin;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.JsonSyntax;
import coedit.plugin.yjs.read.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * First contents of a document that nobody has written in yet, as an update. Equal arguments give
 * equal bytes, so that an import that is done twice brings nothing the second time.
 *
 * <p>All of them throw {@link IllegalArgumentException}, with a reason for people, when the content
 * is not of that form; the client is the id of one that nobody else is.
 */
public final class NewDocument {

  private NewDocument() {}

  /** A document with a plain text in one root. */
  public static byte[] ofText(long client, String root, String text) {
    FirstStructs structs = new FirstStructs(client);
    structs.root(root).text(text);
    return structs.finish();
  }

  /**
   * A document with the operations of a Quill delta in one root.
   *
   * @param delta {@code {"ops": [...]}} or the array alone; all of them inserts
   */
  public static byte[] ofDelta(long client, String root, String delta) {
    AnyValue parsed = parse(delta);
    AnyValue operations =
        parsed instanceof AnyValue.Entries whole ? Fields.of(whole, "ops") : parsed;
    if (!(operations instanceof AnyValue.Elements inserts)) {
      throw new IllegalArgumentException("a delta is a list of operations, or has one as \"ops\"");
    }
    FirstStructs structs = new FirstStructs(client);
    new DeltaText(structs.root(root)).append(inserts);
    return structs.finish();
  }

  /**
   * A document with shared types all the way down: an object becomes a map, a list an array, and a
   * root that is a string a text. Without a root each entry of an object is one.
   */
  public static byte[] ofJson(long client, Optional<String> root, String json) {
    AnyValue parsed = parse(json);
    FirstStructs structs = new FirstStructs(client);
    if (root.isPresent()) {
      JsonTypes.fill(structs.root(root.get()), parsed);
    } else if (parsed instanceof AnyValue.Entries roots) {
      roots.values().forEach((name, value) -> JsonTypes.fill(structs.root(name), value));
    } else {
      throw new IllegalArgumentException("a document is an object of its shared types by name");
    }
    return structs.finish();
  }

  /**
   * A document of ProseMirror or Tiptap in one root, as y-prosemirror writes it.
   *
   * @param json the document node: {@code {"type": "doc", "content": [...]}}
   */
  public static byte[] ofProseMirror(long client, String root, String json) {
    FirstStructs structs = new FirstStructs(client);
    ProseMirrorTree.fill(structs.root(root), parse(json));
    return structs.finish();
  }

  private static AnyValue parse(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    JsonSyntax.check(bytes, 0, bytes.length);
    return JsonReader.read(json);
  }
}
