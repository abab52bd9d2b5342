package coedit.core.service;

import coedit.model.Grant;
import java.util.List;

/**
 * What a document's sharing was and has become, in one step: nothing came between.
 *
 * @param ownerBefore whose the document was
 */
public record SharingChange(
    String ownerBefore, String owner, List<Grant> before, List<Grant> grants) {

  public SharingChange {
    before = List.copyOf(before);
    grants = List.copyOf(grants);
  }
}
