package coedit.web.rest;

import coedit.model.DocumentId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request says about a document, checked. */
final class DocumentFields {

  static final int LONGEST_TITLE = 200;
  static final int LONGEST_NAME = 100;
  private static final int LONGEST_ROOT = 200;

  /** Safe in an address as it is. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private DocumentFields() {}

  static String type(@Nullable String type) {
    return JsonBody.checked("type", type, LONGEST_NAME)
        .orElseThrow(() -> new BadRequest("\"type\" is missing"));
  }

  static String title(@Nullable String title) {
    String stripped =
        JsonBody.checked("title", title, LONGEST_TITLE)
            .orElseThrow(() -> new BadRequest("\"title\" is missing"))
            .strip();
    if (stripped.isEmpty()) {
      throw new BadRequest("\"title\" is empty");
    }
    return stripped;
  }

  /** A name that reads like an id would hide that document in socket addresses. */
  static String checkedName(String name) {
    if (name.length() > LONGEST_NAME
        || !NAME.matcher(name).matches()
        || DocumentId.parse(name).isPresent()) {
      throw new BadRequest(
          "\"name\" has at most "
              + LONGEST_NAME
              + " letters, digits, dots, hyphens and underscores, and is no id");
    }
    return name;
  }

  /** The parameter of a media type that names a part of a document, if one is named. */
  static String rootOf(@Nullable String root) {
    if (root != null && root.length() > LONGEST_ROOT) {
      throw new BadRequest("no root has so long a name");
    }
    return root == null ? "" : ";root=" + root;
  }
}
