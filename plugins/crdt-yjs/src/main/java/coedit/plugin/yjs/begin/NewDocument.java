package coedit.plugin.yjs.read;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.open.Edit;
import coedit.plugin.yjs.open.OpenDocument;
import coedit.plugin.yjs.open.SharedType;
import java.util.Map;
import java.util.TreeMap;

/**
 * First contents of a document that nobody has written in yet, as an update. Equal arguments give
 * equal bytes, so that an import that is done twice brings nothing the second time.
 */
public final class NewDocument {

  private NewDocument() {}

  /**
   * A document with a plain text.
   *
   * @param client id of a client that nobody else is
   * @param root name of the shared type
   */
  public static byte[] ofText(long client, String root, String text) {
    OpenDocument document = new OpenDocument();
    Edit edit = document.edit(client);
    edit.insertText(document.root(root), 0, text);
    return edit.finish();
  }

  /**
   * A document with the operations of a Quill delta.
   *
   * @param delta {@code {"ops": [...]}} or the array alone; all of them inserts
   * @throws IllegalArgumentException when it is no such delta
   */
  public static byte[] ofDelta(long client, String root, String delta) {
    AnyValue parsed = JsonReader.read(delta);
    AnyValue operations = parsed instanceof AnyValue.Entries whole ? of(whole, "ops") : parsed;
    if (!(operations instanceof AnyValue.Elements inserts)) {
      throw new IllegalArgumentException("not a delta");
    }
    OpenDocument document = new OpenDocument();
    Edit edit = document.edit(client);
    SharedType text = document.root(root);
    int length = 0;
    for (AnyValue operation : inserts.values()) {
      if (!(operation instanceof AnyValue.Entries entries)) {
        throw new IllegalArgumentException("an operation that is no object");
      }
      length += append(edit, text, length, entries);
    }
    return edit.finish();
  }

  private static int append(Edit edit, SharedType text, int at, AnyValue.Entries operation) {
    Map<String, String> formats = new TreeMap<>();
    if (of(operation, "attributes") instanceof AnyValue.Entries attributes) {
      attributes.values().forEach((key, value) -> formats.put(key, json(value)));
      formats.values().removeIf("null"::equals);
    }
    AnyValue insert = of(operation, "insert");
    if (insert instanceof AnyValue.Text written) {
      edit.insertText(text, at, written.value(), formats);
      return written.value().length();
    }
    if (insert instanceof AnyValue.Entries) {
      edit.insertEmbed(text, at, json(insert), formats);
      return 1;
    }
    throw new IllegalArgumentException("an operation that inserts nothing");
  }

  private static AnyValue of(AnyValue.Entries entries, String key) {
    return entries.values().getOrDefault(key, AnyValue.Constant.NULL);
  }

  private static String json(AnyValue value) {
    StringBuilder out = new StringBuilder();
    JsonWriter.write(value, out);
    return out.toString();
  }
}
