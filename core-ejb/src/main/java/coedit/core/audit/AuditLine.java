package coedit.core.audit;

import coedit.core.service.AuditEvent;

/**
 * An event as one line of the server's log: {@code event=... actor="..."}. Whatever could begin a
 * line, end a value or hide text is written as an escape, so that nobody can forge a line by a name
 * of their choice.
 */
final class AuditLine {

  private AuditLine() {}

  static String of(AuditEvent event) {
    StringBuilder line = new StringBuilder("audit event=").append(event.name());
    field(line, "actor", event.actor());
    field(line, "address", event.address());
    event.document().ifPresent(document -> field(line, "document", document.toString()));
    field(line, "detail", event.detail());
    return line.toString();
  }

  private static void field(StringBuilder line, String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    line.append(' ').append(name).append("=\"");
    value.codePoints().forEach(c -> escaped(line, c));
    line.append('"');
  }

  private static void escaped(StringBuilder line, int c) {
    if (c == '"' || c == '\\') {
      line.append('\\').appendCodePoint(c);
    } else if (isPlain(c)) {
      line.appendCodePoint(c);
    } else {
      line.append("\\u{").append(Integer.toHexString(c)).append('}');
    }
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
