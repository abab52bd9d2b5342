package coedit.system.browser;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Two windows in one picture, as the README shows them. */
final class Picture {

  private static final int GAP = 24;
  private static final Color GROUND = new Color(0xc9ced6);

  private Picture() {}

  static void sideBySide(Path file, byte[] left, byte[] right) throws IOException {
    BufferedImage one = ImageIO.read(new ByteArrayInputStream(left));
    BufferedImage other = ImageIO.read(new ByteArrayInputStream(right));
    int width = one.getWidth() + other.getWidth() + 3 * GAP;
    int height = Math.max(one.getHeight(), other.getHeight()) + 2 * GAP;
    BufferedImage both = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = both.createGraphics();
    graphics.setColor(GROUND);
    graphics.fillRect(0, 0, width, height);
    graphics.drawImage(one, GAP, GAP, null);
    graphics.drawImage(other, one.getWidth() + 2 * GAP, GAP, null);
    graphics.dispose();
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(both, "png", file.toFile());
  }
}
