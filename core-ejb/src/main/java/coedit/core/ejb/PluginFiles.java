package coedit.core.ejb;

import coedit.core.registry.DocumentTypes;
import coedit.spi.DocumentType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.CodeSource;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Says which file each document type came from, and what is in it: a plugin can do anything. */
final class PluginFiles {

  private PluginFiles() {}

  static List<String> of(DocumentTypes types) {
    return types.ids().stream()
        .map(types::find)
        .flatMap(Optional::stream)
        .map(PluginFiles::text)
        .toList();
  }

  private static String text(DocumentType type) {
    String what = type.id() + " version " + type.version();
    CodeSource source = type.getClass().getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null) {
      return what + " from an unknown place";
    }
    return what + " from " + name(location) + ", SHA-256 " + hash(location);
  }

  private static String name(URL location) {
    String path = location.getPath().replaceAll("[!/]+$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String hash(URL location) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(location.openStream(), digest)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException | GeneralSecurityException unreadable) {
      return "unknown";
    }
  }
}
